"""A case is seen through the grants written for it, and by those who coordinate its unit."""

from accanto.casework.cases.kept_close import told_to_readers_only
from accanto.core.database.policies import (
    ANYBODY_AT_WORK,
    define_function,
    define_view,
    protect,
    protect_within,
    publish_for_reports,
)
from accanto.people.persons.compartments import breakable, fenced, open_or_breakable

# Who must not see somebody sees none of their cases, whatever else lets them in.
_NOT_BARRED = "{id} <> ALL ((SELECT public.acc_barred_contexts(acc_user(), acc_at()))::uuid[])"
# The cases that whoever acts sees, and how deeply. The unit has a grant to each of its cases for as long as they are
# its own; its column says the same and spares a look-up for each row of a long list. Of a fenced compartment only the
# grants that carry it say so.
FENCED = f"compartment = ANY('{{{','.join(fenced())}}}')"
_CASES = f"""
SELECT care.id, 40::smallint AS depth FROM public.cases_case care
WHERE care.unit_id = ANY(acc_coordinates()) AND NOT {FENCED} AND {_NOT_BARRED.format(id="care.id")}
UNION ALL
SELECT mine.context, mine.depth FROM public.acc_grant mine WHERE mine.context IS NOT NULL
"""  # noqa: S608 - made of constants


def seen(table: str, column: str = "case_id", *, depth: int = 20) -> str:
    """Condition: the row's case is seen at least so deeply (10 card, 20 team, 30 read, 40 work)."""
    return f"EXISTS (SELECT FROM acc_case care WHERE care.id = {table}.{column} AND care.depth >= {depth})"


# The one thing that is said of a protected case to whoever does not see it: that an exact code or number leads to one.
# A person who as a whole is closed is led to by nothing.
_PROTECTED = f"""
CREATE OR REPLACE FUNCTION acc_protected_record(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT care.id FROM cases_case care
  WHERE acc_may('access.break_glass') AND care.compartment = ANY('{{{",".join(breakable())}}}')
    AND NOT EXISTS (SELECT FROM acc_case mine WHERE mine.id = care.id)
    AND {_NOT_BARRED.format(id="care.id")}
    AND (
      care.number = wanted OR care.id::text = wanted OR care.household_id IN (
        SELECT member.household_id FROM persons_identifier code
        JOIN persons_person person ON person.id = code.person_id
        JOIN households_member member ON member.person_id = person.id AND member.ends_on IS NULL
        WHERE code.value = wanted AND code.valid_to IS NULL
          AND person.compartment = ANY('{{{",".join(open_or_breakable())}}}')
      )
    )
  ORDER BY care.opened_on DESC LIMIT 1
$$
"""  # noqa: S608 - made of constants

# All that a card says of a case: that a service follows the person, and whom to call. Only of ordinary cases.
_FOLLOWERS = f"""
SELECT member.person_id, care.id AS case_id, care.unit_id, care.responsible_id, care.opened_on
FROM public.cases_case care JOIN public.households_member member ON member.household_id = care.household_id
WHERE member.ends_on IS NULL AND care.state <> 'closed' AND care.compartment = 'ordinary'
  AND EXISTS (SELECT FROM public.acc_grant mine WHERE mine.person_id = member.person_id)
  AND {_NOT_BARRED.format(id="care.id")}
"""  # noqa: S608 - made of constants
# Whether what one asked about a case is still one's own to read: not once the case lies behind a fence.
_CASE_TOLD = f"""
CREATE OR REPLACE FUNCTION acc_case_told(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM cases_case care WHERE care.id = asked AND {_NOT_BARRED.format(id="care.id")}
      AND (NOT {FENCED} OR EXISTS (SELECT FROM acc_case mine WHERE mine.id = care.id))
  )
$$
"""  # noqa: S608 - made of constants

_FENCED_OFF = f"""
CREATE OR REPLACE FUNCTION acc_fenced_off(asked uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
  RETURN EXISTS (SELECT FROM cases_case WHERE id = asked AND {FENCED})
    AND NOT EXISTS (SELECT FROM acc_case mine WHERE mine.id = asked);
END $$
"""  # noqa: S608 - made of constants

define_view("acc_case", _CASES)
define_function("acc_fenced_off(uuid)", _FENCED_OFF)
define_view("acc_follower", _FOLLOWERS)
define_function("acc_case_told(uuid)", _CASE_TOLD)
# When somebody's time is taken, to whoever is at work; never for which household. The owner reads it all.
define_view(
    "acc_busy",
    """
SELECT who.user_id, plan.id AS appointment_id, plan.kind, plan.starts_at, plan.ends_at
FROM public.cases_appointmentoperator who JOIN public.cases_appointment plan ON plan.id = who.appointment_id
WHERE plan.state = 'planned'
  AND (acc_user() IS NOT NULL OR (SELECT acc_serves()) OR NOT row_security_active('public.cases_appointment'))
""",
)
define_function("acc_protected_record(text)", _PROTECTED)
protect(
    "cases_case",
    see=(
        f"unit_id = ANY(acc_coordinates()) AND NOT {FENCED} AND {_NOT_BARRED.format(id='cases_case.id')} OR EXISTS"
        " (SELECT FROM acc_grant mine WHERE mine.context = cases_case.id)"
    ),
    add=ANYBODY_AT_WORK,
)


