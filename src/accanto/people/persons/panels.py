"""What the page of a person shows beside who they are and who follows them: rooms above say so in `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Panel:
    """A part of the page: a template that gets `panel`. Lower orders stand first."""

    order: int
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


# Nothing where there is nothing to say.
Shows = Callable[[User, Person, date], Panel | None]
_panels: list[Shows] = []


def register_panel(shows: Shows) -> None:
    _panels.append(shows)


def panels_of(user: User, person: Person, on: date) -> list[Panel]:
    found = [panel for shows in _panels if (panel := shows(user, person, on)) is not None]
    return sorted(found, key=lambda panel: panel.order)
