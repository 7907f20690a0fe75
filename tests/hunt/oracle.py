"""Who may see what, worked out from the bare tables: no visible_to, no view acc_*, no policy, no `reaches`.

Read as the owner would (or under the purpose of tests), so that every row is there.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db import connection

_SOURCES = Path(__file__).parents[2] / "src" / "accanto"
_ROLES = yaml.safe_load((_SOURCES / "territory/staff/data/roles.yaml").read_text(encoding="utf-8"))["roles"]
_MODES = {
    entry["key"]: entry.get("mode")
    for entry in yaml.safe_load(
        (_SOURCES / "people/persons/data/compartments.yaml").read_text(encoding="utf-8")
    )["entries"]
}
CARD, TEAM, READ, WORK = 10, 20, 30, 40


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _fenced(compartment: str) -> bool:
    return _MODES[compartment] in {"protected", "closed"}


@dataclass(frozen=True)
class Sight:
    """What one account may see at the moment: the depth of each case and person, and what it may do."""

    user_id: int
    permissions: frozenset[str]
    coordinates: frozenset[int]
    cases: dict[UUID, int]
    persons: dict[UUID, int]
    apart: frozenset[UUID] = frozenset()
    barred_cases: frozenset[UUID] = frozenset()


@dataclass
class Oracle:
    at: datetime
    _below: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for office, parent in _rows("SELECT id, parent_id FROM bodies_office"):
            self._below[parent].append(office)

    @cached_property
    def people(self) -> dict[UUID, str]:
        return dict(_rows("SELECT id, compartment FROM persons_person"))  # type: ignore[arg-type]

    @cached_property
    def cases(self) -> dict[UUID, tuple[str, int]]:
        rows = _rows("SELECT id, compartment, unit_id FROM cases_case")
        return {pk: (compartment, unit) for pk, compartment, unit in rows}

    @cached_property
    def marks(self) -> dict[int, list[str]]:
        return dict(_rows("SELECT id, compartments FROM bodies_office"))  # type: ignore[arg-type]

    @cached_property
    def grants(self) -> list[tuple[Any, ...]]:
        return _rows(
            "SELECT person_id, user_id, office_id, depth, context, compartment, starts_at, ends_at"
            " FROM persons_accessgrant"
        )

    def breaks(self, case: Any) -> bool:
        """Whether a case opens in an emergency to whoever does not see it."""
        return case in self.cases and _MODES[self.cases[case][0]] == "protected"

    def sight(self, user_id: int) -> Sight:
        permissions, coordinates, registers = self._posts(user_id)
        barred = self._barred(user_id)
        closed = {
            context for person, *_rest, context, _c, _s, _e in self.grants if person in barred and context
        }
        cases: dict[UUID, int] = defaultdict(int)
        persons: dict[UUID, int] = defaultdict(int)
        for person, depth, context in self._held(user_id, coordinates, registers):
            if person in barred or context in closed:
                continue
            persons[person] = max(persons[person], depth)
            if context:
                cases[context] = max(cases[context], depth)
        for pk, (compartment, unit) in self.cases.items():
            if unit in coordinates and not _fenced(compartment) and pk not in closed:
                cases[pk] = WORK
        hidden = {pk for pk, kind in self.people.items() if _fenced(kind) and pk not in persons}
        return Sight(
            user_id, permissions, frozenset(coordinates), dict(cases), dict(persons),
            frozenset(hidden | barred), frozenset(closed),
        )  # fmt: skip

    def _held(
        self, user_id: int, coordinates: set[int], registers: set[int]
    ) -> Iterator[tuple[UUID, int, UUID | None]]:
        for person, user, office, depth, context, compartment, starts, ends in self.grants:
            if starts > self.at or (ends is not None and ends <= self.at):
                continue
            if not self._passes(person, context, office, compartment):
                continue
            if user == user_id or office in coordinates:
                yield person, depth, context
            elif office in registers:
                yield person, CARD, context

    def _passes(self, person: UUID, context: UUID | None, office: int | None, carried: str) -> bool:
        fences = {self.people[person], self.cases[context][0] if context in self.cases else "ordinary"}
        return all(
            fence == carried and (office is None or fence in (self.marks[office] or []))
            for fence in fences
            if _fenced(fence)
        )

    def _posts(self, user_id: int) -> tuple[frozenset[str], set[int], set[int]]:
        today = self.at.date()
        held = _rows(
            "SELECT role, office_id FROM staff_rolegrant"
            " WHERE user_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)",
            user_id, today, today,
        )  # fmt: skip
        permissions: set[str] = set()
        offices: dict[str, set[int]] = {"people.coordinate": set(), "people.register": set()}
        for role, office in held:
            may = _ROLES[role]["permissions"]
            permissions |= set(may)
            for verb in offices.keys() & set(may):
                offices[verb] |= set(self._tree(office))
        return frozenset(permissions), offices["people.coordinate"], offices["people.register"]

    def _tree(self, office: int) -> Iterator[int]:
        yield office
        for child in self._below[office]:
            yield from self._tree(child)

    def _barred(self, user_id: int) -> set[UUID]:
        rows = _rows(
            "SELECT person_id FROM persons_bar"
            " WHERE user_id = %s AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)",
            user_id, self.at, self.at,
        )  # fmt: skip
        return {person for (person,) in rows}
