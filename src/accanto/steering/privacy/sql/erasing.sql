-- The functions with which the database erases. The two lines in brackets are written from data/erasure.yaml
-- (steering/privacy/erasing/statements.py). Installed as owner after migrations; may be repeated.

-- A pattern of the person's names, as they may stand in words; the surname or the name alone only when nobody else of
-- the households bears it.
CREATE OR REPLACE FUNCTION privacy_names(whom uuid, erased uuid[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS (
    SELECT regexp_replace(btrim(first_name), '([^[:alnum:][:space:]])', '\\\1', 'g') AS f,
      regexp_replace(btrim(last_name), '([^[:alnum:][:space:]])', '\\\1', 'g') AS l, first_name, last_name
    FROM persons_person WHERE id = whom
  ), other AS (
    SELECT p.first_name, p.last_name FROM households_member m JOIN households_member t ON t.household_id = m.household_id
    JOIN persons_person p ON p.id = t.person_id
    WHERE m.person_id = whom AND t.person_id <> whom AND NOT t.person_id = ANY(erased)
  )
  SELECT '\m(' || string_agg(form, '|' ORDER BY length(form) DESC) || ')\M' FROM (
    SELECT f || '\s+' || l FROM own WHERE f <> '' AND l <> ''
    UNION SELECT l || '\s+' || f FROM own WHERE f <> '' AND l <> ''
    UNION SELECT f FROM own WHERE length(f) > 2 AND NOT EXISTS (SELECT FROM other o WHERE lower(o.first_name) = lower(own.first_name))
    UNION SELECT l FROM own WHERE length(l) > 2 AND NOT EXISTS (SELECT FROM other o WHERE lower(o.last_name) = lower(own.last_name))
  ) forms(form)
$$;

-- Drafts are kept under the id of what they will become part of: a case, a pathway, a project, a point of an agenda; the
-- minutes of a meeting are drafted for all its households together.
CREATE OR REPLACE FUNCTION privacy_drafted(care uuid[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT unnest(care)::text
  UNION SELECT id::text FROM pathways_pathway WHERE case_id = ANY(care)
  UNION SELECT id::text FROM projects_project WHERE case_id = ANY(care)
  UNION SELECT i.id::text FROM teams_agendaitem i JOIN pathways_pathway w ON w.id = i.pathway_id WHERE w.case_id = ANY(care)
$$;
CREATE OR REPLACE FUNCTION privacy_minuted(care uuid[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT i.meeting_id::text FROM teams_agendaitem i JOIN pathways_pathway w ON w.id = i.pathway_id
  WHERE w.case_id = ANY(care)
$$;

-- `people` and `pseudonyms` are parallel. `texts`: items of the instruments that are answered in words. Gives the
-- documents whose content whoever calls empties. Called again on the same people it changes nothing more: a restore
-- repeats erasures with it.
CREATE OR REPLACE FUNCTION privacy_erase_rows(
  people uuid[], pseudonyms text[], gone uuid[], shared uuid[], texts text[]
) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $erase$
DECLARE
  one record; named text; emptied bigint; papers uuid[];
  adults date := COALESCE(
    (SELECT min(c.opened_on) FROM cases_case c WHERE c.id = ANY(gone || shared)), current_date) - interval '20 years';
BEGIN
  -- What was only about these people or these cases; the files themselves are emptied by whoever calls.
  papers := ARRAY(
    SELECT d.id FROM documents_document d WHERE d.context = ANY(gone)
    UNION SELECT p.document_id FROM pathways_servicepact p WHERE p.person_id = ANY(people) AND p.document_id IS NOT NULL
    UNION SELECT s.document_id FROM projects_signature s JOIN projects_party y ON y.id = s.party_id
      WHERE y.person_id = ANY(people) AND s.document_id IS NOT NULL
    UNION SELECT unnest(ARRAY[e.paper_id, e.data_id]) FROM privacy_extract e
      JOIN privacy_personrequest r ON r.id = e.request_id WHERE r.person_id = ANY(people)
  );
  PERFORM set_config('accanto.erasing', 'on', TRUE);
  FOR one IN
    SELECT p.id, chosen.pseudonym, privacy_names(p.id, people) AS names
    FROM persons_person p JOIN unnest(people, pseudonyms) AS chosen(id, pseudonym) ON chosen.id = p.id
    WHERE NOT p.pseudonymous
  LOOP
    named := one.names;
    IF named IS NOT NULL THEN
      -- [words of cases that stay]
      UPDATE audit_event SET params = regexp_replace(params::text, named, one.pseudonym, 'gi')::jsonb
      WHERE context = ANY(shared) AND params::text ~* named;
      UPDATE audit_change SET before = NULL, after = NULL, salt = NULL
      WHERE context = ANY(shared) AND salt IS NOT NULL AND (before::text ~* named OR after::text ~* named);
      UPDATE jobs_draft SET data = regexp_replace(data::text, named, one.pseudonym, 'gi')::jsonb
      WHERE right(key, 36) IN (SELECT privacy_drafted(shared) UNION SELECT privacy_minuted(gone || shared))
        AND data::text ~* named;
    END IF;
    UPDATE persons_person SET first_name = '', last_name = one.pseudonym, search_name = lower(one.pseudonym),
      pseudonymous = TRUE,
      birth_date = CASE WHEN birth_date < adults THEN date_trunc('year', birth_date)::date ELSE birth_date END
    WHERE id = one.id;
  END LOOP;
  DELETE FROM jobs_draft WHERE right(key, 36) IN (SELECT privacy_drafted(gone));
  -- [rows and columns that go]
  -- Between two people: the rows that lead to the erased one by the second of their columns.
  DELETE FROM matching_personlink WHERE second_id = ANY(people);
  DELETE FROM matching_notthesame WHERE second_id = ANY(people);
  DELETE FROM matching_pair WHERE second_id = ANY(people);
  UPDATE assessment_answer SET value = 'null'::jsonb WHERE item = ANY(texts) AND (
    person_id = ANY(people) OR assessment_id IN (SELECT id FROM assessment_assessment WHERE case_id = ANY(gone)));
  UPDATE assessment_answerrevision SET value = 'null'::jsonb WHERE answer_id IN (
    SELECT a.id FROM assessment_answer a JOIN assessment_assessment s ON s.id = a.assessment_id
    WHERE a.item = ANY(texts) AND (a.person_id = ANY(people) OR s.case_id = ANY(gone)));
  UPDATE households_household h SET label = COALESCE(
    (SELECT p.last_name FROM households_member m JOIN persons_person p ON p.id = m.person_id
     WHERE m.household_id = h.id AND p.pseudonymous ORDER BY m.relation = 'reference' DESC, m.id LIMIT 1), '–')
  WHERE EXISTS (SELECT FROM cases_case c WHERE c.household_id = h.id AND c.id = ANY(gone));
  UPDATE persons_accessgrant SET ends_at = GREATEST(now(), starts_at) WHERE person_id = ANY(people) AND ends_at IS NULL;
  UPDATE audit_event SET params = '{}' WHERE subject = ANY(people::text[]) AND params <> '{}';
  -- Last, because every statement above has just been told by the triggers, words included.
  UPDATE audit_change SET before = NULL, after = NULL, salt = NULL WHERE salt IS NOT NULL AND (
    person = ANY(people) OR context = ANY(gone)
    OR table_name = 'households_household' AND row_key IN (
      SELECT c.household_id::text FROM cases_case c WHERE c.id = ANY(gone)));
  GET DIAGNOSTICS emptied = ROW_COUNT;
  INSERT INTO audit_change (at, xid, table_name, row_key, operation, person, after, salt, content, actor, role,
    request, reason, purpose)
  SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, 'persons_person', q.id::text, 'E', q.id, q.a, q.s,
    audit_content(NULL, q.a, q.s), audit_actor(), session_user, '', COALESCE(current_setting('accanto.reason', TRUE), ''),
    audit_purpose()
  FROM (SELECT id, jsonb_build_object('rows', emptied) AS a, gen_random_uuid() AS s FROM unnest(people) AS p(id)) q;
  PERFORM set_config('accanto.erasing', '', TRUE);
  RETURN QUERY SELECT p.id FROM unnest(papers) AS p(id) WHERE p.id IS NOT NULL;
END $erase$;

-- What the application may call: an erasure that two people decided, now, and that nothing stands against. The database
-- looks for itself, whatever the page has looked at.
CREATE OR REPLACE FUNCTION privacy_erase(wanted uuid, texts text[]) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $erase$
DECLARE
  decided privacy_erasure; people uuid[]; pseudonyms text[];
  today date := (acc_at() AT TIME ZONE 'Europe/Rome')::date;
BEGIN
  SELECT * INTO decided FROM privacy_erasure e WHERE e.id = wanted AND e.state = 'done'
    AND e.confirmed_by_id <> e.proposed_by_id AND e.confirmed_by_id = audit_actor();
  IF decided.id IS NULL THEN RAISE EXCEPTION 'two people decide an erasure' USING ERRCODE = 'insufficient_privilege'; END IF;
  SELECT array_agg(p.person_id ORDER BY p.id), array_agg(p.pseudonym ORDER BY p.id) INTO people, pseudonyms
  FROM privacy_erasedperson p WHERE p.erasure_id = wanted;
  people := COALESCE(people, '{}'); pseudonyms := COALESCE(pseudonyms, '{}');
  IF EXISTS (
    SELECT FROM privacy_courthold h WHERE h.starts_on <= today AND (h.ends_on IS NULL OR h.ends_on > today)
      AND (h.person_id = ANY(people) OR h.person_id IN (
        SELECT m.person_id FROM households_member m JOIN cases_case c ON c.household_id = m.household_id
        WHERE c.id = ANY(decided.cases)))
  ) OR EXISTS (
    SELECT FROM persons_restriction r WHERE r.ends_at IS NULL
      AND (r.person_id = ANY(people) OR r.person_id IN (
        SELECT m.person_id FROM households_member m JOIN cases_case c ON c.household_id = m.household_id
        WHERE c.id = ANY(decided.cases)))
  ) OR EXISTS (
    SELECT FROM cases_case c WHERE c.state <> 'closed' AND (c.id = ANY(decided.cases) OR c.household_id IN (
      SELECT m.household_id FROM households_member m WHERE m.person_id = ANY(people)))
  ) THEN RAISE EXCEPTION 'a hold, a restriction or an open case stands in the way' USING ERRCODE = 'insufficient_privilege'; END IF;
  RETURN QUERY SELECT * FROM privacy_erase_rows(people, pseudonyms, decided.cases, decided.shared, texts);
END $erase$;
