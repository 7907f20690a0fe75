"""Whoever lives where a protected person lives is protected like them: else their own page says where that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accanto.casework.cases.models import Case
from accanto.people.households.models import Member
from accanto.people.persons.models import Person, Residence
from accanto.people.persons.operations import protect_like
from accanto.people.persons.whereabouts import plain_address
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Home:
    """Where somebody is about to live."""

    municipality: Municipality
    address: str


def shelter(
    case: Case, coming: Iterable[Person], others: Iterable[Person], home: Home | None, by: User, at: datetime
) -> bool:
    """Protect whoever is `coming` like `others`, and like whoever of the household lives at that home already.

    :returns: whether the home is to be told of none of them.
    """
    people = {one.pk: one for one in [*others, *_living_at(case, home)]}
    found = [
        protect_like(person=one, others=people.values(), by=by, at=at, context=case.pk)
        for one in sorted(coming, key=lambda one: one.pk)
    ]
    return any(found)


def _living_at(case: Case, home: Home | None) -> list[Person]:
    if home is None or not plain_address(home.address):
        return []
    members = Member.objects.filter(household=case.household_id, ends_on=None).values("person")
    rows = Residence.objects.filter(person__in=members, ends_on=None, municipality=home.municipality)
    wanted = plain_address(home.address)
    return [row.person for row in rows.select_related("person") if plain_address(row.address) == wanted]