def _own(column: str, table: str, case: str = "case_id") -> str:
    """What is one's own, unless the case is barred, or has gone behind a fence since."""
    at = f"{table}.{case}"
    return f"{column} = acc_user() AND ({at} IS NULL OR {_NOT_BARRED.format(id=at)} AND NOT acc_fenced_off({at}))"


protect(
    "cases_caseworker",
    see=f"{_own('user_id', 'cases_caseworker')} OR {seen('cases_caseworker', depth=10)}",
)
# One's own; and those on which one decides, because one works on the case or coordinates its unit.
_DECIDES = (
    "EXISTS (SELECT FROM cases_caseworker mine WHERE mine.case_id = cases_accessrequest.case_id"
    " AND mine.user_id = acc_user() AND mine.ends_on IS NULL)"
    " OR EXISTS (SELECT FROM cases_case care WHERE care.id = cases_accessrequest.case_id"
    " AND care.unit_id = ANY(acc_coordinates()))"
)
protect(
    "cases_accessrequest",
    see=(
        "asked_by_id = acc_user() AND acc_case_told(case_id)"
        f" OR {seen('cases_accessrequest', depth=40)} AND ({_DECIDES})"
    ),
)
protect("cases_caseclosure", see=seen("cases_caseclosure"))
# Of what a room keeps close, partners in a team learn neither the clock nor the event.
protect(
    "cases_deadline",
    see=(
        f"{_own('owner_id', 'cases_deadline')} OR {seen('cases_deadline', depth=30)}"
        f" OR NOT {told_to_readers_only('code')} AND {seen('cases_deadline')}"
    ),
)
protect("cases_appointment", see=f"case_id IS NULL OR {seen('cases_appointment')}", add=ANYBODY_AT_WORK)
protect("cases_appointmentoperator", see=ANYBODY_AT_WORK)
# A personal note is its author's alone, whatever the right to the case.
protect(
    "cases_diaryentry",
    see=f"({seen('cases_diaryentry', depth=30)}) AND (kind <> 'personal' OR author_id = acc_user())",
)
# Its versions and those who took part go with the entry.
protect_within("cases_diaryentry", {"cases_diaryversion": "entry_id", "cases_diaryparticipant": "entry_id"})
protect("cases_networkcontact", see=seen("cases_networkcontact", depth=30))
# What lower rooms keep for a case names it as its context.
protect(
    "audit_event",
    see=(
        f"{_own('actor_id', 'audit_event', 'context')} OR context IS NULL AND subject_kind <> 'persons.person'"
        f" OR {seen('audit_event', 'context', depth=30)}"
        f" OR NOT {told_to_readers_only('verb')} AND {seen('audit_event', 'context')}"
    ),
    add=ANYBODY_AT_WORK,
)
# What was told of a household is read for as long as one sees it.
protect(
    "notifications_notification",
    see=(
        f"user_id = acc_user() AND (context IS NULL OR {seen('notifications_notification', 'context', depth=10)}"
        # What became of one's own request is told to whoever does not see the case.
        " OR kind IN ('cases.request_allowed', 'cases.request_refused', 'cases.request_lapsed')"
        " AND EXISTS (SELECT FROM cases_accessrequest mine"
        " WHERE mine.case_id = notifications_notification.context AND mine.asked_by_id = acc_user()))"
    ),
    add=ANYBODY_AT_WORK,
)
protect(
    "documents_document",
    see=(
        # Of no case and of nobody: what leaves to a person about their own data (steering/privacy).
        f"{_own('created_by_id', 'documents_document', 'context')}"
        " OR context IS NULL AND created_by_id IS NULL AND acc_may('privacy.govern')"
        " OR kind NOT IN ('attachment', 'social_report', 'dossier', 'court_order', 'court_report')"
        f" AND {seen('documents_document', 'context')}"
        f" OR {seen('documents_document', 'context', depth=30)}"
    ),
    add=ANYBODY_AT_WORK,
)
protect("cases_caseopening", see=seen("cases_caseopening", depth=30), add=ANYBODY_AT_WORK)
protect("cases_handedsummary", see=seen("cases_handedsummary", depth=30))
protect("cases_casesuspension", see=seen("cases_casesuspension"))
# Whoever reads the case; and, while it waits, whoever must answer for the unit that is asked: the note and the cards of
# the household are all that they see of it.
_ANSWERS = (
    "cases_casetransfer.state = 'proposed' AND cases_casetransfer.to_unit_id = ANY(acc_coordinates())"
    " AND acc_may('cases.transfer')"
    f" AND {_NOT_BARRED.format(id='cases_casetransfer.case_id')}"
    f" AND {_NOT_BARRED.format(id='cases_casetransfer.id')}"
)
protect("cases_casetransfer", see=f"{seen('cases_casetransfer', depth=30)} OR {_ANSWERS}")
protect_within("cases_casetransfer", {"cases_handoveritem": "transfer_id"})
protect("cases_householdchange", see=seen("cases_householdchange", depth=30))
protect_within("cases_householdchange", {"cases_proposalanswer": "change_id"})
publish_for_reports(
    "cases_case",
    "id", "household_id", "unit_id", "responsible_id", "state", "opened_on", "closed_on", "compartment",
)  # fmt: skip
publish_for_reports("cases_caseworker", "id", "case_id", "user_id", "role", "starts_on", "ends_on")
publish_for_reports("cases_deadline", "id", "case_id", "code", "started_on", "due_on", "closed_at")
