"""Which tables have their writes recorded by the database: every one from which a person can be reached.

Rooms declare in `AppConfig.ready()` where people and cases stand (`root`), which other tables are watched too
(`watch`), and which are left out and why (`leave_out`). The rest follows from the foreign keys of the models.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

_FARTHEST = 4
# A bare id under this name is the case (or what else gives the right to see the row).
_BARE_CONTEXT = "context"


class Root(StrEnum):
    """What a foreign key to the table means for whoever reads the history."""

    PERSON = "person"
    CONTEXT = "context"
    OTHER = ""


@dataclass(frozen=True)
class Step:
    """One foreign key: from a column of the row at hand to a column of another table."""

    column: str
    table: str
    key: str
    type: str


Path = tuple[Step, ...]


@dataclass(frozen=True)
class Watched:
    """A table with history. `person` and `context` are the foreign keys that lead there; an empty path: none does.

    `without`: columns that are never copied (secrets).
    """

    table: str
    key: str
    person: Path | None
    context: Path | None
    without: tuple[str, ...] = ()


_roots: dict[str, Root] = {}
_extra: dict[str, tuple[str, ...]] = {}
_left_out: dict[str, str] = {}


def root(label: str, kind: Root) -> None:
    _roots[label] = kind


def watch(label: str, *, without: tuple[str, ...] = ()) -> None:
    """A table that leads to nobody and is watched all the same (accounts, roles)."""
    _extra[label] = without


def leave_out(label: str, why: str) -> None:
    _left_out[label] = why


def left_out() -> dict[str, str]:
    return dict(_left_out)


def watched() -> list[Watched]:
    """In the order of the tables' names."""
    found = [_watched(model) for model in _models() if _is_watched(model)]
    return sorted(found, key=lambda one: one.table)


def leads_to_people(model: type[models.Model]) -> bool:
    label = model._meta.label
    return label in _roots or _to_context(model) is not None or any(_paths(model, kind) for kind in Root)


def path_to(model: type[models.Model], kind: Root) -> list[str] | None:
    """Names of the fields that lead from a row to the id of its person or case; empty when it is one itself."""
    if _roots.get(model._meta.label) == kind:
        return []
    found = _paths(model, kind)
    if found:
        return [field.name for field in found]
    bare = _to_context(model) if kind is Root.CONTEXT else None
    return [_BARE_CONTEXT] if bare else None


def _models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)


def _is_watched(model: type[models.Model]) -> bool:
    label = model._meta.label
    return label not in _left_out and (label in _extra or leads_to_people(model))


def _watched(model: type[models.Model]) -> Watched:
    key = model._meta.pk
    return Watched(
        table=model._meta.db_table,
        key=str(key.column),
        person=_as_path(model, Root.PERSON),
        context=_as_path(model, Root.CONTEXT),
        without=_extra.get(model._meta.label, ()),
    )


def _as_path(model: type[models.Model], kind: Root) -> Path | None:
    """Steps; the last one ends at the id that is sought, so its table need not be read."""
    if _roots.get(model._meta.label) == kind:
        return ()
    fields = _paths(model, kind)
    if fields:
        return tuple(_step(field) for field in fields)
    field = _to_context(model) if kind is Root.CONTEXT else None
    return (Step(str(field.column), "", "", "uuid"),) if field else None


def _step(field: Any) -> Step:
    other = field.related_model._meta
    key = field.target_field
    while key.remote_field:
        key = key.target_field
    return Step(
        str(field.column),
        other.db_table,
        str(other.pk.column),
        "uuid" if isinstance(key, models.UUIDField) else "bigint",
    )


def _to_context(model: type[models.Model]) -> Any:
    found = {f.name: f for f in model._meta.concrete_fields}.get(_BARE_CONTEXT)
    return found if isinstance(found, models.UUIDField) else None


@cache
def _paths(model: type[models.Model], kind: Root) -> tuple[Any, ...]:
    """The shortest way by foreign keys to a root of this kind; among equals, one that is never empty."""
    waiting: list[tuple[Any, ...]] = [(field,) for field in _keys(model)]
    while waiting:
        arrived = [way for way in waiting if _roots.get(way[-1].related_model._meta.label) == kind]
        if arrived:
            return min(arrived, key=lambda way: [field.null for field in way])
        waiting = [
            (*way, field) for way in waiting if len(way) < _FARTHEST for field in _keys(way[-1].related_model)
        ]
    return ()


def _keys(model: type[models.Model]) -> list[Any]:
    return [
        f
        for f in model._meta.concrete_fields
        if f.remote_field and isinstance(f.related_model, type) and f.related_model is not model
    ]
