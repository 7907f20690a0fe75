"""Offers are read by whoever looks for a volunteer; a need of a case, by whoever reads the case, and what became of it
with it. The same rules as `visible_to`."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import ANYBODY_AT_WORK, protect, protect_within, publish_for_reports
from accanto.people.persons.visibility import IN_TRAINING

_KEEPS = "acc_may('offers.keep')"

protect("offers_giver", see=f"acc_may('offers.use') OR {_KEEPS}", add=_KEEPS, change=_KEEPS)
protect_within(
    "offers_giver",
    {"offers_offer": "giver_id", "offers_givercheck": "giver_id", "offers_thanks": "giver_id"},
)
protect_within("offers_offer", {"offers_offerhours": "offer_id", "offers_offer_municipalities": "offer_id"})
protect(
    "offers_need",
    see=(
        f"acc_may('offers.use') AND NOT acc_may('{IN_TRAINING}')"
        f" AND (case_id IS NULL OR {seen('offers_need', depth=30)})"
    ),
    add=ANYBODY_AT_WORK,
)
protect_within("offers_need", {"offers_match": "need_id"})
protect_within("offers_match", {"offers_visit": "match_id"})
# Counted for the zone, without words and without the case.
publish_for_reports(
    "offers_offer", "id", "kind", "state", "first_day", "last_day", "registered_at", "capacity"
)
publish_for_reports("offers_need", "id", "kind", "state", "withdrawal", "written_at", "closed_at")
publish_for_reports("offers_match", "id", "need_id", "offer_id", "state")
publish_for_reports("offers_visit", "id", "match_id", "day", "state", "minutes")
