-- A report once signed stays as it was signed: a correction is a new version. Of the signed one only its state changes,
-- when the new one takes its place. An erasure that two people decided passes, inside a function of the owner's.
CREATE OR REPLACE FUNCTION record_report_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'DELETE' OR OLD.state <> 'draft' AND to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state')
    AND NOT (COALESCE(current_setting('accanto.erasing', TRUE), '') = 'on'
      AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID))
  THEN
    RAISE EXCEPTION '% on a signed report: it is corrected by a new version', TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
REVOKE ALL ON FUNCTION record_report_kept() FROM PUBLIC;
CREATE OR REPLACE TRIGGER record_report_kept BEFORE UPDATE OR DELETE ON record_socialreport
  FOR EACH ROW EXECUTE FUNCTION record_report_kept();

-- What is known of a person whose data are restricted stays as it is (people/persons/sql/restriction.sql).
CREATE OR REPLACE TRIGGER persons_keep_as_is_one BEFORE UPDATE OR DELETE ON record_relationship
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('one_person_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is_other BEFORE UPDATE OR DELETE ON record_relationship
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('other_person_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is_one BEFORE UPDATE OR DELETE ON record_bond
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('one_person_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is_other BEFORE UPDATE OR DELETE ON record_bond
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('other_person_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON cases_networkcontact
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('relation_to_id', '');
