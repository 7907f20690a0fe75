-- How much of an offer is taken, whoever sees for whom: counted where it is written, so that two who accept at the same
-- instant wait for one another and the second one meets the constraint «never_more_taken_than_offered».
CREATE OR REPLACE FUNCTION offers_takes(state text, kept boolean, units smallint) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN state = 'accepted' OR kept THEN units ELSE 0 END $$;

CREATE OR REPLACE FUNCTION offers_count_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE before integer := 0; now_taken integer := 0;
BEGIN
  IF TG_OP <> 'INSERT' THEN before := offers_takes(OLD.state, OLD.kept, OLD.units); END IF;
  IF TG_OP <> 'DELETE' THEN now_taken := offers_takes(NEW.state, NEW.kept, NEW.units); END IF;
  IF before <> now_taken THEN
    UPDATE offers_offer SET taken = taken + now_taken - before WHERE id = COALESCE(NEW.offer_id, OLD.offer_id);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION offers_count_taken() FROM PUBLIC;

CREATE OR REPLACE TRIGGER offers_count_taken AFTER INSERT OR DELETE OR UPDATE OF state, kept ON offers_match
  FOR EACH ROW EXECUTE FUNCTION offers_count_taken();
