"""Somebody who comes for the first time."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person, grant_access
from accanto.territory.staff.models import User


@transaction.atomic
def meet_person(*, first_name: str, last_name: str, born: str, by: User, at: datetime) -> Person:
    """Write down who somebody says to be; whoever writes it sees the card from then on.

    :param born: ISO day, or empty.
    :raises OperationRefused: no surname; a day that is none, or in the future.
    """
    if not last_name.strip():
        raise OperationRefused(_("Write at least the surname."), field="last_name")
    try:
        day = date.fromisoformat(born) if born.strip() else None
    except ValueError:
        raise OperationRefused(_("The day of birth is not a day: check it."), field="birth_date") from None
    person = create_person(first_name=first_name, last_name=last_name, birth_date=day, by=by, at=at)
    grant_access(
        person=person,
        user=by,
        depth=Depth.CARD,
        reason=GrantReason.COORDINATION,
        by=by,
        at=at,
        note=_("met at the desk"),
    )
    return person
