"""What is known of people, as far as comparing and their cards need it."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Q, QuerySet

from accanto.core.database.context import serving
from accanto.people.matching.comparing.scoring import Known
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import ContactPoint, Identifier, Person
from accanto.people.persons.naming import fold
from accanto.people.persons.visibility import seen_by_person
from accanto.people.persons.whereabouts import (
    Output,
    Whereabouts,
    told_address,
    whereabouts_of,
    with_whereabouts,
)
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Side:
    """One record as its reader may compare it: what is not told does not count either."""

    person: Any
    known: Known
    where: Whereabouts
    codes: tuple[Identifier, ...]
    only_card: bool


def cards(user: User, on: date) -> QuerySet[Any]:
    """People whom the user sees, with what `sides` reads."""
    rows: QuerySet[Any] = Person.objects.visible_to(user)
    told: QuerySet[Any] = with_whereabouts(rows, on, person="pk").annotate(
        works=seen_by_person(user, depth=Depth.WORK),
        deeper=seen_by_person(user, depth=Depth.TEAM),
    )
    return told


def sides(rows: Iterable[Any]) -> list[Side]:
    """Two more queries, whatever the number of rows."""
    people = list(rows)
    ids = [person.pk for person in people]
    codes: dict[UUID, list[Identifier]] = {}
    for code in Identifier.objects.filter(person__in=ids).order_by("valid_to", "-pk"):
        codes.setdefault(code.person_id, []).append(code)
    phones = dict(
        ContactPoint.objects.filter(person__in=ids, kind="phone", ends_on=None)
        .values_list("person")
        .annotate(all=ArrayAgg("folded", filter=~Q(folded="")))
    )
    return [_side(person, codes.get(person.pk, []), phones.get(person.pk) or []) for person in people]


def _side(person: Any, codes: list[Identifier], phones: list[str]) -> Side:
    whole = whereabouts_of(person)
    # As on the page of a person: of whoever does not work with them the town alone, as they may live with somebody
    # protected of whom nothing is known here.
    depth = Depth.WORK if person.works else Depth.CARD
    where = told_address(whole, depth=depth, output=Output.SCREEN)
    # Of a protected person the telephone counts only for those who read it.
    told_phones = phones if person.works or not whole.protected else []
    known = Known(
        last_name=person.last_name,
        first_name=person.first_name,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        codes=frozenset(code.value for code in codes),
        phones=frozenset(told_phones),
        town=fold(where.town),
        street=fold(where.address),
    )
    return Side(person, known, where, tuple(codes), not person.deeper)


_KNOWN = """
SELECT person.id, person.last_name, person.first_name, person.sex, person.birth_date, person.birth_place,
  ARRAY(SELECT code.value FROM persons_identifier code WHERE code.person_id = person.id),
  ARRAY(SELECT DISTINCT folded FROM persons_contactpoint contact
    WHERE contact.person_id = person.id AND kind = 'phone' AND folded <> '' AND ends_on IS NULL)
FROM persons_person person WHERE person.id = ANY(%s)
"""


@serving("people_alike")
def known_of(people: Collection[UUID]) -> dict[UUID, Known]:
    """All that the zone knows of them, to be compared and never shown: what two judgements are measured by must not
    change with who reads."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(people)])
        return {
            pk: Known(last, first, sex, born, place, frozenset(codes), frozenset(phones))
            for pk, last, first, sex, born, place, codes, phones in cursor.fetchall()
        }


def digest_of(one: Known, other: Known) -> str:
    """What was known of both when they were judged: who has learned something new judges again."""
    both = sorted([_facts(one), _facts(other)])
    return hashlib.sha256(json.dumps(both).encode()).hexdigest()


def _facts(known: Known) -> list[Any]:
    return [
        fold(known.last_name),
        fold(known.first_name),
        known.sex,
        str(known.birth_date or ""),
        known.birth_place,
        sorted(known.codes),
        sorted(known.phones),
    ]
