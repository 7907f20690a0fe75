"""Answers to any published instrument, so that an invented assessment reads like a real one."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from accanto.casework.assessment.instruments import (
    Instrument,
    Item,
    Option,
    instrument_files,
    load_instrument,
)
from accanto.faces.demo.reference import read

# What makes each way the one that the rules propose; every other answer weighs nothing.
WEIGHTY: dict[str, dict[str, Any]] = {
    "work_only": {"work_status": "unemployed", "month_end": "just"},
    "social_only": {"eviction": "arrears", "tenure": "rented", "work_status": "employed"},
    "complex": {
        "work_status": "unemployed", "tenure": "rented", "eviction": "arrears", "month_end": "hardly",
        "attendance": "effort", "support": 2, "health_state": "weighs",
    },
    "specialist": {"specialist_service": ["mental_health"], "health_state": "weighs", "work_status": "unable"},
}  # fmt: skip
_FIRST_ADULT_ONLY = frozenset({"work_status", "health_state", "specialist_service"})


@dataclass(frozen=True)
class Member:
    id: UUID
    age: int


@cache
def latest(kind: str) -> Instrument:
    found = [load_instrument(path) for path in instrument_files()]
    return max((each for each in found if each.code == kind), key=lambda each: each.version)


def fill(
    instrument: Instrument, members: list[Member], *, way: str, random: Random, on: date, share: float = 1.0,
    optional: float = 0.3,
) -> list[tuple[str, UUID | None, Any]]:  # fmt: skip
    """(item, member or None, value) in the order of the sheet. `share` of the sections, from the first one."""
    sections = instrument.sections[: max(1, round(len(instrument.sections) * share))]
    given: dict[tuple[str, UUID | None], Any] = {}
    first_adult = next((m.id for m in members if m.age >= 18), None)
    for section in sections:
        for item in section.items:
            for member in _whom(item, members):
                if not _shown(item, member, given) or not (item.required or random.random() < optional):
                    continue
                special = WEIGHTY.get(way, {}).get(item.code)
                if special is not None and (item.code not in _FIRST_ADULT_ONLY or member == first_adult):
                    given[item.code, member] = special
                elif (value := _light(item, random, on)) is not None:
                    given[item.code, member] = value
    _add_missing_weights(given, sections, members, way, first_adult)
    return [(item, member, value) for (item, member), value in given.items()]


def _add_missing_weights(
    given: dict[tuple[str, UUID | None], Any],
    sections: Any,
    members: list[Member],
    way: str,
    first: UUID | None,
) -> None:
    """An optional item that decides the way is always answered."""
    items = {item.code: item for section in sections for item in section.items}
    for code, value in WEIGHTY.get(way, {}).items():
        item = items.get(code)
        if item is None:
            continue
        for member in _whom(item, members):
            wanted = code not in _FIRST_ADULT_ONLY or member == first
            if wanted and (code, member) not in given and _shown(item, member, given):
                given[code, member] = value


def _whom(item: Item, members: list[Member]) -> list[UUID | None]:
    return [m.id for m in members if item.concerns(m.age)] if item.per_member else [None]


def _shown(item: Item, member: UUID | None, given: dict[tuple[str, UUID | None], Any]) -> bool:
    if item.shown_when is None:
        return True
    code, wanted = item.shown_when
    value = given.get((code, member), given.get((code, None)))
    values = value if isinstance(value, list) else [value]
    return any(str(each) in wanted for each in values)


def _light(item: Item, random: Random, on: date) -> Any:
    """An answer that weighs in no area and marks nobody."""
    if item.options:
        harmless: list[Option] = [o for o in item.options if not o.needs and not o.marks]
        if not harmless:
            return None
        value = random.choice(harmless).value
        return [str(value)] if item.type == "multi" else value
    if item.type == "money":
        return f"{random.randrange(20, 90) * 10}.00"
    if item.type == "date":
        return (on - timedelta(days=random.randrange(60, 1500))).isoformat()
    if item.type == "number":
        return random.randint(item.minimum or 1, min(item.maximum or 6, 6))
    words = read("words")
    return random.choice(words["answers"].get(item.code, words["answers"]["other"]))
