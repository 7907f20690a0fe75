"""The right to see is a row: what row-level policies of every room are made of."""

from accanto.core.database.policies import (
    ANYBODY_AT_WORK,
    define_function,
    define_view,
    protect,
    protect_within,
    publish_for_reports,
)
from accanto.people.persons.compartments import fenced

# Grants in force of whoever acts. A grant to an office counts in full for those who coordinate it and only as a card
# (depth 10) for those who register there: the same rule as `visibility.grants_of`. `reaches` is false where person or
# case lie in a fenced compartment that the grant does not carry (casework/cases/sql/fences.sql). What a tutor chose for
# a student shows it to students alone, and is all that they see.
_GRANTS = """
SELECT person_id, context,
  CASE WHEN user_id = acc_user() OR office_id = ANY(acc_coordinates()) THEN depth ELSE 10 END AS depth
FROM public.persons_accessgrant
WHERE (user_id = acc_user() OR office_id = ANY(acc_coordinates()) OR office_id = ANY(acc_registers()))
  AND reaches AND starts_at <= acc_at() AND (ends_at IS NULL OR ends_at > acc_at())
  AND (reason = 'training') = (SELECT acc_may('training.attend'))
  AND person_id <> ALL ((SELECT public.acc_barred_people(acc_user(), acc_at()))::uuid[])
  AND (context IS NULL OR context <> ALL ((SELECT public.acc_barred_contexts(acc_user(), acc_at()))::uuid[]))
"""

# Whom an account must not see, whatever right they have; and the cases in which those people are or were, told by the
# grants of anybody: every case has one for each of its people. Functions, and not views: written out in every policy
# they would be planned anew dozens of times for a page, and mostly there is nobody.
_BARRED_PEOPLE = """
CREATE OR REPLACE FUNCTION acc_barred_people(account integer, moment timestamptz) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
  IF acc_idle() THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT person_id FROM persons_bar
    WHERE user_id = account AND starts_at <= moment AND (ends_at IS NULL OR ends_at > moment)
  );
END $$
"""
_BARRED_CONTEXTS = """
CREATE OR REPLACE FUNCTION acc_barred_contexts(account integer, moment timestamptz) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE people uuid[] := acc_barred_people(account, moment);
BEGIN
  IF people = '{}' THEN RETURN people; END IF;
  RETURN ARRAY(
    SELECT DISTINCT context FROM persons_accessgrant WHERE person_id = ANY(people) AND context IS NOT NULL
  );
END $$
"""
_BARS = "SELECT unnest(public.acc_barred_people(acc_user(), acc_at())) AS person_id"
_BARRED_CASES = "SELECT unnest(public.acc_barred_contexts(acc_user(), acc_at())) AS context"

# People whose home and contacts are not told: declared, or written on the present residence.
_PROTECTED = """
SELECT person_id, kind FROM public.persons_protection
WHERE starts_on <= (acc_at() AT TIME ZONE 'Europe/Rome')::date
  AND (ends_on IS NULL OR ends_on > (acc_at() AT TIME ZONE 'Europe/Rome')::date)
UNION ALL
SELECT person_id, 'address' FROM public.persons_residence WHERE protected AND ends_on IS NULL
"""

# Asked of one person at a time: the protected people of a whole zone are not gathered for the two of a page.
_SHIELDED = """
CREATE OR REPLACE FUNCTION acc_shielded(asked uuid, kinds text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
  RETURN EXISTS (SELECT FROM acc_protected shield WHERE shield.person_id = asked AND shield.kind = ANY(kinds));
END $$
"""

# Below the policies, because they would keep the indexes of similar names and of first digits from being used; they
# ask for the grants themselves. `folded` holds letters, digits and spaces alone (`naming.fold`).
_NAMED = """
CREATE OR REPLACE FUNCTION acc_people_named(folded text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 60 SET search_path = public, pg_temp AS $$
DECLARE found text := 'SELECT person.id FROM persons_person person WHERE (
    person.search_name % $1 OR $1 <% person.search_name
    OR person.search_name LIKE $1 || ''%'' OR person.search_name LIKE ''% '' || $1 || ''%''
  )';
BEGIN
  -- Planned each time: from the grants where they are few, from the names where they are many.
  IF NOT acc_serves() THEN
    found := found || ' AND EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = person.id)';
  END IF;
  RETURN QUERY EXECUTE found USING folded;
END $$
"""
_REACHED = """
CREATE OR REPLACE FUNCTION acc_people_reached(digits text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp AS $$
  SELECT contact.person_id FROM persons_contactpoint contact
  WHERE contact.folded LIKE digits || '%' AND contact.ends_on IS NULL
    AND ((SELECT acc_serves()) OR EXISTS (
      SELECT FROM acc_grant mine WHERE mine.person_id = contact.person_id
        AND (mine.depth >= 40 OR mine.person_id NOT IN (SELECT shield.person_id FROM acc_protected shield))
    ))
$$
"""

# Of whom nobody is told anything who does not see them: behind a fence or with a right that carries one, protected, or
# barred from whoever asks. Asked of a row of persons_person called `person`.
UNTOLD = f"""(person.compartment = ANY('{{{",".join(fenced())}}}')
  OR person.id = ANY(acc_barred_people(acc_user(), acc_at()))
  OR EXISTS (SELECT FROM acc_protected shield WHERE shield.person_id = person.id)
  OR EXISTS (
    SELECT FROM persons_accessgrant given WHERE given.person_id = person.id
      AND (NOT given.reaches OR given.compartment = ANY('{{{",".join(fenced())}}}'))
  ))"""  # noqa: S608 - made of constants
