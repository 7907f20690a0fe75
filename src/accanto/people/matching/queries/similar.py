"""Who may be the person that somebody looks for, best first, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accanto.core.web import reads
from accanto.people.matching.comparing import variants
from accanto.people.matching.comparing.births import near_births
from accanto.people.matching.comparing.reasons import Reason
from accanto.people.matching.comparing.scoring import Judgement, Known, judge
from accanto.people.matching.enums import Strength
from accanto.people.matching.given import Given
from accanto.people.matching.queries.known import Side, cards, sides
from accanto.people.matching.queries.links import together_with
from accanto.people.matching.queries.parted import still_parted
from accanto.people.persons import codes
from accanto.people.persons.birthplaces import place_words
from accanto.people.persons.models import Person
from accanto.people.persons.naming import fold, fold_contact
from accanto.people.persons.queries import born_words
from accanto.territory.staff.models import User

MOST = 12
_ALIKE = "SELECT DISTINCT acc_people_alike(%s::text, %s::text[], %s::date[], %s::text[], %s::text[])"
_ORDER = {Strength.SAME: 0, Strength.VERY_ALIKE: 1, Strength.ALIKE: 2}


@dataclass(frozen=True)
class Card:
    """A record as far as the user sees it: of whom they see only the card, the year of birth and the town."""

    person_id: UUID
    name: str
    initials: str
    born: str
    birth_place: str
    town: str
    address: str
    phone: str
    code: str
    protected: bool
    only_card: bool


@dataclass(frozen=True)
class Likeness:
    """`also`: names of other records of the same person, shown once under this one."""

    card: Card
    strength: Strength
    points: float
    reasons: tuple[Reason, ...]
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.strength.label)


def similar_people(user: User, given: Given, on: date, limit: int = MOST) -> list[Likeness]:
    """Among the people whom `user` sees. Six queries; nothing for somebody of whom nothing was typed."""
    if given.empty:
        return []
    found = _judged(user, given.as_known(), given.digits, on)
    told = _once_each(found)[:limit]
    reads.searched(_searched(given), [one.card.person_id for one in told])
    return told


def similar_to(user: User, person: Person, on: date, limit: int = MOST) -> list[Likeness]:
    """Who may be the same person as a record that the user sees: not itself, those linked to it, and those of whom
    somebody said that they are two people, while nothing new is known."""
    rows = list(cards(user, on).filter(pk=person.pk))
    if not rows:
        return []
    (side,) = sides(rows)
    linked = {other for _one, other in together_with([person.pk])}
    phone = next(iter(side.known.phones), "")
    found = [
        one for one in _judged(user, side.known, phone, on) if one.card.person_id not in {person.pk, *linked}
    ]
    parted = still_parted(person.pk, [one.card.person_id for one in found])
    found = [one for one in found if one.card.person_id not in parted]
    reads.listed(one.card.person_id for one in found[:limit])
    return found[:limit]


def similar_reasons(user: User, one: Person, other: Person, on: date) -> tuple[Reason, ...]:
    """Why two records that the user sees are alike; nothing where they see one alone."""
    found = sides(cards(user, on).filter(pk__in=[one.pk, other.pk]))
    return judge(found[0].known, found[1].known).reasons if len(found) == 2 else ()


def _judged(user: User, given: Known, digits: str, on: date) -> list[Likeness]:
    ids = candidates(given, digits)
    if not ids:
        return []
    found = []
    for side in sides(cards(user, on).filter(pk__in=ids)):
        judgement = judge(given, side.known)
        if judgement.strength is not None:
            found.append(_likeness(side, judgement, judgement.strength))
    return sorted(found, key=lambda one: (_ORDER[one.strength], -one.points, one.card.name))


def candidates(given: Known, digits: str = "") -> list[UUID]:
    """Ids that the indexes give, of people whom whoever acts sees: by code, telephone, day of birth and name."""
    wanted = sorted({form for code in given.codes for form in codes.variants(code)})
    parameters: list[Any] = [
        fold(f"{given.last_name} {given.first_name}"),
        _patterns(given),
        near_births(given.birth_date) if given.birth_date else [],
        wanted,
        [digits] if len(digits) > 5 else [],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, parameters)
        return [pk for (pk,) in cursor.fetchall()]


def _patterns(given: Known) -> list[str]:
    """One pattern for the surname and one for the name, each of every spelling; only where one of them has several."""
    halves = [variants.bare(fold(half).split())[:1] for half in (given.last_name, given.first_name)]
    if not all(halves):
        return []
    forms = [variants.forms_of(half[0]) for half in halves]
    if max(map(len, forms)) == 1 or min(len(half[0]) for half in halves) < 3:
        return []
    return ["|".join(sorted(map(re.escape, each))) for each in forms]


def _likeness(side: Side, judgement: Judgement, strength: Strength) -> Likeness:
    return Likeness(card_of(side), strength, judgement.points, judgement.reasons)


def card_of(side: Side) -> Card:
    person, where = side.person, side.where
    code = next((one for one in side.codes if one.valid_to is None), None)
    year = str(person.birth_date.year) if person.birth_date else ""
    return Card(
        person_id=person.pk,
        name=str(person),
        initials=(person.first_name[:1] + person.last_name[:1]).upper(),
        born=_("born in %(year)s") % {"year": year} if side.only_card and year else born_words(person),
        birth_place="" if side.only_card else place_words(person.birth_place),
        town=where.town,
        address=where.address,
        phone="" if side.only_card else where.phone,
        code="" if side.only_card or code is None else code.value,
        protected=where.protected,
        only_card=side.only_card,
    )


def _once_each(found: Sequence[Likeness]) -> list[Likeness]:
    """Records of one person stand once, the most alike, with the other spellings under it."""
    together: dict[UUID, set[UUID]] = {}
    for one, other in together_with([likeness.card.person_id for likeness in found]):
        together.setdefault(one, set()).add(other)
    told: list[Likeness] = []
    covered: set[UUID] = set()
    for likeness in found:
        pk = likeness.card.person_id
        if pk in covered:
            continue
        others = together.get(pk, set())
        covered |= others
        told.append(_with_spellings(likeness, others, found) if others else likeness)
    return told


def _with_spellings(likeness: Likeness, others: Iterable[UUID], found: Sequence[Likeness]) -> Likeness:
    names = {one.card.person_id: one.card.name for one in found}
    missing = [pk for pk in others if pk not in names]
    names |= {person.pk: str(person) for person in Person.objects.filter(pk__in=missing)} if missing else {}
    also = tuple(sorted({names[pk] for pk in others if pk in names}))
    return Likeness(likeness.card, likeness.strength, likeness.points, likeness.reasons, also)


def _searched(given: Given) -> str:
    return " ".join(filter(None, [given.last_name, given.first_name, given.code, fold_contact(given.phone)]))
