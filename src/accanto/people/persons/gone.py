"""Rows that stay about somebody who has left: whoever reads them may no longer see the person, and sees the row."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from accanto.people.persons.models import Person

Row = TypeVar("Row", bound=Model)


def with_people(rows: Iterable[Row], field: str = "person") -> list[Row]:
    """The rows, each with whom it is about: of somebody no longer seen, that they have left, and nothing else.

    To be used in place of `select_related`, which drops a row when its person is not seen, or leaves it without
    anybody. At most one query; none where the person was joined already.
    """
    found = list(rows)
    asked = [row for row in found if _unknown(row, field)]
    seen = Person.objects.in_bulk({_id(row, field) for row in asked if not _joined(row, field)})
    for row in asked:
        setattr(row, field, seen.get(_id(row, field)) or _somebody(_id(row, field)))
    return found


def _id(row: Model, field: str) -> UUID:
    found: UUID = getattr(row, f"{field}_id")
    return found


def _joined(row: Model, field: str) -> bool:
    link: Any = row._meta.get_field(field)
    return bool(link.is_cached(row))


def _unknown(row: Model, field: str) -> bool:
    return _id(row, field) is not None and not (_joined(row, field) and getattr(row, field))


def _somebody(pk: UUID) -> Person:
    """Stands in for them, and is never saved."""
    return Person(pk=pk, first_name=_("who has left"), last_name="")
