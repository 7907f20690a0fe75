"""What joins or parts two records is seen by whoever sees both of them; a search by whoever made it."""

from accanto.core.database.policies import ANYBODY_AT_WORK, define_function, protect
from accanto.people.persons.compartments import fenced
from accanto.people.persons.row_policies import UNTOLD

_OF_BOTH = (
    "EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = {table}.first_id)"
    " AND EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = {table}.second_id)"
)
_FENCED = f"ANY('{{{','.join(fenced())}}}')"

# Below the policies, because they would keep the indexes from being used: whoever may be the person looked for, among
# those whom whoever acts sees. `forms`: two patterns, every spelling of a surname and of a name (or empty); `digits`:
# telephones; a telephone of a protected person finds them only for those who may read it.
_ALIKE = """
CREATE OR REPLACE FUNCTION acc_people_alike(typed text, forms text[], born date[], codes text[], digits text[])
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 80 SET search_path = public, pg_temp AS $$
DECLARE
  usual real := show_limit();
  -- Asked of each candidate: as a join, the whole register of a large office would be read before the index of names.
  seen text := ' (SELECT TRUE FROM acc_grant mine WHERE mine.person_id = person.id LIMIT 1)';
  work text := ' (SELECT TRUE FROM acc_grant mine WHERE mine.person_id = person.id AND mine.depth >= 40 LIMIT 1)';
BEGIN
  IF acc_idle() THEN RETURN; END IF;
  IF acc_serves() THEN seen := ' TRUE'; work := ' TRUE'; END IF;
  IF cardinality(codes) > 0 THEN
    RETURN QUERY EXECUTE 'SELECT person.person_id FROM (
      SELECT held.person_id, held.person_id AS id FROM persons_identifier held WHERE held.value = ANY($1)
    ) person WHERE' || seen USING codes;
  END IF;
  IF cardinality(digits) > 0 THEN
    RETURN QUERY EXECUTE 'SELECT person.id FROM (
      SELECT contact.person_id AS id FROM persons_contactpoint contact
      WHERE contact.folded = ANY($1) AND contact.ends_on IS NULL
    ) person WHERE' || seen || ' AND (' || work || '
      OR NOT EXISTS (SELECT FROM acc_protected shield WHERE shield.person_id = person.id)) LIMIT 40' USING digits;
  END IF;
  IF cardinality(born) > 0 AND typed <> '' THEN
    RETURN QUERY EXECUTE 'SELECT person.id FROM persons_person person
      WHERE person.birth_date = ANY($1) AND' || seen || ' LIMIT 300' USING born;
  END IF;
  IF typed <> '' THEN
    -- Nearer than for the search box, which shows whatever is alike: given back at once, because the session has one.
    PERFORM set_limit(0.45);
    RETURN QUERY EXECUTE 'SELECT person.id FROM (
      SELECT alike.id FROM persons_person alike WHERE alike.search_name % $1
      ORDER BY similarity(alike.search_name, $1) DESC, alike.id OFFSET 0
    ) person WHERE' || seen || ' LIMIT 60' USING typed;
    PERFORM set_limit(usual);
  END IF;
  IF cardinality(forms) = 2 THEN
    RETURN QUERY EXECUTE 'SELECT person.id FROM persons_person person
      WHERE person.search_name ~ $1 AND person.search_name ~ $2 AND' || seen || ' LIMIT 60' USING forms[1], forms[2];
  END IF;
END $$
"""

# That the zone has a record already, and which office to ask: of ordinary people whom whoever acts does not see, and
# only where code, or whole name and day of birth, are the same. No id and no name leaves; of anybody kept apart,
# protected or barred nothing at all.
_ELSEWHERE = f"""
CREATE OR REPLACE FUNCTION acc_people_elsewhere(names text[], born date, codes text[])
RETURNS TABLE (office_id bigint, by_code boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public, pg_temp AS $$
BEGIN
  IF acc_idle() OR acc_user() IS NULL OR NOT acc_may('people.create') THEN RETURN; END IF;
  RETURN QUERY
    SELECT DISTINCT (
      SELECT held.office_id FROM persons_accessgrant held
      WHERE held.person_id = person.id AND held.office_id IS NOT NULL AND held.starts_at <= acc_at()
        AND (held.ends_at IS NULL OR held.ends_at > acc_at())
      ORDER BY held.depth DESC, held.starts_at DESC LIMIT 1
    ), found.coded
    FROM (
      SELECT code.person_id AS id, TRUE AS coded FROM persons_identifier code
      WHERE code.value = ANY(codes) AND NOT code.hidden
      UNION ALL
      SELECT namesake.id, FALSE FROM persons_person namesake
      WHERE namesake.birth_date = born AND namesake.search_name = ANY(names)
    ) found JOIN persons_person person ON person.id = found.id
    WHERE NOT EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = person.id) AND NOT {UNTOLD};
END $$
"""  # noqa: S608 - made of constants

# Records of one person, each with every other: through links that run between people of whom something is told. A
# record that whoever acts does not see joins others and is not told itself.
_TOGETHER = f"""
CREATE OR REPLACE FUNCTION acc_people_together(asked uuid[]) RETURNS TABLE (person_id uuid, other_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 4 SET search_path = public, pg_temp AS $$
BEGIN
  IF acc_idle() THEN RETURN; END IF;
  RETURN QUERY
    WITH RECURSIVE joined AS (
      SELECT link.first_id AS one, link.second_id AS two FROM matching_personlink link WHERE link.ended_at IS NULL
      UNION ALL
      SELECT link.second_id, link.first_id FROM matching_personlink link WHERE link.ended_at IS NULL
    ), walk AS (
      SELECT start AS person, start AS reached FROM unnest(asked) start
      UNION
      SELECT walk.person, joined.two FROM walk JOIN joined ON joined.one = walk.reached
      JOIN persons_person person ON person.id = joined.two
      WHERE acc_serves() OR EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = person.id)
        OR person.compartment <> {_FENCED.replace("ANY", "ALL")}
          AND person.id <> ALL(acc_barred_people(acc_user(), acc_at()))
    )
    SELECT walk.person, walk.reached FROM walk
    WHERE walk.person <> walk.reached AND (acc_serves() OR EXISTS (
      SELECT FROM acc_grant mine WHERE mine.person_id = walk.reached
    ));
END $$
"""  # noqa: S608 - made of constants

define_function("acc_people_alike(text, text[], date[], text[], text[])", _ALIKE)
define_function("acc_people_elsewhere(text[], date, text[])", _ELSEWHERE)
define_function("acc_people_together(uuid[])", _TOGETHER)
for table in ("matching_personlink", "matching_notthesame"):
    protect(table, see=_OF_BOTH.format(table=table))
protect("matching_pair", see=f"acc_may('people.link') AND {_OF_BOTH.format(table='matching_pair')}")
protect("matching_personsearch", see="by_id = acc_user()", add=ANYBODY_AT_WORK)
