"""What an instrument is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

TYPES = ("choice", "multi", "scale", "text", "number", "money", "date", "yes_no")
WITH_OPTIONS = ("choice", "multi", "scale", "yes_no")


@dataclass(frozen=True)
class Words:
    """A text of the file in both languages; `str()` gives the reader's."""

    en: str
    it: str

    def __str__(self) -> str:
        return self.en if (get_language() or "it").startswith("en") else self.it


@dataclass(frozen=True)
class Option:
    """`needs` is how much the answer weighs in each area, told by `reason`; `marks` are facts that rules ask about."""

    value: str | int
    label: Words | None
    needs: Mapping[str, int] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    exclusive: bool = False
    reason: Words | None = None

    @property
    def words(self) -> str:
        return str(self.label) if self.label else str(self.value)


@dataclass(frozen=True)
class Item:
    """`hint` says what to write; `example` is an invented answer, in few words."""

    code: str
    type: str
    label: Words
    hint: Words | None = None
    example: Words | None = None
    per_member: bool = False
    from_age: int | None = None
    to_age: int | None = None
    required: bool = False
    options: tuple[Option, ...] = ()
    shown_when: tuple[str, frozenset[str]] | None = None
    area: str = ""
    low: Words | None = None
    high: Words | None = None
    minimum: int | None = None
    maximum: int | None = None

    def concerns(self, age: int | None) -> bool:
        """Whether the item is asked of somebody of this age; an unknown age is asked everything."""
        if age is None:
            return True
        return (self.from_age is None or age >= self.from_age) and (self.to_age is None or age <= self.to_age)

    def chosen(self, value: Any) -> list[Option]:
        """The options that a stored value stands for."""
        values = value if isinstance(value, list) else [value]
        return [option for option in self.options if option.value in values]


@dataclass(frozen=True)
class Section:
    code: str
    audience: str
    title: Words
    items: tuple[Item, ...]
    intro: Words | None = None
    filled_by: frozenset[str] = frozenset()

    def read_by(self, audiences: frozenset[str]) -> bool:
        return self.audience in audiences

    def written_by(self, audiences: frozenset[str]) -> bool:
        return self.read_by(audiences) and (not self.filled_by or bool(self.filled_by & audiences))


@dataclass(frozen=True)
class Example:
    """A household worked by hand inside the file: answers, the weight in each area, the way."""

    name: str
    members: Mapping[str, int]
    answers: Mapping[tuple[str, str], Any]
    needs: Mapping[str, int]
    way: str


@dataclass(frozen=True)
class Instrument:
    code: str
    version: int
    title: Words
    sections: tuple[Section, ...]
    examples: tuple[Example, ...]
    together: bool
    sha256: str

    @cached_property
    def items(self) -> dict[str, Item]:
        return {item.code: item for section in self.sections for item in section.items}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {item.code: section for section in self.sections for item in section.items}
