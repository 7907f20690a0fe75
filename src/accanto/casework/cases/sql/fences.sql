-- A right reaches a fenced person or case only when it carries that compartment; one of an office, only when the office
-- is marked for it. The answer stands on the right itself (persons_accessgrant.reaches), so that policies and querysets
-- read one column, and nobody can learn from any table that something was hidden. {fenced} comes from
-- people/persons/data/compartments.yaml.
CREATE OR REPLACE FUNCTION cases_grant_reaches() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.reaches := NOT EXISTS (
    SELECT FROM (
      SELECT compartment FROM persons_person WHERE id = NEW.person_id
      UNION ALL SELECT compartment FROM cases_case WHERE id = NEW.context
    ) fence
    WHERE fence.compartment = ANY({fenced}) AND (
      fence.compartment <> NEW.compartment OR NEW.office_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM bodies_office office
        WHERE office.id = NEW.office_id AND fence.compartment = ANY(office.compartments)
      )
    )
  );
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cases_code_hidden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.hidden := EXISTS (
    SELECT FROM persons_person WHERE id = NEW.person_id AND compartment = ANY({fenced})
  );
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cases_person_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE persons_accessgrant SET reaches = reaches WHERE person_id = NEW.id;
  UPDATE persons_identifier SET hidden = hidden WHERE person_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_case_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE persons_accessgrant SET reaches = reaches WHERE context = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION cases_office_marked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE persons_accessgrant SET reaches = reaches WHERE office_id = NEW.id AND compartment = ANY({fenced});
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER cases_grant_reaches BEFORE INSERT OR UPDATE ON persons_accessgrant
  FOR EACH ROW EXECUTE FUNCTION cases_grant_reaches();
CREATE OR REPLACE TRIGGER cases_code_hidden BEFORE INSERT OR UPDATE ON persons_identifier
  FOR EACH ROW EXECUTE FUNCTION cases_code_hidden();
CREATE OR REPLACE TRIGGER cases_person_moved AFTER UPDATE OF compartment ON persons_person
  FOR EACH ROW WHEN (OLD.compartment <> NEW.compartment) EXECUTE FUNCTION cases_person_moved();
CREATE OR REPLACE TRIGGER cases_case_moved AFTER UPDATE OF compartment ON cases_case
  FOR EACH ROW WHEN (OLD.compartment <> NEW.compartment) EXECUTE FUNCTION cases_case_moved();
CREATE OR REPLACE TRIGGER cases_office_marked AFTER UPDATE OF compartments ON bodies_office
  FOR EACH ROW WHEN (OLD.compartments <> NEW.compartments) EXECUTE FUNCTION cases_office_marked();
-- What happened to a person whose data are restricted (art. 18) stays as it was written, like what is known of them.
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON cases_householdchange
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', '');
