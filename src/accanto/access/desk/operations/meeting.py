"""Somebody who comes for the first time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accanto.core.database.context import serving
from accanto.people.matching.given import Given
from accanto.people.matching.operations import write_person_down
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@transaction.atomic
@serving("desk_meeting")  # nobody sees the record yet while it is being written
def meet_person(*, search: UUID, given: Given, by: User, at: datetime) -> Person:
    """Written down after a search; refuses what `write_person_down` refuses."""
    return write_person_down(search=search, given=given, by=by, at=at)
