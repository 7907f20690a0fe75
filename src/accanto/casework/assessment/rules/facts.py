"""What the answers say: which items are asked, how much the answers weigh, which marks they leave."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accanto.casework.assessment.instruments import Instrument, Item, Option

HOUSEHOLD = ""


@dataclass(frozen=True)
class Facts:
    """Answers by (item, member); the member is "" for the household. Ages in completed years, None when not known."""

    ages: Mapping[str, int | None]
    answers: Mapping[tuple[str, str], Any]
    cannot_work: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Weight:
    area: str
    weight: int
    item: Item
    option: Option
    member: str


def is_asked(instrument: Instrument, item: Item, member: str, facts: Facts) -> bool:
    """By age, and by the answers that the item depends on, which must be asked themselves."""
    if item.per_member and not item.concerns(facts.ages.get(member)):
        return False
    if item.shown_when is None:
        return True
    other = instrument.items[item.shown_when[0]]
    whom = member if other.per_member else HOUSEHOLD
    if not is_asked(instrument, other, whom, facts):
        return False
    answer = facts.answers.get((other.code, whom))
    values = answer if isinstance(answer, list) else [answer]
    return any(str(value) in item.shown_when[1] for value in values)


def _given(instrument: Instrument, facts: Facts) -> Iterator[tuple[Item, str, Option]]:
    """Options chosen in the items that are asked, in the order of the instrument and of the members."""
    for item in instrument.items.values():
        for member in facts.ages if item.per_member else [HOUSEHOLD]:
            answer = facts.answers.get((item.code, member))
            if answer is not None and is_asked(instrument, item, member, facts):
                for option in item.chosen(answer):
                    yield item, member, option


def weigh(instrument: Instrument, facts: Facts) -> list[Weight]:
    return [
        Weight(area, weight, item, option, member)
        for item, member, option in _given(instrument, facts)
        for area, weight in option.needs.items()
    ]


def marks_of(instrument: Instrument, facts: Facts) -> dict[str, frozenset[str]]:
    """Marks by member; those of the household's answers under ""."""
    found: dict[str, frozenset[str]] = {}
    for _item, member, option in _given(instrument, facts):
        if option.marks:
            found[member] = found.get(member, frozenset()) | option.marks
    return found
