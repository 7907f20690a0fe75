"""A household taken in charge: unit, responsible worker, diary, deadlines and appointments."""
