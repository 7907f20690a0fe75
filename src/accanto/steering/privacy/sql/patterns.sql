-- What the rules on accesses look at: openings with what the database can say of them without a name. The application
-- reads no reading directly; this answers with ids, times, and four facts about operator and person.
CREATE OR REPLACE FUNCTION privacy_openings(since timestamptz, until timestamptz) RETURNS TABLE (
  user_id bigint, at timestamptz, context uuid, subject uuid, page text, kind text, "right" text, depth smallint,
  address text, own boolean, same_surname boolean, same_home boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH opening AS (
    SELECT r.*, c.household_id FROM audit_reading r LEFT JOIN cases_case c ON c.id = r.context
    WHERE r.at >= since AND r.at < until AND r.kind IN ('opened', 'taken') AND NOT acc_idle()
  ), person AS (
    SELECT o.id, p.id AS person_id, p.last_name FROM opening o
    JOIN households_member m ON m.household_id = o.household_id JOIN persons_person p ON p.id = m.person_id
    UNION
    SELECT o.id, p.id, p.last_name FROM opening o JOIN persons_person p ON p.id = ANY(o.subjects[1:50])
  )
  SELECT o.user_id, o.at, o.context, o.subjects[1], o.page, o.kind, o."right", o.depth, host(o.address),
    EXISTS (
      SELECT FROM persons_accessgrant g WHERE g.context = o.context AND g.user_id = o.user_id
        AND g.reason <> 'break_glass' AND g.starts_at <= o.at AND (g.ends_at IS NULL OR g.ends_at > o.at)
    ) OR EXISTS (
      SELECT FROM cases_caseworker w WHERE w.case_id = o.context AND w.user_id = o.user_id
        AND w.starts_on <= o.at::date AND (w.ends_on IS NULL OR w.ends_on >= o.at::date)
    ),
    EXISTS (
      SELECT FROM person p WHERE p.id = o.id AND lower(unaccent(p.last_name)) = lower(unaccent(u.last_name))
    ),
    h.user_id IS NOT NULL AND (
      EXISTS (
        SELECT FROM person p JOIN persons_identifier i ON i.person_id = p.person_id
        WHERE p.id = o.id AND h.codice_fiscale <> '' AND i.value = h.codice_fiscale
      ) OR EXISTS (
        SELECT FROM person p JOIN persons_residence s ON s.person_id = p.person_id
        WHERE p.id = o.id AND h.address <> '' AND s.municipality_id = h.municipality_id
          AND privacy_street(s.address) = privacy_street(h.address)
          AND (s.ends_on IS NULL OR s.ends_on > o.at::date)
      )
    )
  FROM opening o JOIN staff_user u ON u.id = o.user_id LEFT JOIN privacy_operatorhome h ON h.user_id = o.user_id
  ORDER BY o.at, o.id
$$;

-- Who was shown a case, a row for each operator and day: what the list for the person is made of. The card of a member
-- and a file in which case or member stood count too; to have stood in a list on screen is counted apart.
CREATE OR REPLACE FUNCTION privacy_openings_of(wanted uuid, zone text) RETURNS TABLE (
  user_id bigint, day date, first_at timestamptz, last_at timestamptz, times bigint, pages text[], rights text[],
  reasons text[], taken boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.user_id, (r.at AT TIME ZONE zone)::date, min(r.at), max(r.at), count(*),
    array_agg(DISTINCT r.page::text), array_agg(DISTINCT r."right"::text),
    array_remove(array_agg(DISTINCT r.reason), ''), bool_or(r.kind = 'taken')
  FROM audit_reading r WHERE NOT acc_idle() AND (
    r.context = wanted OR r.kind IN ('opened', 'taken') AND r.subjects && (ARRAY[wanted] || ARRAY(
      SELECT m.person_id FROM households_member m JOIN cases_case c ON c.household_id = m.household_id WHERE c.id = wanted
    ))
  )
  GROUP BY r.user_id, (r.at AT TIME ZONE zone)::date ORDER BY max(r.at) DESC
$$;

-- How often a case stood in a list or among the results of a search: said as a number beside the openings.
CREATE OR REPLACE FUNCTION privacy_listings_of(wanted uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
  SELECT count(*) FROM audit_reading r
  WHERE r.subjects @> ARRAY[wanted] AND r.kind IN ('listed', 'searched') AND NOT acc_idle()
$$;

-- A review may need the name: it is given together with the reading that says so, or not at all.
CREATE OR REPLACE FUNCTION privacy_reveal(reviewer integer, wanted uuid, why text, address inet) RETURNS TABLE (
  name text, number text, responsible text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF COALESCE(btrim(why), '') = '' THEN RAISE EXCEPTION 'a reason is needed'; END IF;
  IF NOT acc_serves() AND (reviewer IS DISTINCT FROM acc_user() OR NOT acc_may('privacy.review')) THEN
    RAISE EXCEPTION 'names are revealed to whoever reviews, in their own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM audit_read(reviewer, 'revealed', 'privacy_name', wanted, ARRAY[wanted], 1, '', NULL, why, address, FALSE);
  RETURN QUERY
    SELECT h.label::text, c.number::text, COALESCE(u.first_name || ' ' || u.last_name, '')
    FROM cases_case c JOIN households_household h ON h.id = c.household_id LEFT JOIN staff_user u ON u.id = c.responsible_id
    WHERE c.id = wanted
    UNION ALL
    SELECT btrim(p.first_name || ' ' || p.last_name), '', '' FROM persons_person p WHERE p.id = wanted;
END $$;

-- Who was shown a person, in the cases that may be told and on their own card: what their extract says. A card that was
-- opened by somebody who had a right through a fenced compartment stays out: its office would betray the compartment.
CREATE OR REPLACE FUNCTION privacy_openings_for(whom uuid, cases uuid[], fences text[], zone text) RETURNS TABLE (
  context uuid, user_id bigint, day date, pages text[], rights text[]
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.context, r.user_id, (r.at AT TIME ZONE zone)::date, array_agg(DISTINCT r.page::text),
    array_agg(DISTINCT r."right"::text)
  FROM audit_reading r
  WHERE NOT acc_idle() AND r.kind IN ('opened', 'taken') AND (
    r.context = ANY(cases)
    OR r.context IS NULL AND r.subjects && ARRAY[whom] AND NOT EXISTS (
      SELECT FROM persons_accessgrant g
      WHERE g.person_id = whom AND g.user_id = r.user_id AND g.compartment = ANY(fences) AND g.starts_at <= r.at
        AND (g.ends_at IS NULL OR g.ends_at > r.at)
    )
  )
  GROUP BY r.context, r.user_id, (r.at AT TIME ZONE zone)::date ORDER BY 3, 2, 1
$$;
