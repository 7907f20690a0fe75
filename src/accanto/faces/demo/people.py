"""Invented people: the same seed always gives the same ones."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from accanto.faces.demo.codes import codice_fiscale
from accanto.faces.demo.reference import read
from accanto.people.persons.enums import ContactKind, IdentifierKind, IdentityLevel
from accanto.people.persons.models import Citizenship, ContactPoint, Identifier, Person, Residence
from accanto.people.persons.naming import fold_contact, search_name

ITALY = "380"
_MERGED_IN = 2017
_DOUBLE, _UNUSUAL, _ONE_LETTER, _LEAP_DAY = 0.08, 0.015, 0.002, 0.004
_BORN_IN_TOWN, _BORN_IN_ZONE = 0.55, 0.75
_NO_PHONE_BEFORE = 14
_MOBILE = 0.85


@dataclass(frozen=True)
class Town:
    """What inventing somebody of a municipality needs: `before` are the suppressed ones that it replaced."""

    id: int
    name: str
    belfiore: str
    istat: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Origin:
    """Where a family comes from; None of `state` means Italy."""

    state: str = ""
    country: str = ITALY
    surnames: tuple[str, ...] = ()
    female: tuple[str, ...] = ()
    male: tuple[str, ...] = ()


@dataclass
class Invented:
    """A person with the dated rows that stand beside."""

    person: Person
    code: str
    rows: list[Any] = field(default_factory=list)


class Inventor:
    """Invents people. `taken` are codes in use; it grows with every person."""

    def __init__(self, seed: int | str, towns: list[Town], *, foreign: float = 0.1) -> None:
        self.random = Random(seed)  # noqa: S311 - invents, hides nothing
        self.towns = towns
        self.foreign = foreign
        self.taken: set[str] = set()

    def uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def origin(self) -> Origin:
        if self.random.random() >= self.foreign:
            return Origin()
        return self.random.choices(_origins(), _weights())[0]

    def surname(self, origin: Origin) -> str:
        if origin.surnames:
            return self.random.choice(origin.surnames)
        names = read("names")
        chance = self.random.random()
        if chance < _UNUSUAL:
            return str(self.random.choice(names["unusual_surnames"]))
        if chance < _UNUSUAL + _DOUBLE:
            return " ".join(self.random.sample(names["surnames"], 2))
        return self.random.choice(_surnames())

    def first_name(self, sex: str, origin: Origin) -> str:
        names = read("names")
        if self.random.random() < _ONE_LETTER:
            return str(self.random.choice(names["one_letter"]))
        own = origin.female if sex == "f" else origin.male
        return str(self.random.choice(own or names["female" if sex == "f" else "male"]))

    def birthday(self, age: int, on: date) -> date:
        """A day on which somebody who is `age` on `on` can be born; now and then a 29 February."""
        last = _years_before(on, age)
        first = _years_before(on, age + 1) + timedelta(days=1)
        if self.random.random() < _LEAP_DAY:
            for year in (last.year, first.year):
                if year % 4 == 0 and year != 1900 and first <= date(year, 2, 29) <= last:
                    return date(year, 2, 29)
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def birth_place(self, born: date, town: Town, origin: Origin, on: date) -> str:
        """Children of those who came from elsewhere are mostly born here."""
        young = on.year - born.year < 16
        if origin.state and not (young and self.random.random() < 0.8):
            return origin.state
        chance = self.random.random()
        if chance >= _BORN_IN_ZONE:
            return str(self.random.choice(read("names")["other_towns"]))
        place = town if chance < _BORN_IN_TOWN else self.random.choice(self.towns)
        if place.before and born.year < _MERGED_IN:
            return self.random.choice(place.before)
        return place.belfiore

    def invent(
        self,
        *,
        surname: str,
        sex: str,
        born: date,
        town: Town,
        address: str,
        origin: Origin,
        at: datetime,
        first_name: str = "",
        lived_since: date | None = None,
    ) -> Invented:
        """A person who lives in a town, with code, residence, citizenship and (from 14 on) a telephone."""
        first = first_name or self.first_name(sex, origin)
        place = self.birth_place(born, town, origin, at.date())
        person = Person(
            id=self.uuid(), first_name=first, last_name=surname, sex=sex, birth_date=born, birth_place=place,
            identity_level=IdentityLevel.DOCUMENTED, search_name=search_name(surname, first), created_at=at,
        )  # fmt: skip
        code = codice_fiscale(
            last_name=surname, first_name=first, sex=sex, born=born, belfiore=place, taken=self.taken
        )
        made = Invented(person, code)
        made.rows.append(
            Identifier(person=person, kind=IdentifierKind.CODICE_FISCALE, value=code, valid_from=born)
        )
        since = max(born, lived_since) if lived_since else born
        made.rows.append(Residence(person=person, municipality_id=town.id, address=address, starts_on=since))
        made.rows.append(Citizenship(person=person, country=origin.country, starts_on=born))
        if at.year - born.year >= _NO_PHONE_BEFORE and self.random.random() < _MOBILE:
            made.rows.append(self.phone(person))
        return made

    def phone(self, person: Person) -> ContactPoint:
        if self.random.random() < 0.12:
            value = f"0573 555 {self.random.randrange(1000):03d}"
        else:
            value = f"333 555 {self.random.randrange(10000):04d}"
        return ContactPoint(person=person, kind=ContactKind.PHONE, value=value, folded=fold_contact(value))

    def address(self) -> str:
        return f"{self.random.choice(read('names')['streets'])} {self.random.randrange(1, 200)}"


def zone_towns() -> list[Town]:
    """The municipalities of the zone, in the order of their size at the last census."""
    from accanto.territory.places.models import Municipality

    rows = Municipality.objects.filter(in_zone=True).prefetch_related("replaces", "resident_counts")
    towns = [
        (
            max((c.residents for c in row.resident_counts.all()), default=0),
            Town(
                row.pk,
                row.name,
                row.belfiore,
                row.istat_code,
                tuple(sorted(m.belfiore for m in row.replaces.all())),
            ),
        )
        for row in rows
    ]
    return [town for _count, town in sorted(towns, key=lambda pair: -pair[0])]


@cache
def _surnames() -> tuple[str, ...]:
    names = read("names")
    return (*names["surnames"], *(stem + ending for stem in names["stems"] for ending in names["endings"]))


@cache
def _origins() -> tuple[Origin, ...]:
    return tuple(
        Origin(each["state"], each["country"], *(tuple(each[k]) for k in ("surnames", "female", "male")))
        for each in read("names")["elsewhere"]
    )


@cache
def _weights() -> tuple[int, ...]:
    return tuple(each["weight"] for each in read("names")["elsewhere"])


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
