-- While the data of a person are restricted (GDPR art. 18) who they are, where they live and how they are reached stay
-- as they are, whoever writes. What a column given to the trigger says may change all the same: a compartment, the day
-- of death, the protection of a home are for somebody's safety or are no longer theirs to decide. An erasure that was
-- decided before and comes back with a backup passes: `accanto.erasing` counts only inside a function of the owner's, as
-- for the record (foundation/audit/sql/common.sql).
CREATE OR REPLACE FUNCTION persons_restricted(whom uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM persons_restriction WHERE person_id = whom AND ends_at IS NULL) $$;

CREATE OR REPLACE FUNCTION persons_keep_as_is() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whom uuid := (to_jsonb(OLD) ->> TG_ARGV[0])::uuid; free text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
  IF (TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free) AND public.persons_restricted(whom)
    AND NOT (COALESCE(current_setting('accanto.erasing', TRUE), '') = 'on'
      AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID))
  THEN
    RAISE EXCEPTION 'the data of this person are restricted (GDPR art. 18)' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
REVOKE ALL ON FUNCTION persons_keep_as_is() FROM PUBLIC;

CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON persons_person
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('id', 'compartment,died_on');
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON persons_identifier
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', 'hidden');
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON persons_residence
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', 'protected');
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON persons_contactpoint
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON persons_citizenship
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON persons_pregnancy
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', '');
