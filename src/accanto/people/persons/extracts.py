"""What the zone tells a person about themselves (GDPR art. 15): each room declares it from `AppConfig.ready()`.

A room registers sections that tell its tables, or leaves a table out and says why in words. The room of privacy builds
the subject, hides third persons and makes the papers; nothing here knows what a case is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise

from accanto.people.persons.models import Person

Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Span:
    """The days in which the person belonged to a case's household; half-open, an empty end has no limit."""

    starts_on: date | None = None
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day < self.ends_on
        )


@dataclass(frozen=True)
class Subject:
    """Of whom an extract tells. `spans`: the cases that may be told, each with the days that are the person's own."""

    person: Person
    on: date
    spans: Mapping[UUID, tuple[Span, ...]]
    households: frozenset[UUID]
    # The person's home and contacts do not leave on paper (`whereabouts`).
    sheltered: bool
    # Puts «[daughter]» where the words name somebody else.
    hide: Callable[[str], str]

    @property
    def cases(self) -> list[UUID]:
        return list(self.spans)

    def covers(self, case: UUID | None, moment: date | datetime) -> bool:
        day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
        return case is not None and any(span.covers(day) for span in self.spans.get(case, ()))


@dataclass(frozen=True)
class Fact:
    """`name` is the key in the file for machines, `label` its word on paper. An empty value is not told."""

    name: str
    label: str
    value: Value


@dataclass(frozen=True)
class Told:
    """One thing that is kept: a case, an answer, a signature."""

    title: str
    facts: tuple[Fact, ...]


Gather = Callable[[Subject], list[Told]]


@dataclass(frozen=True)
class Section:
    """`models`: labels of the tables that it tells. `words`: it holds what operators wrote in words of their own, or
    was decided; while an authority holds the person's data, it waits."""

    order: int
    code: str
    title: str | Promise
    models: tuple[str, ...]
    gather: Gather
    words: bool = False


_sections: dict[str, Section] = {}
_left_out: dict[str, str | Promise] = {}


def register_section(section: Section) -> None:
    _sections[section.code] = section


def leave_out(labels: Iterable[str], why: str | Promise) -> None:
    """Tables of which an extract tells nothing; `why` is read by whoever prepares it."""
    _left_out.update(dict.fromkeys(labels, why))


def sections() -> list[Section]:
    """In the order of the paper."""
    return sorted(_sections.values(), key=lambda one: one.order)


def told_models() -> set[str]:
    return {label for section in _sections.values() for label in section.models}


def left_out() -> dict[str, str]:
    return {label: str(why) for label, why in _left_out.items()}


def told(title: str, *facts: tuple[str, str, Value]) -> Told:
    """What has a value, in order."""
    return Told(title, tuple(Fact(*fact) for fact in facts if fact[2] not in (None, "")))


Names = Callable[[Iterable[UUID], Iterable[UUID]], Iterable[str]]
_names: list[Names] = []


def register_names(names: Names) -> None:
    """Full names of others («name surname») that a room keeps beside these households and cases: members of an
    application, representatives, reporters. An extract never tells them."""
    if names not in _names:
        _names.append(names)


def names_kept(households: Iterable[UUID], cases: Iterable[UUID]) -> list[str]:
    asked = list(households), list(cases)
    return [name for names in _names for name in names(*asked)]
