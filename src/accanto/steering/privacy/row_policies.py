"""Terms, holds and requests: the privacy officer sees all, by code; who coordinates, those of their own people.

A declaration is read by whoever made it. One that somebody else wrote about an operator is never read by them.
"""

from accanto.core.database.policies import ANYBODY_AT_WORK, protect, protect_within

protect(
    "privacy_retentionreview",
    see=(
        "acc_may('privacy.review') OR acc_may('privacy.govern') AND EXISTS"
        " (SELECT FROM acc_case care WHERE care.id = privacy_retentionreview.case_id AND care.depth >= 20)"
    ),
)
for table in ("privacy_courthold", "privacy_personrequest"):
    protect(
        table,
        see=(
            "acc_may('privacy.review') OR acc_may('privacy.govern') AND EXISTS"
            f" (SELECT FROM acc_grant mine WHERE mine.person_id = {table}.person_id)"
        ),
    )
_OF_OTHERS = "acc_may('privacy.review') AND user_id <> acc_user()"
protect(
    "privacy_declaration",
    see=f"user_id = acc_user() AND by_id = acc_user() OR {_OF_OTHERS}",
    add=ANYBODY_AT_WORK,
    change=_OF_OTHERS,
)
protect_within(
    "privacy_personrequest",
    {
        "privacy_extract": "request_id",
        "privacy_rectification": "request_id",
        "privacy_recipient": "request_id",
    },
)
protect_within("privacy_extract", {"privacy_extractomission": "extract_id"})
# An erasure comes from a request or from a review; whoever sees that sees it, and the code of whom it erased.
protect(
    "privacy_erasure",
    see=(
        "EXISTS (SELECT FROM public.privacy_personrequest r WHERE r.id = privacy_erasure.request_id)"
        " OR EXISTS (SELECT FROM public.privacy_retentionreview v WHERE v.id = privacy_erasure.review_id)"
    ),
)
protect_within("privacy_erasure", {"privacy_erasedperson": "erasure_id"})
