-- How many of a slot's places are taken, whoever sees which of the people: counted where they are written, so that two
-- at the same instant wait for one another and the second one meets the constraint «never_more_people_than_places».
CREATE OR REPLACE FUNCTION agenda_holds(state text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN state IN ('invited', 'booked', 'came', 'missed') THEN 1 ELSE 0 END $$;

CREATE OR REPLACE FUNCTION agenda_count_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND agenda_holds(OLD.state) = 1 THEN
    UPDATE agenda_slot SET taken = taken - 1 WHERE id = OLD.slot_id;
  END IF;
  IF TG_OP <> 'DELETE' AND agenda_holds(NEW.state) = 1 THEN
    UPDATE agenda_slot SET taken = taken + 1 WHERE id = NEW.slot_id;
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM agenda_slot WHERE id = NEW.slot_id AND state <> 'open') THEN
      RAISE EXCEPTION 'the slot is cancelled' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION agenda_count_places() FROM PUBLIC;

CREATE OR REPLACE TRIGGER agenda_count_places AFTER INSERT OR DELETE OR UPDATE OF state, slot_id ON agenda_place
  FOR EACH ROW EXECUTE FUNCTION agenda_count_places();

-- While the data of a person are restricted (GDPR art. 18) who has the place, and what was written, stays as it is; how
-- it went, and to which hour they were moved, is another fact.
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON agenda_place
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', 'state,settled_at,settled_by_id,reason,remind,moved_to_id');
