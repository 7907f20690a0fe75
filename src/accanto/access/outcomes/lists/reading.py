"""A whole file: what it holds (`sniff`), and its rows once the columns are agreed (`read_list`)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accanto.access.outcomes.lists import headings, words
from accanto.access.outcomes.lists import totals as stating
from accanto.access.outcomes.lists.headings import Role
from accanto.access.outcomes.lists.places import Towns
from accanto.access.outcomes.lists.rows import (
    AppRow,
    MemberRow,
    Reader,
    Rejection,
    RowRefused,
    read_application,
    read_member,
    texts,
)
from accanto.core.errors import OperationRefused
from accanto.core.sheets import Limits, Row, TableFile, open_table

SAMPLES = 5
LONGEST_REASON = 300  # what a refused row keeps


@dataclass(slots=True)
class ListContent:
    """All that a file says, row by row; nothing has been compared with the database yet."""

    applications: list[AppRow] = field(default_factory=list)
    members: list[MemberRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    totals: dict[stating.Key, int] = field(default_factory=dict)
    guesses: Counter[tuple[str, str]] = field(default_factory=Counter)
    formats: dict[str, str] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    mappings: dict[str, Mapping[str, str]] = field(default_factory=dict)
    member_sheets: set[str] = field(default_factory=set)

    @property
    def only_members(self) -> bool:
        """A file of members alone: even when every row of it was refused."""
        return bool(self.member_sheets) and not self.applications and self.member_sheets >= set(self.heads)


def sniff(path: Path, remembered: Mapping[str, Any], limits: Limits | None = None) -> dict[str, Any]:
    """What the file is, its tables, and a proposed mapping, as stored in `OutcomeImport.reading`.

    :raises SheetRefused: for a file that cannot be read.
    """
    file = open_table(path, limits=limits)
    tables = [_sniff_sheet(file, index, name, remembered) for index, name in enumerate(file.sheets)]
    return {
        "kind": file.kind,
        "encoding": file.encoding,
        "separator": file.separator,
        "tables": _without_notes([table for table in tables if table["headings"]]),
    }


def _without_notes(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Beside a complete list, a sheet that only resembles one (a legend) is left out; a person may take it in."""
    missing = [headings.missing_fields(Role(table["role"]), table["mapping"]) for table in tables]
    complete = [
        not lacking and table["role"] == Role.APPLICATIONS
        for table, lacking in zip(tables, missing, strict=True)
    ]
    for table, lacking in zip(tables, missing, strict=True):
        if any(complete) and lacking:
            table["role"] = str(Role.NOTHING)
    return tables


def _sniff_sheet(file: TableFile, index: int, name: str, remembered: Mapping[str, Any]) -> dict[str, Any]:
    rows = list(islice(file.rows(index), headings.HEAD_ROWS))
    found = headings.propose(rows, remembered)
    after = [row for row in rows if row.number > found.header_row]
    return {
        "sheet": index,
        "name": name,
        "role": str(found.role),
        "header_row": found.header_row,
        "headings": list(found.headings),
        "mapping": dict(found.mapping),
        "samples": [list(texts(row)) for row in after[:SAMPLES]],
    }


def check_mapping(reading: Mapping[str, Any]) -> None:
    """:raises OperationRefused: listing what has no column, or when nothing in the file is a list."""
    tables = [table for table in reading.get("tables", ()) if table["role"] != Role.NOTHING]
    if not tables:
        raise OperationRefused(
            _(
                "No list was found: one row must hold the headings, such as protocollo, codice_fiscale, comune, esito."
            ),
            field="file",
        )
    missing = [
        _("«%(sheet)s»: no column for «%(field)s»")
        % {"sheet": table["name"] or "CSV", "field": headings.FIELD_LABELS[name]}
        for table in tables
        for name in headings.missing_fields(Role(table["role"]), table["mapping"])
    ]
    if missing:
        raise OperationRefused(_("Say which columns hold what is missing."), missing=missing, field="mapping")


def read_list(
    path: Path, reading: Mapping[str, Any], *, towns: Towns, today: date, limits: Limits | None = None
) -> ListContent:
    """Every row of every table of the file.

    :raises SheetRefused: when the file cannot be read to its end.
    """
    file = open_table(path, limits=limits)
    content = ListContent()
    for table in reading["tables"]:
        role = Role(table["role"])
        if role is Role.NOTHING:
            continue
        rows = [row for row in file.rows(table["sheet"]) if row.number >= table["header_row"]]
        _TableReading(content, table, towns, today).read(rows, role)
    return content


