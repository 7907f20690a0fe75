"""Lists of the zone: those who follow them see them all; others the applications of the cases that they read."""

from accanto.casework.cases.row_policies import FENCED, seen
from accanto.core.database.policies import define_view, protect, protect_within, publish_for_reports

follows = "acc_may('outcomes.view')"
# Whoever follows the lists tells a family to whom to turn: the worker and the office of its case, nothing else of it;
# of a case behind a fence not even that.
define_view(
    "acc_followed",
    f"""
SELECT application.id AS application_id, care.responsible_id, care.unit_id, care.state
FROM public.outcomes_application application JOIN public.cases_case care ON care.id = application.case_id
WHERE {follows} AND NOT care.{FENCED}
  OR (SELECT acc_serves()) OR EXISTS (SELECT FROM acc_case mine WHERE mine.id = care.id)
""",  # noqa: S608 - our own condition
)
_NOT_BARRED = (
    "(person_id IS NULL OR person_id <> ALL ((SELECT acc_barred_people(acc_user(), acc_at()))::uuid[]))"
)
protect(
    "outcomes_application",
    see=f"{_NOT_BARRED} AND ({follows} OR {seen('outcomes_application', depth=30)})",
)
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