# Whether a refusal may say that a code is held already: not where that would betray somebody of whom nothing is told.
_CODE_TOLD = f"""
CREATE OR REPLACE FUNCTION acc_code_told(asked text, code text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
  IF acc_idle() THEN RETURN FALSE; END IF;
  RETURN EXISTS (
    SELECT FROM persons_identifier held JOIN persons_person person ON person.id = held.person_id
    WHERE held.kind = asked AND held.value = code AND held.valid_to IS NULL AND NOT held.hidden AND NOT held.doubled
      AND (EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = person.id) OR NOT {UNTOLD})
  );
END $$
"""  # noqa: S608 - made of constants

# People of whom an account learns nothing, not even from a list in which they stand (decision 17): those behind a fence
# that no right of theirs passes, and those they must not see. Asked with whose rights, because what is counted or
# proposed under a named purpose asks it for somebody. `trains`: somebody in training, as in acc_grant.
WITH_WHOSE_RIGHTS = (
    "account integer, coordinates bigint[], registers bigint[], trains boolean, moment timestamptz"
)
OF_WHOEVER_ACTS = (
    "acc_user(), acc_coordinates(), acc_registers(), (SELECT acc_may('training.attend')), acc_at()"
)
# Whether a grant is one that they have; `barred`: cases in which somebody is whom they must not see.
IS_THEIRS = """given.reaches AND given.starts_at <= moment AND (given.ends_at IS NULL OR given.ends_at > moment)
      AND (given.user_id = account OR given.office_id = ANY(coordinates) OR given.office_id = ANY(registers))
      AND (given.reason = 'training') = trains AND (given.context IS NULL OR given.context <> ALL(barred))"""
_APART_FROM = f"""
CREATE OR REPLACE FUNCTION acc_apart_from({WITH_WHOSE_RIGHTS}) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  people uuid[] := acc_barred_people(account, moment);
  barred uuid[] := acc_barred_contexts(account, moment);
BEGIN
  IF acc_idle() THEN RETURN '{{}}'; END IF;
  RETURN people || ARRAY(
    SELECT person.id FROM persons_person person
    WHERE person.compartment <> 'ordinary' AND person.compartment = ANY('{{{",".join(fenced())}}}')
      AND person.id <> ALL(people)
      AND NOT EXISTS (SELECT FROM persons_accessgrant given WHERE given.person_id = person.id AND {IS_THEIRS})
  );
END $$
"""  # noqa: S608 - made of constants
_APART = f"SELECT unnest(public.acc_apart_from({OF_WHOEVER_ACTS})) AS id"

define_function("acc_barred_people(integer, timestamptz)", _BARRED_PEOPLE, before_views=True)
define_function("acc_barred_contexts(integer, timestamptz)", _BARRED_CONTEXTS, before_views=True)
define_function(
    "acc_apart_from(integer, bigint[], bigint[], boolean, timestamptz)", _APART_FROM, before_views=True
)
define_view("acc_protected", _PROTECTED)
define_function("acc_shielded(uuid, text[])", _SHIELDED)
define_view("acc_bar", _BARS)
define_view("acc_barred_case", _BARRED_CASES)
define_view("acc_grant", _GRANTS)
define_view("acc_apart", _APART)
define_function("acc_people_named(text)", _NAMED)
define_function("acc_people_reached(text)", _REACHED)
define_function("acc_code_told(text, text)", _CODE_TOLD)
protect(
    "persons_person",
    see="EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = persons_person.id)",
    add=ANYBODY_AT_WORK,
)
# One's own rights, and those of others on what one reads: «who can see this».
protect(
    "persons_accessgrant",
    see=(
        "reaches AND (user_id = acc_user() OR office_id = ANY(acc_coordinates()) OR office_id = ANY(acc_registers()))"
        " OR EXISTS (SELECT FROM acc_grant mine WHERE mine.context = persons_accessgrant.context AND mine.depth >= 30)"
    ),
    add=ANYBODY_AT_WORK,
)
protect_within(
    "persons_person",
    {
        "persons_identifier": "person_id",
        "persons_citizenship": "person_id",
        "persons_pregnancy": "person_id",
        "persons_protection": "person_id",
    },
)
# Of a protected person the contacts, and the home where whereabouts are protected, open to those who work on the case.
_SEEN = (
    "EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = {table}.person_id AND mine.depth >= {depth})"
)


def _unless_protected(table: str, *kinds: str) -> str:
    card, work = (_SEEN.format(table=table, depth=depth) for depth in (10, 40))
    shielded = f"acc_shielded({table}.person_id, '{{{','.join(kinds)}}}')"
    return f"{card} AND (NOT {shielded} OR {work})"


protect("persons_residence", see=_unless_protected("persons_residence", "whereabouts"), add=ANYBODY_AT_WORK)
protect(
    "persons_contactpoint",
    see=_unless_protected("persons_contactpoint", "address", "whereabouts"),
    add=ANYBODY_AT_WORK,
)
# Also for the privacy officer, by code: whoever answers the person's request may see no case of theirs.
protect(
    "persons_restriction",
    see=f"{_SEEN.format(table='persons_restriction', depth=10)} OR acc_may('privacy.review')",
)
protect("persons_safecontact", see=_SEEN.format(table="persons_safecontact", depth=40))
# Whoever is barred never reads it; whoever reads the person knows who is kept out, and the privacy officer, by code.
protect(
    "persons_bar",
    see=f"user_id <> acc_user() AND ({_SEEN.format(table='persons_bar', depth=30)} OR acc_may('privacy.review'))",
)
publish_for_reports("persons_person", "id", "sex", "birth_date", "died_on")
publish_for_reports("persons_pregnancy", "id", "person_id", "declared_on", "expected_on", "ended_on")
