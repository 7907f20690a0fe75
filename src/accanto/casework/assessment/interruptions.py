"""The database keeps an interruption as it was written: no later change of the row touches who, when and why."""

from django.db.backends.base.base import BaseDatabaseWrapper

_FENCE = """
CREATE OR REPLACE FUNCTION assessment_interruption_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.state, NEW.interrupted_on, NEW.interrupted_by_id, NEW.interruption_reason)
     IS DISTINCT FROM (OLD.state, OLD.interrupted_on, OLD.interrupted_by_id, OLD.interruption_reason) THEN
    RAISE EXCEPTION 'an interrupted assessment stays interrupted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER assessment_interruption_stands BEFORE UPDATE ON assessment_assessment
FOR EACH ROW WHEN (OLD.state = 'stopped') EXECUTE FUNCTION assessment_interruption_stands();
"""


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FENCE)
