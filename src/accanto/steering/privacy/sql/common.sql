-- «Via Roma, 1» and «via roma 1» are one house.
CREATE OR REPLACE FUNCTION privacy_street(address text) RETURNS text LANGUAGE sql STABLE
SET search_path = public, pg_temp AS
$$ SELECT btrim(regexp_replace(lower(unaccent(address)), '[^a-z0-9]+', ' ', 'g')) $$;
