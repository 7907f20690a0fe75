"""Lists of the zone: those who follow them see them all; others the applications of the cases that they read."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import protect, protect_within, publish_for_reports

follows = "acc_may('outcomes.view')"
protect("outcomes_application", see=f"{follows} OR {seen('outcomes_application', depth=30)}")
protect_within(
    "outcomes_application",
    {
        "outcomes_applicant": "application_id",
        "outcomes_applicationevent": "application_id",
        "outcomes_candidate": "application_id",
        "outcomes_accompaniment": "application_id",
    },
)
for table in ("outcomes_outcomeimport", "outcomes_rejectedrow", "outcomes_listtotal"):
    protect(table, see=follows)
publish_for_reports(
    "outcomes_application",
    "id", "measure", "municipality_id", "household_id", "case_id", "outcome", "outcome_on",
)  # fmt: skip
publish_for_reports("outcomes_applicationevent", "id", "application_id", "outcome", "outcome_on", "known_on")
