"""Whose town must not leave either: of whoever is protected so, and of whoever lives with them."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from accanto.people.persons.enums import ProtectionKind

# The view of protected people is the owner's: whoever follows a list need not see the person to keep the town here.
_SHIELDED = """
EXISTS (
  SELECT FROM acc_protected shield WHERE shield.kind = %s AND (
    shield.person_id = {column} OR shield.person_id IN (
      SELECT other.person_id FROM households_member mine
      JOIN households_member other ON other.household_id = mine.household_id AND other.ends_on IS NULL
      WHERE mine.person_id = {column} AND mine.ends_on IS NULL
    )
  )
)
"""


def lives_shielded(column: str) -> RawSQL:
    """A condition on rows whose `column` (table and column of ours) is a person's id."""
    return RawSQL(_SHIELDED.format(column=column), [ProtectionKind.WHEREABOUTS.value], BooleanField())  # noqa: S611
