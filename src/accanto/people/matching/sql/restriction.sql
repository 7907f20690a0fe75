-- See people/persons/sql/restriction.sql: the trigger of the persons, once for each end of the link.
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON matching_personlink
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('first_id', '');
CREATE OR REPLACE TRIGGER persons_keep_as_is_second BEFORE UPDATE OR DELETE ON matching_personlink
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('second_id', '');
