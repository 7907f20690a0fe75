-- What history, readings and chain share. Installed as owner after migrations (install.py); may be repeated.

-- In whose name: the account of the request, or nobody.
CREATE OR REPLACE FUNCTION audit_actor() RETURNS integer LANGUAGE sql STABLE AS
$$ SELECT NULLIF(current_setting('accanto.user', TRUE), '')::integer $$;

-- The named piece of the system's own work that is running, by its name.
CREATE OR REPLACE FUNCTION audit_purpose() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE here text := current_setting('accanto.purpose', TRUE); found text;
BEGIN
  IF here IS NULL OR here = '' THEN RETURN ''; END IF;
  IF here ~ '^[0-9a-f-]{36}$' AND to_regclass('acc_purpose_use') IS NOT NULL THEN
    EXECUTE 'SELECT name FROM acc_purpose_use WHERE id = $1::uuid' INTO found USING here;
  END IF;
  RETURN left(COALESCE(found, here), 60);
END $$;

-- Whether the session belongs to the owner of the schema and has asked for a switch (accanto.history = off,
-- accanto.retention = on). For the web role a switch does nothing: it is not the owner, whatever it sets.
CREATE OR REPLACE FUNCTION audit_switch(name text, value text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ SELECT current_setting('accanto.' || name, TRUE) = value AND pg_has_role(session_user, current_user, 'USAGE') $$;

CREATE OR REPLACE FUNCTION audit_content(before jsonb, after jsonb, salt uuid) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(convert_to(COALESCE(before::text, '') || E'\n' || COALESCE(after::text, '') || E'\n' || salt::text, 'UTF8')) $$;

-- Nobody changes what was recorded, owner included; retention is done by the owner, with the switch; an erasure that two
-- people decided by a function of the owner's (steering/privacy). The application may set `accanto.erasing` as it likes:
-- it counts only where the statement itself runs as the owner of the table, that is inside such a function.
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF audit_switch('retention', 'on') THEN RETURN NULL; END IF;
  IF current_setting('accanto.erasing', TRUE) = 'on'
    AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% on %: what was recorded is never changed (docs/operator/registro.md)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