class _TableReading:
    def __init__(self, content: ListContent, table: Mapping[str, Any], towns: Towns, today: date) -> None:
        self.content, self.towns = content, towns
        self.sheet: str = table["name"]
        self.header_row: int = table["header_row"]
        self.headings: list[str] = table["headings"]
        self.reader = Reader(self.headings, table["mapping"], today)
        self.totals_head: stating.TotalsHead | None = None

    def read(self, rows: list[Row], role: Role) -> None:
        body = rows if role is Role.TOTALS else [row for row in rows if row.number > self.header_row]
        self.content.heads[self.sheet] = self.headings
        self.content.mappings[self.sheet] = self.reader.mapping
        if role is Role.MEMBERS:
            self.content.member_sheets.add(self.sheet)
        if role is not Role.TOTALS:
            self.content.formats |= self.reader.learn(body)
        for row in body:
            if not self._took_as_total(row) and role is not Role.TOTALS:
                self._list_row(row, role)

    def _took_as_total(self, row: Row) -> bool:
        """Rows that state totals: the head of a table of totals, its rows, a line «TOTALE»."""
        head = stating.head_of(row)
        if head:
            self.totals_head = head
            return True
        counts = stating.read_total_line(row, self.towns) if self.totals_head is None else None
        if self.totals_head is not None:
            counts = stating.read_table_row(row, self.totals_head, self.towns)
        if counts is None:
            return False
        self.content.totals.update(counts)
        return True

    def _list_row(self, row: Row, role: Role) -> None:
        try:
            if role is Role.MEMBERS:
                self.content.members.append(read_member(row, self.reader, self.sheet))
            else:
                self.content.applications.append(read_application(row, self.reader, self.towns, self.sheet))
                self._note_guess(row)
        except RowRefused as refused:
            self.content.rejected.append(
                Rejection(
                    sheet=self.sheet,
                    row=row.number,
                    column=self.reader.heading(refused.field),
                    value=refused.value[:300],
                    reason=self._reason(refused),
                    cells=texts(row),
                )
            )

    def _reason(self, refused: RowRefused) -> str:
        """Why, and what else is to be mended in the row: in full, or by column alone where it would be too long."""
        if not refused.others:
            return refused.reason
        columns = [f"«{self.reader.heading(one.field)}»" for one in refused.others]
        told = "; ".join(
            f"{column}: {one.reason.rstrip('.')}" for column, one in zip(columns, refused.others, strict=True)
        )
        whole = _("%(reason)s Also wrong: %(others)s.") % {"reason": refused.reason, "others": told}
        if len(whole) <= LONGEST_REASON:
            return whole
        return _("%(reason)s Also wrong: %(others)s.") % {
            "reason": refused.reason,
            "others": ", ".join(columns),
        }

    def _note_guess(self, row: Row) -> None:
        written = self.reader.text(row, "municipality")
        found = self.towns.find(written)
        if found and not found.sure:
            self.content.guesses[written, found.town.name] += 1


def duplicates(content: ListContent) -> tuple[list[AppRow], list[Rejection], int]:
    """Rows to keep, rows refused for contradicting each other, and how many were repeated word by word."""
    distinct: dict[tuple[object, ...], AppRow] = {}
    for row in content.applications:
        distinct.setdefault(row.content, row)
    kept = list(distinct.values())
    by_protocol: dict[object, list[AppRow]] = {}
    by_person: dict[object, list[AppRow]] = {}
    for row in kept:
        by_protocol.setdefault(row.protocol, []).append(row)
        by_person.setdefault(row.who, []).append(row)
    refused: dict[int, Rejection] = {}
    for same in by_person.values():
        if len({row.outcome for row in same}) > 1:
            reason = _("The same person is here with two outcomes: see rows %(rows)s.")
            _refuse_all(same, "outcome", reason, content, refused)
    for same in by_protocol.values():
        if len(same) > 1:
            reason = _("The same protocol number is on rows that differ: see rows %(rows)s.")
            _refuse_all(same, "protocol", reason, content, refused)
    good = [row for row in kept if id(row) not in refused]
    return good, list(refused.values()), len(content.applications) - len(kept)


def _refuse_all(
    rows: list[AppRow], name: str, reason: str, content: ListContent, refused: dict[int, Rejection]
) -> None:
    numbers = ", ".join(str(row.row) for row in rows)
    for row in rows:
        heading = content.mappings.get(row.sheet, {}).get(name, name)
        value = str(row.outcome.label if name == "outcome" else row.protocol)
        one = Rejection(row.sheet, row.row, heading, value, reason % {"rows": numbers}, row.cells)
        refused.setdefault(id(row), one)


def measure_by_dates(rows: list[AppRow]) -> str | None:
    """The measure that most applications could ask for on the day they were sent; None when none says."""
    found = Counter(words.measure_of(row.submitted_on or row.outcome_on) for row in rows)
    found.pop(None, None)
    return str(found.most_common(1)[0][0]) if found else None
