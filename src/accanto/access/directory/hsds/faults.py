"""What is wrong in a file of HSDS, row by row: where, why, and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from accanto.access.directory.hsds.terms import Package, Row

# Required by the specification (3.1), and by a directory that must be read: table → columns.
REQUIRED: dict[str, tuple[str, ...]] = {
    "organization": ("id", "name"),
    "organization_identifier": ("id", "organization_id", "identifier"),
    "service": ("id", "organization_id", "name", "status"),
    "service_at_location": ("id", "service_id", "location_id"),
    "location": ("id",),
    "address": ("id", "location_id"),
    "contact": ("id",),
    "phone": ("id", "number"),
    "schedule": ("id",),
    "language": ("id",),
    "accessibility": ("id",),
    "required_document": ("id", "service_id"),
    "cost_option": ("id", "service_id"),
    "service_area": ("id",),
    "attribute": ("id", "link_id", "taxonomy_term_id"),
    "taxonomy": ("id",),
    "taxonomy_term": ("id", "name"),
}
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
# Column → longest text that the directory keeps.
_LONGEST = {"name": 160, "fees_description": 300, "url": 300, "number": 80, "address_1": 200, "city": 120}
_ANY_LENGTH = 20_000


@dataclass(frozen=True)
class Fault:
    """`grave`: because of it nothing is taken over; else it only says what could not be understood."""

    table: str
    id: str
    field: str
    reason: str
    remedy: str
    grave: bool = True


@dataclass
class Faults:
    rows: list[Fault] = field(default_factory=list)

    def add(
        self, table: str, row: Row | None, field_: str, reason: str, remedy: str, *, grave: bool = True
    ) -> None:
        self.rows.append(Fault(table, str((row or {}).get("id", ""))[:60], field_, reason, remedy, grave))

    @property
    def grave(self) -> bool:
        return any(one.grave for one in self.rows)


def check_package(package: Package, faults: Faults) -> None:
    """Every row by itself; what a directory does not read (programmes, funding) is passed over."""
    for table, required in REQUIRED.items():
        seen: set[str] = set()
        for row in package.get(table, []):
            _check_row(table, row, required, seen, faults)


def _check_row(table: str, row: Row, required: tuple[str, ...], seen: set[str], faults: Faults) -> None:
    for column in required:
        if row.get(column) in (None, ""):
            faults.add(
                table, row, column, _("It is missing."), _("Fill it in: the specification asks for it.")
            )
    for column, value in row.items():
        _check_text(table, row, column, value, faults)
    key = str(row.get("id", ""))
    if key in seen:
        faults.add(table, row, "id", _("It stands twice."), _("Keep one of the two rows."))
    seen.add(key)
    if row.get("id") and not is_uuid(row["id"]):
        faults.add(
            table, row, "id", _("It is no UUID."), _("Give the row an id of the form that HSDS 3 asks for.")
        )
    for column, check in _CHECKS.items():
        if table in _CHECKED[column] and row.get(column):
            _apply(check, table, row, column, faults)


def _check_text(table: str, row: Row, column: str, value: Any, faults: Faults) -> None:
    most = _LONGEST.get(column, _ANY_LENGTH)
    if isinstance(value, dict | list):
        faults.add(
            table,
            row,
            column,
            _("It is no plain value."),
            _("In tables each row is flat: put lists in their own table."),
        )
    elif isinstance(value, str) and "\x00" in value:
        faults.add(
            table,
            row,
            column,
            _("It holds a character that cannot be kept."),
            _("Take out the character with code zero."),
        )
    elif isinstance(value, str) and len(value) > most:
        faults.add(
            table, row, column, _("It is too long."), _("Shorten it to %(most)d characters.") % {"most": most}
        )


def _apply(check: Callable[[Any], None], table: str, row: Row, column: str, faults: Faults) -> None:
    try:
        check(row[column])
    except (ValidationError, ValueError):
        faults.add(table, row, column, _("It is not valid."), _("Write a whole address, or leave it empty."))


def _status(value: Any) -> None:
    if value not in STATUSES:
        raise ValueError(value)


_CHECKS: dict[str, Callable[[Any], None]] = {
    "url": URLValidator(schemes=["http", "https"]),
    "email": validate_email,
    "assurer_email": validate_email,
    "status": _status,
}
_CHECKED = {
    "url": {"service"},
    "email": {"service", "contact"},
    "assurer_email": {"service"},
    "status": {"service"},
}


def is_uuid(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
