"""Two records side by side, and codes with their expiry, as a page tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accanto.people.matching.comparing.births import BirthLikeness, compare_births
from accanto.people.matching.comparing.reasons import from_row
from accanto.people.matching.queries.known import Side
from accanto.people.matching.queries.similar import card_of
from accanto.people.persons.enums import Depth, Sex
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.naming import fold
from accanto.people.persons.queries import expiry_of
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Row:
    """One fact of both; `mark`: same, near, other, or empty where one is not known."""

    label: str
    one: str
    other: str
    mark: str = ""


def compared(one: Side, other: Side) -> list[Row]:
    a, b = card_of(one), card_of(other)
    born = compare_births(one.known.birth_date, other.known.birth_date)
    marks = {
        BirthLikeness.UNKNOWN: "",
        BirthLikeness.SAME: "same",
        BirthLikeness.OTHER: "other",
    }
    sexes = [str(Sex(side.known.sex).label) if side.known.sex else "" for side in (one, other)]
    return [
        _row(_("Surname"), one.person.last_name, other.person.last_name),
        _row(_("First name"), one.person.first_name, other.person.first_name),
        Row(_("Born"), a.born, b.born, marks.get(born, "near")),
        _row(_("Born in"), a.birth_place, b.birth_place),
        _row(_("Sex"), *sexes),
        _row(_("Code"), a.code, b.code),
        _row(_("Telephone"), a.phone, b.phone),
        _row(_("Town"), a.town, b.town),
        _row(_("Address"), a.address, b.address),
    ]


def _row(label: str, one: str, other: str) -> Row:
    if not one or not other:
        return Row(label, one, other)
    return Row(label, one, other, "same" if fold(one) == fold(other) else "other")


def reasons_in_words(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"words": str(from_row(row)), "against": from_row(row).against} for row in rows]


def codes_told(user: User, person: Person, on: date) -> list[dict[str, Any]]:
    """Each code, whether it holds and until when; of whom one sees only the card, that there is one."""
    deep = grants_of(user, depth=Depth.TEAM).filter(person=person).exists()
    found = []
    for code in Identifier.objects.filter(person=person).order_by("-valid_from", "-pk"):
        until = expiry_of(code)
        found.append(
            {
                "kind": code.get_kind_display(),
                "value": code.value if deep else f"{code.value[:3]}…",
                "since": code.valid_from,
                "ended": code.valid_to,
                "until": until,
                "expired": bool(until and until <= on and code.valid_to is None),
            }
        )
    return found
