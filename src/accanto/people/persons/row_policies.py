"""The right to see is a row: what row-level policies of every room are made of."""

from accanto.core.database.policies import (
    ANYBODY_AT_WORK,
    define_function,
    define_view,
    protect,
    protect_within,
    publish_for_reports,
)

# Grants in force of whoever acts. A grant to an office counts in full for those who coordinate it and only as a card
# (depth 10) for those who register there: the same rule as `visibility.grants_of`. `reaches` is false where person or
# case lie in a fenced compartment that the grant does not carry (casework/cases/sql/fences.sql).
_GRANTS = """
SELECT person_id, context,
  CASE WHEN user_id = acc_user() OR office_id = ANY(acc_coordinates()) THEN depth ELSE 10 END AS depth
FROM public.persons_accessgrant
WHERE (user_id = acc_user() OR office_id = ANY(acc_coordinates()) OR office_id = ANY(acc_registers()))
  AND reaches AND starts_at <= acc_at() AND (ends_at IS NULL OR ends_at > acc_at())
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
    AND ((SELECT acc_serves()) OR EXISTS (SELECT FROM acc_grant mine WHERE mine.person_id = contact.person_id))
$$
"""

define_view("acc_grant", _GRANTS)
define_function("acc_people_named(text)", _NAMED)
define_function("acc_people_reached(text)", _REACHED)
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
        "persons_residence": "person_id",
        "persons_contactpoint": "person_id",
        "persons_citizenship": "person_id",
        "persons_pregnancy": "person_id",
    },
)
publish_for_reports("persons_person", "id", "sex", "birth_date", "died_on")
publish_for_reports("persons_pregnancy", "id", "person_id", "declared_on", "expected_on", "ended_on")
