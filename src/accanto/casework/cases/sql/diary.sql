-- What was written in the diary stays as it was written: a correction is a new version beside it. The web role neither
-- changes a text nor takes a row away. An erasure that two people decided passes, inside a function of the owner's, as
-- for the record (foundation/audit/sql/common.sql).
CREATE OR REPLACE FUNCTION cases_diary_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
  IF (TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free)
    AND NOT (COALESCE(current_setting('accanto.erasing', TRUE), '') = 'on'
      AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID))
  THEN
    RAISE EXCEPTION '% on %: what was written is corrected by a new version', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
REVOKE ALL ON FUNCTION cases_diary_kept() FROM PUBLIC;
CREATE OR REPLACE TRIGGER cases_diary_kept BEFORE UPDATE OR DELETE ON cases_diaryentry
  FOR EACH ROW EXECUTE FUNCTION cases_diary_kept('kind,happened_at,minutes');
CREATE OR REPLACE TRIGGER cases_diary_kept BEFORE UPDATE OR DELETE ON cases_diaryversion
  FOR EACH ROW EXECUTE FUNCTION cases_diary_kept('');
