-- What row-level policies ask: who is acting, where, when, and for which named purpose.
-- Everything is transaction-local: no context, no rows. See docs/decisions/0008.

CREATE OR REPLACE FUNCTION acc_user() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('accanto.user', TRUE), '')::integer $$;

CREATE OR REPLACE FUNCTION acc_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(NULLIF(current_setting('accanto.at', TRUE), '')::timestamptz, now()) $$;

-- Offices whose people the acting user sees in full, and those whose people are seen as a card.
CREATE OR REPLACE FUNCTION acc_coordinates() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(NULLIF(current_setting('accanto.coordinates', TRUE), ''), '{}')::bigint[] $$;

CREATE OR REPLACE FUNCTION acc_registers() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(NULLIF(current_setting('accanto.registers', TRUE), ''), '{}')::bigint[] $$;

CREATE OR REPLACE FUNCTION acc_may(permission text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT permission = ANY(COALESCE(NULLIF(current_setting('accanto.permissions', TRUE), ''), '{}')::text[]) $$;

-- A purpose cannot be forged: only acc_begin writes here, and a row counts in its own transaction alone. A standing
-- row (no transaction) exists only in the databases of tests, put there by the owner.
CREATE TABLE IF NOT EXISTS acc_purpose_use (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  report boolean NOT NULL,
  user_id integer,
  request text NOT NULL DEFAULT '',
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  xid xid8
);
ALTER TABLE acc_purpose_use ENABLE ROW LEVEL SECURITY;
CREATE INDEX IF NOT EXISTS acc_purpose_use_at ON acc_purpose_use (at);

CREATE OR REPLACE FUNCTION acc_begin(purpose text, for_report boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE begun uuid;
BEGIN
  INSERT INTO acc_purpose_use (name, report, user_id, request, xid)
  VALUES (purpose, for_report, acc_user(), COALESCE(current_setting('accanto.request', TRUE), ''), pg_current_xact_id())
  RETURNING id INTO begun;
  PERFORM set_config('accanto.purpose', begun::text, TRUE);
  RETURN begun::text;
END $$;

CREATE OR REPLACE FUNCTION acc_purpose(for_report boolean) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE here text := current_setting('accanto.purpose', TRUE);
BEGIN
  IF here IS NULL OR here = '' THEN RETURN FALSE; END IF;
  RETURN EXISTS (
    SELECT FROM acc_purpose_use
    WHERE id = here::uuid AND report = for_report AND (xid IS NULL OR xid = pg_current_xact_id_if_assigned())
  );
END $$;

-- Whether a named piece of the system's own work (an import, an assignment) is running.
CREATE OR REPLACE FUNCTION acc_serves() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT acc_purpose(FALSE) $$;
-- Whether a named report on the whole zone is running: the views of the schema `report` answer only then.
CREATE OR REPLACE FUNCTION acc_reports() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT acc_purpose(TRUE) $$;

-- Nobody acts and no purpose stands: then a function that has the rights of the owner answers with nothing too.
CREATE OR REPLACE FUNCTION acc_idle() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT acc_user() IS NULL AND session_user <> current_user AND NOT acc_serves() AND NOT acc_reports() $$;

CREATE SCHEMA IF NOT EXISTS report;
