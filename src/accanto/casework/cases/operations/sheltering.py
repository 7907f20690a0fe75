"""Whoever lives where a protected person lives is protected like them: else their own page says where that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accanto.casework.cases.models import Case
from accanto.casework.cases.workload import ADULT
from accanto.people.households.models import Member
from accanto.people.persons.models import Person, Protection, Residence
from accanto.people.persons.operations import protect_like, protect_person
from accanto.people.persons.queries import age_on
from accanto.people.persons.whereabouts import plain_address
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Home:
    """Where somebody is about to live."""

    municipality: Municipality
    address: str


@transaction.atomic
def protect_member(
    *,
    case: Case,
    person: Person,
    too: Iterable[Person],
    kind: str,
    reason: str,
    source: str,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
) -> Protection:
    """Protect somebody of the household, and like them those who live where they live.

    :param too: whose pages would else say where that is; never whoever the person is protected from.
    :raises OperationRefused: as `protect_person`.
    """
    made = protect_person(
        person=person, kind=kind, reason=reason, source=source, starts_on=starts_on, ends_on=ends_on, by=by,
        at=at, context=case.pk,
    )  # fmt: skip
    for one in sorted(too, key=lambda one: one.pk):
        if one.pk != person.pk:
            protect_like(person=one, others=[person], by=by, at=at, context=case.pk)
    return made


def minors_beside(case: Case, person: Person, on: date) -> list[Person]:
    """Those under age of the household who live at the person’s address."""
    home = Residence.objects.filter(person=person, ends_on=None).select_related("municipality").first()
    beside = _living_at(case, Home(home.municipality, home.address) if home else None)
    ages = {one.pk: age_on(one, on) for one in beside}
    return [
        one for one in beside if one.pk != person.pk and (age := ages[one.pk]) is not None and age < ADULT
    ]


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
