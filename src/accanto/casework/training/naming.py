"""Invented names: obviously so, right for sex and generation, one surname for those of a household who share theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import yaml

from accanto.people.persons.naming import fold

_FILE = Path(__file__).parent / "data" / "invented_names.yaml"
# (first name, last name)
Name = tuple[str, str]


@cache
def _names() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Named:
    """A person as the true names have them, and in which household."""

    person_id: UUID
    household_id: UUID
    first_name: str
    last_name: str
    sex: str
    birth_date: date | None


def generation(born: date | None) -> str:
    if born is None:
        return "adult"
    return next(
        (name for year, name in ((1960, "elder"), (1995, "adult"), (2012, "young")) if born.year < year),
        "child",
    )


def invent(
    people: Iterable[Named], *, given: dict[UUID, Name], elsewhere: dict[UUID, set[Name]], seed: str
) -> dict[UUID, Name]:
    """Names for those of `people` who have none in `given`.

    :param elsewhere: the names that the same people have for other students: no two read the same one.
    :param seed: of the traineeship, so that each draws in an order of its own.
    """
    everybody = list(people)
    true = {fold(word) for one in everybody for word in (one.first_name, one.last_name)}
    dice = Random(seed)  # noqa: S311 - a name is no secret
    surnames = [name for name in _shuffled(_names()["surnames"], dice) if fold(name) not in true]
    taken, families = set(given.values()), _families(everybody, given)
    found: dict[UUID, Name] = {}
    for one in everybody:
        if one.person_id in given or one.person_id in found:
            continue
        theirs = elsewhere.get(one.person_id, set())
        key = (one.household_id, fold(one.last_name))
        if key not in families:
            families[key] = _surname(surnames, set(families.values()), {last for _first, last in theirs})
        pool = _shuffled(_names()["first_names"][_sex(one.sex)][generation(one.birth_date)], dice)
        firsts = [name for name in pool if fold(name) not in true] or pool
        # What another student reads comes last: the two must not find out from a name that they read the same case.
        firsts.sort(key={first for first, _last in theirs}.__contains__)
        found[one.person_id] = next(
            name for name in _pairs(firsts, families[key]) if name not in taken and name not in theirs
        )
        taken.add(found[one.person_id])
    return found


def _families(people: list[Named], given: dict[UUID, Name]) -> dict[tuple[UUID, str], str]:
    """The surname that a family has already, for those of it who come later."""
    return {
        (one.household_id, fold(one.last_name)): given[one.person_id][1]
        for one in people
        if one.person_id in given
    }


def _surname(surnames: list[str], taken: set[str], elsewhere: set[str]) -> str:
    for free in (taken | elsewhere, taken, set[str]()):
        for name in surnames:
            if name not in free:
                return name
    return surnames[0]


def _pairs(firsts: list[str], last: str) -> Iterator[Name]:
    """Names without end: after the simple ones, double ones, then numbered ones."""
    yield from ((first, last) for first in firsts)
    yield from ((f"{first} {second}", last) for first in firsts for second in firsts if first != second)
    number = 2
    while True:
        yield from ((f"{first} {number}", last) for first in firsts)
        number += 1


def _sex(sex: str) -> str:
    return sex if sex in {"f", "m"} else "other"


def _shuffled(names: list[str], dice: Random) -> list[str]:
    return dice.sample(names, len(names))
