"""A report is its office's and its evaluator's; behind a fence, of whoever is admitted there; to whoever must not see
somebody in it, it does not exist. The same rule as `ReportQuerySet.visible_to`."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import ANYBODY_AT_WORK, define_function, protect, protect_within
from accanto.people.persons.compartments import fenced
from accanto.people.persons.visibility import IN_TRAINING

_FENCED = f"compartment = ANY('{{{','.join(fenced())}}}')"

# Offices in which whoever acts holds a role today. `acc_coordinates` has those of a coordinator, and all below them.
_OFFICES = """
CREATE OR REPLACE FUNCTION reports_offices() RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$ DECLARE today date := (acc_at() AT TIME ZONE 'Europe/Rome')::date; BEGIN
  RETURN acc_coordinates() || ARRAY(
    SELECT held.office_id FROM public.staff_rolegrant held
    WHERE held.user_id = acc_user() AND held.starts_on <= today AND (held.ends_on IS NULL OR held.ends_on > today)
  );
END $$
"""

# Reports in which somebody is named whom an account must not see: recognised, or named with just that name; and those
# that ended in a case of theirs. Mostly there is nobody, and the answer is nothing.
_BARRED = """
CREATE OR REPLACE FUNCTION acc_barred_reports(
  account integer, coordinates bigint[], registers bigint[], trains boolean, moment timestamptz
) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE people uuid[] := acc_barred_people(account, moment);
BEGIN
  IF acc_idle() OR people = '{}' THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT named.report_id FROM reports_namedperson named
    WHERE named.person_id = ANY(people) OR named.person_id IS NULL AND named.search_name <> '' AND EXISTS (
      SELECT FROM persons_person person WHERE person.id = ANY(people) AND person.search_name = named.search_name
    )
    UNION
    SELECT report.id FROM reports_report report WHERE report.case_id = ANY(acc_barred_contexts(account, moment))
  );
END $$
"""
_NOT_BARRED = (
    "id <> ALL ((SELECT public.acc_barred_reports(acc_user(), '{}', '{}', FALSE, acc_at()))::uuid[])"
)
_AT_WORK = "(acc_may('reports.receive') OR acc_may('reports.evaluate'))"
_MARKED = (
    "EXISTS (SELECT FROM bodies_office office WHERE office.id = reports_report.office_id"
    " AND reports_report.compartment = ANY(office.compartments))"
)
_SEEN = f"""{_NOT_BARRED} AND (
  evaluator_id = acc_user() OR received_by_id = acc_user() AND state = 'received'
  OR {_AT_WORK} AND (
    NOT {_FENCED} AND office_id = ANY((SELECT reports_offices())::bigint[])
    OR {_FENCED} AND office_id = ANY(acc_coordinates()) AND {_MARKED}
  )
  OR case_id IS NOT NULL AND {seen("reports_report", depth=40)}
)"""

define_function("reports_offices()", _OFFICES)
define_function("acc_barred_reports(integer, bigint[], bigint[], boolean, timestamptz)", _BARRED)
# Somebody in training reads no report, whichever case it ended in.
protect("reports_report", see=f"NOT acc_may('{IN_TRAINING}') AND {_SEEN}", add=ANYBODY_AT_WORK)
protect_within(
    "reports_report",
    {
        "reports_namedperson": "report_id",
        "reports_reportclock": "report_id",
        "reports_reportcorrection": "report_id",
        "reports_evaluation": "report_id",
        "reports_reportanswer": "report_id",
        "reports_reportoutcome": "report_id",
        "reports_eviction": "report_id",
        "reports_evictionmeasure": "report_id",
        "reports_courtrequest": "report_id",
        "reports_emergencycall": "report_id",
    },
)
protect(
    "reports_handover",
    see="EXISTS (SELECT FROM reports_emergencycall call WHERE call.id = reports_handover.call_id)",
)
protect("reports_dutyshift", see="worker_id = acc_user() OR office_id = ANY(acc_coordinates())")
