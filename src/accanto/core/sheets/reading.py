"""Open a file that somebody sends as a table, whatever it was saved with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accanto.core.sheets import csv_reading, workbook_reading
from accanto.core.sheets.archive import check_archive, not_a_table
from accanto.core.sheets.errors import Problem, SheetRefused
from accanto.core.sheets.limits import MEGABYTE, Limits

Cell = str | int | float | Decimal | bool | date | datetime | time | timedelta | None

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of .xls files and of workbooks locked by a password."""
ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
BINARY_HEADS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it; ``number`` counts from 1 as spreadsheets do, ``cells`` from column A."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that passed its checks. ``encoding`` and ``separator`` are empty for workbooks."""

    path: Path
    kind: str
    sheets: tuple[str, ...]
    encoding: str = ""
    separator: str = ""
    limits: Limits = field(default_factory=Limits)

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """The rows that hold something, in order. Refusals may come while reading, with their row."""
        if not 0 <= sheet < len(self.sheets):
            raise SheetRefused(Problem.NO_SUCH_SHEET, _("The file has no such sheet: choose another one."))
        source: Iterator[tuple[int, Sequence[Cell]]]
        if self.kind == "csv":
            source = csv_reading.read(self.path, self.encoding, self.separator, self.limits)
        else:
            source = workbook_reading.read(self.path, sheet, self.limits)
        for number, cells in source:
            if any(cell is not None and cell != "" for cell in cells):
                yield Row(number, tuple(cells))


def open_table(path: Path, *, limits: Limits | None = None) -> TableFile:
    """Check the file and say what it is; nothing is read whole. Refuses with :class:`SheetRefused`."""
    limits = limits or Limits()
    check_size(path.stat().st_size, limits)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(OLD_OFFICE):
        raise SheetRefused(
            Problem.OLD_OR_LOCKED,
            _(
                "This is an old Excel file (.xls) or one protected by a password: "
                "open it, save it as .xlsx without a password, and try again."
            ),
        )
    if head.startswith(ZIP_HEADS):
        kind = check_archive(path, limits=limits)
        return TableFile(path, kind, workbook_reading.sheet_names(path), limits=limits)
    if head.startswith(BINARY_HEADS):
        raise not_a_table()
    encoding = csv_reading.detect_encoding(path)
    separator = csv_reading.detect_separator(path, encoding, limits)
    return TableFile(path, "csv", ("",), encoding, separator, limits)


def check_size(size: int, limits: Limits | None = None) -> None:
    """Refuse an empty or oversized file from its size alone, so before it is stored or read."""
    limits = limits or Limits()
    if size == 0:
        raise SheetRefused(Problem.EMPTY, _("The file is empty: choose the list again."))
    if size > limits.file_size:
        raise SheetRefused(
            Problem.TOO_BIG,
            _("The file is %(size)s MB; at most %(limit)d MB are read. Divide the list into smaller files.")
            % {"size": f"{size / MEGABYTE:.0f}", "limit": limits.file_size // MEGABYTE},
        )
