"""Lists of the zone: those who follow them see them all; others the applications of the cases that they read."""

from accanto.casework.cases.row_policies import FENCED, seen
from accanto.core.database.policies import (
    define_function,
    define_view,
    protect,
    protect_within,
    publish_for_reports,
)
from accanto.people.persons.row_policies import IS_THEIRS, OF_WHOEVER_ACTS, WITH_WHOSE_RIGHTS

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
# An application in which somebody stands of whom whoever acts may learn nothing is not there for them: the applicant, a
# member named by the list or living in the household, or its case (decision 17). The table of outcomes counts it.
define_function(
    "acc_withheld_from(integer, bigint[], bigint[], boolean, timestamptz)",
    f"""
CREATE OR REPLACE FUNCTION acc_withheld_from({WITH_WHOSE_RIGHTS}) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  apart uuid[] := acc_apart_from(account, coordinates, registers, trains, moment);
  barred uuid[] := acc_barred_contexts(account, moment);
BEGIN
  IF acc_idle() THEN RETURN '{{}}'; END IF;
  RETURN ARRAY(
    SELECT id FROM outcomes_application WHERE person_id = ANY(apart) OR case_id = ANY(barred)
    UNION SELECT application_id FROM outcomes_applicant WHERE person_id = ANY(apart)
    UNION SELECT application.id FROM households_member member
      JOIN outcomes_application application ON application.household_id = member.household_id
      WHERE member.person_id = ANY(apart) AND member.ends_on IS NULL
    UNION SELECT application.id FROM cases_case care
      JOIN outcomes_application application ON application.case_id = care.id
      WHERE care.compartment <> 'ordinary' AND care.{FENCED}
        AND NOT EXISTS (SELECT FROM persons_accessgrant given WHERE given.context = care.id AND {IS_THEIRS})
  );
END $$
""",  # noqa: S608 - our own condition
    before_views=True,
)
define_view("acc_withheld_application", f"SELECT unnest(public.acc_withheld_from({OF_WHOEVER_ACTS})) AS id")
protect(
    "outcomes_application",
    see=(
        "id NOT IN (SELECT hidden.id FROM acc_withheld_application hidden)"  # noqa: S608 - made of constants
        f" AND ({follows} OR {seen('outcomes_application', depth=30)})"
    ),
)
protect_within(
    "outcomes_application",
    {
        "outcomes_applicant": "application_id",
        "outcomes_applicationevent": "application_id",
        "outcomes_accompaniment": "application_id",
    },
)
# A proposal that names somebody of whom nothing may be learnt is no proposal.
protect(
    "outcomes_candidate",
    see=(
        "acc_sees_outcomes_application(outcomes_candidate.application_id)"
        " AND person_id NOT IN (SELECT apart.id FROM acc_apart apart)"
    ),
)
# Rows that a list could not be read from hold names as the list wrote them.
define_function(
    "acc_names_somebody_apart(jsonb)",
    """
CREATE OR REPLACE FUNCTION acc_names_somebody_apart(cells jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM acc_apart apart JOIN persons_person person ON person.id = apart.id
    WHERE strpos(lower(cells::text), lower(person.last_name)) > 0
        AND strpos(lower(cells::text), lower(person.first_name)) > 0
      OR EXISTS (
        SELECT FROM persons_identifier code
        WHERE code.person_id = person.id AND strpos(upper(cells::text), code.value) > 0
      )
  )
$$
""",
)
_MINE = "SELECT list.id FROM outcomes_outcomeimport list WHERE list.uploaded_by_id = acc_user()"
_BROUGHT = f"outcome_import_id IN ({_MINE})"
protect("outcomes_rejectedrow", see=f"{follows} AND ({_BROUGHT} OR NOT acc_names_somebody_apart(cells))")
for table in ("outcomes_outcomeimport", "outcomes_listtotal"):
    protect(table, see=follows)
publish_for_reports(
    "outcomes_application",
    "id", "measure", "municipality_id", "household_id", "case_id", "outcome", "outcome_on",
)  # fmt: skip
publish_for_reports("outcomes_applicationevent", "id", "application_id", "outcome", "outcome_on", "known_on")
