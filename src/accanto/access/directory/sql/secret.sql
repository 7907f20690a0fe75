-- The history of a service that is met in secret tells only where it is met openly today. Rows of the history are
-- changed by nobody, so the database itself takes the whereabouts out: of the change just written, on both of its
-- sides, and of those before it, whoever wrote them (a keeper or an import).

CREATE OR REPLACE FUNCTION directory_places_told(said jsonb, openly jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT COALESCE(jsonb_agg(
    CASE
      WHEN (place ->> 'secret')::boolean OR place ? 'emptied' OR openly @> jsonb_build_array(jsonb_build_object(
        'name', place ->> 'name', 'address', place ->> 'address', 'postal_code', place ->> 'postal_code')) THEN place
      ELSE place || '{"name": "", "address": "", "postal_code": "", "municipality": null, "town": "", "emptied": true}'
    END ORDER BY n), '[]')
  FROM jsonb_array_elements(said) WITH ORDINALITY AS told (place, n)
$$;

CREATE OR REPLACE FUNCTION directory_hide_secrets(wanted uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE openly jsonb; hidden text;
BEGIN
  IF NOT EXISTS (SELECT FROM directory_entryplace WHERE entry_id = wanted AND secret) THEN RETURN; END IF;
  SELECT COALESCE(jsonb_agg(jsonb_build_object('name', name, 'address', address, 'postal_code', postal_code)), '[]')
    INTO openly FROM directory_entryplace WHERE entry_id = wanted AND NOT secret;
  -- The street may stand in other words of the history too («ring at …»): as JSON writes it, whole words alone.
  FOR hidden IN
    SELECT DISTINCT regexp_replace(substr(told, 2, length(told) - 2), '([^[:alnum:][:space:]])', '\\\1', 'g')
    FROM (
      SELECT to_jsonb(btrim(place ->> 'address'))::text AS told
      FROM directory_entrychange c, jsonb_array_elements(c.fields -> 'places') side, jsonb_array_elements(side) place
      WHERE c.entry_id = wanted AND c.fields ? 'places' AND length(btrim(place ->> 'address')) > 4
        AND NOT openly @> jsonb_build_array(jsonb_build_object('address', place ->> 'address'))
    ) addresses
  LOOP
    UPDATE directory_entrychange c
    SET fields = CASE WHEN c.fields ? 'places' THEN jsonb_build_object('places', c.fields -> 'places') ELSE '{}' END
      || regexp_replace((c.fields - 'places')::text, '\m' || hidden || '\M', '[…]', 'gi')::jsonb
    WHERE c.entry_id = wanted AND (c.fields - 'places')::text ~* ('\m' || hidden || '\M');
  END LOOP;
  UPDATE directory_entrychange c SET fields = jsonb_set(c.fields, '{places}', kept.places)
  FROM (
    SELECT id, jsonb_build_array(
      directory_places_told(fields -> 'places' -> 0, openly), directory_places_told(fields -> 'places' -> 1, openly)
    ) AS places FROM directory_entrychange WHERE entry_id = wanted AND fields ? 'places'
  ) kept
  WHERE c.id = kept.id AND c.fields -> 'places' <> kept.places;
END $$;
REVOKE ALL ON FUNCTION directory_hide_secrets(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION directory_change_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM directory_hide_secrets(NEW.entry_id);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION directory_change_written() FROM PUBLIC;

CREATE OR REPLACE TRIGGER directory_change_written AFTER INSERT ON directory_entrychange
  FOR EACH ROW EXECUTE FUNCTION directory_change_written();

-- What was written before the database kept this.
SELECT directory_hide_secrets(id) FROM (SELECT DISTINCT entry_id AS id FROM directory_entryplace WHERE secret) met;
