"""Terms and holds: the privacy officer sees those of the zone, by code; who coordinates, those of their own people."""

from accanto.core.database.policies import protect

protect(
    "privacy_retentionreview",
    see=(
        "acc_may('privacy.review') OR acc_may('privacy.govern') AND EXISTS"
        " (SELECT FROM acc_case care WHERE care.id = privacy_retentionreview.case_id AND care.depth >= 20)"
    ),
)
protect(
    "privacy_courthold",
    see=(
        "acc_may('privacy.review') OR acc_may('privacy.govern') AND EXISTS"
        " (SELECT FROM acc_grant mine WHERE mine.person_id = privacy_courthold.person_id)"
    ),
)
