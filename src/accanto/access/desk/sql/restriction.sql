-- While the data of whoever asked are restricted (GDPR art. 18) what was written of the contact stays as it is; that it
-- became a case may still be said.
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON desk_contact
  FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', 'case_id');
