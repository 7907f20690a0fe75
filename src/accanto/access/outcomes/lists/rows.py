"""From the cells of a row to an application or a member, or to a reason for refusing it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.lists import words
from accanto.access.outcomes.lists.places import Found, Towns
from accanto.core.sheets import Row
from accanto.core.sheets.values import DateFormat, as_text, detect_date_format, parse_date
from accanto.people.persons import codes

DATE_FIELDS = ("submitted_on", "birth_date", "outcome_on", "pad_signed_on")
OLDEST_BIRTH = date(1900, 1, 1)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is refused: where, which value, why; `cells` is the row whole, to be mended."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()


class RowRefused(Exception):
    """One field of the row makes it unusable; `others` are the further faults of the same row."""

    def __init__(self, name: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.field = name
        self.value = as_text(value)
        self.reason = reason
        self.others: list[RowRefused] = []


class Faults:
    """All that is wrong in one row, so that whoever mends it mends it once."""

    def __init__(self) -> None:
        self.found: list[RowRefused] = []

    def gather(self, read: Callable[[], _Read]) -> _Read | None:
        """What `read` gives; nothing when it finds a fault, which is remembered."""
        try:
            return read()
        except RowRefused as refused:
            self.found.append(refused)
            return None

    def refuse(self) -> None:
        """:raises RowRefused: the first fault, with the others."""
        if self.found:
            first, *first.others = self.found
            raise first


@dataclass(slots=True)
class AppRow:
    """One application as the list gives it."""

    sheet: str
    row: int
    protocol: str
    outcome: Outcome
    municipality_id: int
    fiscal_code: str = ""
    code_valid: bool = False
    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    submitted_on: date | None = None
    outcome_on: date | None = None
    reason: str = ""
    pad_signed_on: date | None = None
    cells: tuple[str, ...] = field(default=(), repr=False)

    @property
    def who(self) -> tuple[object, ...]:
        """The same for two rows about the same person, as far as the list tells."""
        if self.code_valid:
            return (codes.plain(self.fiscal_code),)
        return (words.fold(f"{self.last_name} {self.first_name}"), self.birth_date, self.fiscal_code)

    @property
    def content(self) -> tuple[object, ...]:
        """Everything that the list says, so that a row repeated word by word is counted once."""
        return (
            self.protocol, self.outcome, self.municipality_id, self.fiscal_code, self.last_name,
            self.first_name, self.birth_date, self.submitted_on, self.outcome_on, self.reason,
            self.pad_signed_on,
        )  # fmt: skip


@dataclass(slots=True)
class MemberRow:
    """A member of the household of an application."""

    sheet: str
    row: int
    protocol: str
    fiscal_code: str = ""
    code_valid: bool = False
    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    relation: str = ""
    cells: tuple[str, ...] = field(default=(), repr=False)

    @property
    def who(self) -> tuple[object, ...]:
        if self.code_valid:
            return (codes.plain(self.fiscal_code),)
        return (words.fold(f"{self.last_name} {self.first_name}"), self.birth_date, self.fiscal_code)


class Reader:
    """Reads the fields of one table: columns by heading, dates by the format of their column."""

    def __init__(self, headings: Sequence[str], mapping: Mapping[str, str], today: date) -> None:
        self.mapping = dict(mapping)
        self.today = today
        self._place = {
            name: headings.index(heading) for name, heading in mapping.items() if heading in headings
        }
        self._formats: dict[str, DateFormat] = {}

    def learn(self, rows: Sequence[Row]) -> dict[str, str]:
        """Find the date format of each column; returned so that the page can say it."""
        for name in DATE_FIELDS:
            if name in self._place:
                self._formats[name] = detect_date_format(self.cell(row, name) for row in rows)
        return {name: str(form) for name, form in self._formats.items()}

    def cell(self, row: Row, name: str) -> object:
        place = self._place.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def text(self, row: Row, name: str, longest: int = 300) -> str:
        return as_text(self.cell(row, name))[:longest]

    def day(self, row: Row, name: str) -> date | None:
        value = self.cell(row, name)
        if value is None or as_text(value) in {"", "-", "–"}:
            return None
        found = parse_date(value, self._formats.get(name, DateFormat.DAY_MONTH_YEAR), latest=self.today)
        if found is None:
            raise RowRefused(name, value, _("This is not a date: write it as 31/12/2026."))
        if found > self.today:
            raise RowRefused(name, value, _("This date is in the future."))
        return found

    def heading(self, name: str) -> str:
        return self.mapping.get(name, name)


def texts(row: Row) -> tuple[str, ...]:
    """The row as it is kept when it is refused."""
    return tuple(as_text(cell) for cell in row.cells)


def read_application(row: Row, reader: Reader, towns: Towns, sheet: str) -> AppRow:
    """:raises RowRefused: naming the fields."""
    faults = Faults()
    protocol = faults.gather(lambda: _protocol(row, reader))
    outcome = faults.gather(lambda: _outcome(row, reader))
    town = faults.gather(lambda: town_of(row, reader, towns))
    result = AppRow(
        sheet=sheet,
        row=row.number,
        protocol=protocol or "",
        outcome=outcome or Outcome.IN_PROCESS,
        municipality_id=town.town.id if town else 0,
        submitted_on=faults.gather(lambda: reader.day(row, "submitted_on")),
        outcome_on=faults.gather(lambda: reader.day(row, "outcome_on")),
        pad_signed_on=faults.gather(lambda: reader.day(row, "pad_signed_on")),
        reason=reader.text(row, "reason"),
        cells=texts(row),
    )
    faults.gather(lambda: _read_person(result, row, reader))
    faults.refuse()  # the order of days is judged between days that can be read
    _check_order(result, reader, row)
    return result


def _protocol(row: Row, reader: Reader) -> str:
    protocol = reader.text(row, "protocol", 61)
    if not protocol:
        raise RowRefused("protocol", "", _("The protocol number is missing."))
    if len(protocol) > 60:
        raise RowRefused("protocol", protocol, _("The protocol number is longer than 60 characters."))
    return protocol


def read_member(row: Row, reader: Reader, sheet: str) -> MemberRow:
    """:raises RowRefused: naming the field."""
    protocol = reader.text(row, "protocol", 60)
    if not protocol:
        raise RowRefused("protocol", "", _("The protocol number is missing."))
    result = MemberRow(
        sheet=sheet,
        row=row.number,
        protocol=protocol,
        relation=words.relation_of(reader.text(row, "relation")),
        cells=texts(row),
    )
    _read_person(result, row, reader)
    return result


def town_of(row: Row, reader: Reader, towns: Towns) -> Found:
    """:raises RowRefused: for an unknown municipality, or one outside the zone."""
    value = reader.text(row, "municipality")
    if not value:
        raise RowRefused("municipality", "", _("The municipality is missing."))
    found = towns.find(value)
    if found is None:
        raise RowRefused(
            "municipality", value, _("No municipality has this name or code: write its name or ISTAT code.")
        )
    if not found.town.in_zone:
        reason = _("%(town)s is not in this zone.") % {"town": found.town.name}
        raise RowRefused("municipality", value, reason)
    return found


def _outcome(row: Row, reader: Reader) -> Outcome:
    value = reader.text(row, "outcome")
    outcome = words.outcome_of(value)
    if not value:
        raise RowRefused("outcome", "", _("The outcome is missing."))
    if outcome is None:
        raise RowRefused(
            "outcome",
            value,
            _("This outcome is not known: write positive, lapsed, suspended, in process or rejected."),
        )
    return outcome


def _read_person(result: AppRow | MemberRow, row: Row, reader: Reader) -> None:
    code = codes.normalise(reader.text(row, "fiscal_code"))
    result.code_valid = codes.is_valid(code)
    result.fiscal_code = code[:20]
    result.last_name = reader.text(row, "last_name", 80)
    result.first_name = reader.text(row, "first_name", 80)
    if not result.last_name:
        result.last_name, result.first_name = _split(reader.text(row, "full_name", 160), code)
    result.birth_date = reader.day(row, "birth_date")
    if result.birth_date and result.birth_date < OLDEST_BIRTH:
        raise RowRefused("birth_date", result.birth_date, _("This date of birth is before 1900."))
    if not result.last_name and not result.code_valid:
        raise RowRefused(
            "fiscal_code",
            code,
            _("Neither a valid codice fiscale nor a surname: it cannot be known who this is."),
        )


def _split(name: str, code: str) -> tuple[str, str]:
    """Surname and first name out of one cell, surname first; the code tells where a double surname ends."""
    parts = name.split()
    for count in range(1, len(parts)):
        if codes.surname_letters("".join(parts[:count])) == code[:3]:
            return " ".join(parts[:count]), " ".join(parts[count:])
    return (parts[0] if parts else ""), " ".join(parts[1:])


def _check_order(result: AppRow, reader: Reader, row: Row) -> None:
    if result.submitted_on and result.outcome_on and result.outcome_on < result.submitted_on:
        reason = _("The outcome comes before the application (%(day)s).") % {
            "day": result.submitted_on.strftime("%d/%m/%Y")
        }
        raise RowRefused("outcome_on", reader.cell(row, "outcome_on"), reason)
    if result.submitted_on and result.birth_date and result.birth_date > result.submitted_on:
        raise RowRefused(
            "birth_date", reader.cell(row, "birth_date"), _("The person was born after the application.")
        )
    if result.outcome is Outcome.POSITIVE and result.outcome_on is None:
        raise RowRefused(
            "outcome_on", "", _("A positive outcome needs its date: the legal terms run from it.")
        )
