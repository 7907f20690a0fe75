"""A traineeship is of its student, of its tutor and of those who manage the staff; what is in it, of the first two."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import define_function, protect

_BETWEEN_THEM = (
    "EXISTS (SELECT FROM training_traineeship one WHERE one.id = {table}.traineeship_id"
    " AND acc_user() IN (one.tutor_id, one.student_id))"
)

# What the student opened of the cases chosen, while they were; to the tutor alone. The readings themselves are closed.
_OPENINGS = """
CREATE OR REPLACE FUNCTION training_openings(wanted uuid, most integer)
RETURNS TABLE (at timestamptz, page text, case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 60 SET search_path = public, pg_temp AS $$
  SELECT reading.at, reading.page::text, reading.context
  FROM training_traineeship one
  JOIN audit_reading reading ON reading.user_id = one.student_id
  WHERE one.id = wanted AND one.tutor_id = acc_user() AND EXISTS (
    SELECT FROM training_traineecase chosen
    WHERE chosen.traineeship_id = one.id AND chosen.case_id = reading.context
      AND reading.at >= chosen.starts_at AND (chosen.ends_at IS NULL OR reading.at <= chosen.ends_at)
  )
  ORDER BY reading.at DESC, reading.id DESC LIMIT most
$$
"""

define_function("training_openings(uuid, integer)", _OPENINGS)
protect(
    "training_traineeship",
    see="acc_user() IN (tutor_id, student_id) OR acc_may('staff.manage')",
)
protect(
    "training_traineecase",
    see=f"({seen('training_traineecase', depth=10)}) AND {_BETWEEN_THEM.format(table='training_traineecase')}",
)
protect("training_pseudonym", see=_BETWEEN_THEM.format(table="training_pseudonym"))
