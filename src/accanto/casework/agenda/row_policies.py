"""A slot is of its office and says nothing of anybody; who is in it is seen by those who see the person or the case."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import ANYBODY_AT_WORK, define_function, protect
from accanto.people.persons.compartments import fenced

_FENCED = f"'{{{','.join(fenced())}}}'"
_BARRED = "SELECT public.acc_barred_people(account, moment)"

# Whether the person, somebody of the household, or the case lies behind a fence, or is somebody whom the account must
# not see: then colleagues at the same desk see that the place is taken, and nothing else.
_KEPT_APART = f"""
CREATE OR REPLACE FUNCTION agenda_kept_apart(
  account integer, moment timestamptz, person uuid, household uuid, care uuid
) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  home uuid := COALESCE(household, (SELECT household_id FROM cases_case WHERE id = care));
  barred uuid[] := ({_BARRED});
BEGIN
  IF acc_idle() THEN RETURN TRUE; END IF;
  RETURN EXISTS (
    SELECT FROM persons_person one
    WHERE (one.id = person OR one.id IN (SELECT person_id FROM households_member WHERE household_id = home))
      AND (one.compartment = ANY({_FENCED}) OR one.id = ANY(barred))
  ) OR EXISTS (
    SELECT FROM cases_case one WHERE one.id = care AND one.compartment = ANY({_FENCED})
  ) OR COALESCE(care = ANY(acc_barred_contexts(account, moment)), FALSE);
END $$
"""  # noqa: S608 - made of constants

_OF_MY_OFFICE = (
    "acc_may('agenda.book') AND EXISTS (SELECT FROM agenda_slot slot WHERE slot.id = {table}.slot_id"
    " AND (slot.office_id = ANY(acc_coordinates()) OR EXISTS (SELECT FROM staff_rolegrant post"
    " WHERE post.user_id = acc_user() AND post.office_id = slot.office_id"
    " AND post.starts_on <= (acc_at() AT TIME ZONE 'Europe/Rome')::date"
    " AND (post.ends_on IS NULL OR post.ends_on > (acc_at() AT TIME ZONE 'Europe/Rome')::date))))"
)
_APART = "agenda_kept_apart(acc_user(), acc_at(), {table}.person_id, {table}.household_id, {table}.case_id)"

# To whoever receives at the office: the name, as on a card, of those who have a place and are not kept apart.
_CARDS = f"""
CREATE OR REPLACE FUNCTION agenda_cards(wanted uuid[]) RETURNS TABLE (place_id uuid, told text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp AS $$ BEGIN
  IF acc_idle() THEN RETURN; END IF;
  RETURN QUERY
    SELECT place.id, COALESCE(NULLIF(place.name, ''), one.last_name || ' ' || one.first_name, home.label)::text
    FROM agenda_place place
    LEFT JOIN persons_person one ON one.id = place.person_id
    LEFT JOIN cases_case care ON care.id = place.case_id
    LEFT JOIN households_household home ON home.id = COALESCE(place.household_id, care.household_id)
    WHERE place.id = ANY(wanted)
      AND ({_OF_MY_OFFICE.format(table="place")} OR place.taken_by_id = acc_user())
      AND NOT {_APART.format(table="place")};
END $$
"""  # noqa: S608 - made of constants

define_function("agenda_kept_apart(integer, timestamptz, uuid, uuid, uuid)", _KEPT_APART, before_views=True)
define_function("agenda_cards(uuid[])", _CARDS)
_MY_PERSON = "EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = agenda_place.person_id)"
_MY_HOUSEHOLD = "EXISTS (SELECT FROM households_household home WHERE home.id = agenda_place.household_id)"
_MINE = f"taken_by_id = acc_user() OR {_OF_MY_OFFICE.format(table='agenda_place')}"
_SEEN = " OR ".join(
    [
        f"case_id IS NOT NULL AND {seen('agenda_place', depth=10)}",
        f"case_id IS NULL AND person_id IS NOT NULL AND {_MY_PERSON}",
        f"case_id IS NULL AND person_id IS NULL AND household_id IS NOT NULL AND {_MY_HOUSEHOLD}",
        f"({_MINE}) AND NOT {_APART.format(table='agenda_place')}",
    ]
)
protect("agenda_place", see=_SEEN)
protect(
    "agenda_reminder",
    see=(
        "EXISTS (SELECT FROM agenda_place place WHERE place.id = agenda_reminder.place_id)"
        " OR EXISTS (SELECT FROM cases_appointment plan WHERE plan.id = agenda_reminder.appointment_id"
        " AND plan.case_id IS NOT NULL)"
    ),
)
# When a room or an operator is taken, never for whom: the appointment says that, to those who see it.
protect("agenda_roomuse", see=ANYBODY_AT_WORK)
protect("agenda_slotmeeting", see=ANYBODY_AT_WORK)
