"""Reading households."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accanto.people.households.models import Household, Member
from accanto.people.persons.models import Person, Pregnancy
from accanto.people.persons.queries import restricted_people

# 1,000 days: 270 before birth and 730 after it (conception to the second birthday).
DAYS_BEFORE_BIRTH = 270
DAYS_AFTER_BIRTH = 730


@dataclass(frozen=True)
class FirstThousandDays:
    """Who puts the household in the first 1,000 days, and until when."""

    person: Person
    pregnancy: bool
    until: date


def members_of(household: Household, on: date) -> list[Member]:
    """Members on a day, persons loaded, reference person first; one query."""
    rows = (
        Member.objects.filter(household=household)
        .filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gt=on))
        .select_related("person")
    )
    return sorted(rows, key=_reference_first)


def restricted_households() -> QuerySet[Member, Any]:
    """Ids of the households in which the data of somebody who lives there are restricted, to be asked with `__in`."""
    present = Member.objects.filter(ends_on=None, person__in=restricted_people())
    return present.order_by().values("household")


def _reference_first(member: Member) -> tuple[bool, date, int]:
    return member.relation != "reference", member.person.birth_date or date.max, member.pk


def first_thousand_days(
    household: Household, on: date, members: Iterable[Member] | None = None
) -> list[FirstThousandDays]:
    """`members`: those of the day, where the page has loaded them already with their persons."""
    members = members_of(household, on) if members is None else sorted(members, key=_reference_first)
    found = [
        FirstThousandDays(m.person, False, m.person.birth_date + timedelta(days=DAYS_AFTER_BIRTH))
        for m in members
        if m.person.birth_date
        and m.person.birth_date <= on < m.person.birth_date + timedelta(days=DAYS_AFTER_BIRTH)
    ]
    pregnancies = Pregnancy.objects.filter(person__in=[m.person_id for m in members], ended_on=None)
    for pregnancy in pregnancies.select_related("person"):
        if pregnancy.expected_on - timedelta(days=DAYS_BEFORE_BIRTH) <= on:
            until = pregnancy.expected_on + timedelta(days=DAYS_AFTER_BIRTH)
            if on < until:
                found.append(FirstThousandDays(pregnancy.person, True, until))
    return found
