"""The checks that an XLSX or ODS passes before a parser sees it.

Sizes written in a ZIP's headers can lie, so every entry is unpacked here in small pieces and counted.
Positions can lie too: one cell at XFD1048576, or one ODS row "repeated a million times", makes a parser
ask for gigabytes. The XML is therefore walked once with expat, which keeps nothing.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from accanto.core.sheets.errors import Problem, SheetRefused
from accanto.core.sheets.limits import Limits

PIECE = 256 * 1024
CELL_PLACE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")


def check_archive(path: Path, *, limits: Limits) -> str:
    """Refuse a dangerous, damaged or foreign archive; return ``"xlsx"`` or ``"ods"``."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, path.stat().st_size, limits)
            kind = _kind(archive)
            with path.open("rb") as raw:
                _check_contents(raw, entries, kind, limits)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _truncated() from error


def _truncated() -> SheetRefused:
    return SheetRefused(
        Problem.TRUNCATED,
        _("The spreadsheet is damaged or incomplete: download it again, or open it and save a new copy."),
    )


def _bomb() -> SheetRefused:
    return SheetRefused(
        Problem.BOMB,
        _(
            "Unpacked, this spreadsheet would be far bigger than any list: it was not opened. "
            "Copy the rows into a new spreadsheet and try again."
        ),
    )


def _check_directory(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SheetRefused(
            Problem.OLD_OR_LOCKED, _("The spreadsheet is protected by a password: save a copy without it.")
        )
    # Entries that together claim more packed bytes than the file has overlap each other: a known bomb.
    overlapping = sum(entry.compress_size for entry in entries) > size
    if overlapping or len(entries) > limits.entries:
        raise _bomb()
    if sum(entry.file_size for entry in entries) > limits.unpacked_size:
        raise _bomb()


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        with archive.open("mimetype") as mimetype:
            if mimetype.read(100).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                return "ods"
    raise not_a_table()


def not_a_table() -> SheetRefused:
    """The refusal for a file of another nature (a picture, a PDF, a program)."""
    return SheetRefused(
        Problem.BINARY,
        _("This file is not a list: choose a CSV, an Excel workbook (.xlsx) or an OpenDocument one (.ods)."),
    )


def _check_contents(raw: IO[bytes], entries: list[zipfile.ZipInfo], kind: str, limits: Limits) -> None:
    total = 0
    for entry in entries:
        walker = _walker(entry.filename, kind, limits)
        came = 0
        for piece in unpacked(raw, entry):
            came += len(piece)
            total += len(piece)
            too_dense = came > limits.ratio_from and came > limits.ratio * max(entry.compress_size, 1)
            if too_dense or total > limits.unpacked_size:
                raise _bomb()
            if walker:
                walker.feed(piece)
        if walker:
            walker.close()


def unpacked(raw: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's true bytes, whatever length its headers claim."""
    raw.seek(entry.header_offset + 26)
    lengths = raw.read(4)
    if len(lengths) < 4:
        raise _truncated()
    name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
    raw.seek(name + extra, 1)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left and (piece := raw.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise _truncated()
    inflater = zlib.decompressobj(-15)
    while left and (packed := raw.read(min(PIECE, left))):
        left -= len(packed)
        while packed:
            yield inflater.decompress(packed, PIECE)
            packed = inflater.unconsumed_tail
    yield inflater.flush()
    if not inflater.eof:
        raise _truncated()


class _XmlWalk:
    """Walks one XML part; the subclass counts how much room a parser would need for it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def feed(self, piece: bytes) -> None:
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise _truncated() from error

    def close(self) -> None:
        try:
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _truncated() from error

    def doctype(self, *_args: object) -> None:
        raise _bomb()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Most walks need only the openings."""


class _XlsxWalk(_XmlWalk):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.first_row = self.first_column = 2_000_000
        self.last_row = self.last_column = 0
        self.row = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif tag == "c":
            self._cell(attributes.get("r"))

    def _cell(self, place: str | None) -> None:
        found = CELL_PLACE.match(place or "")
        if found:
            self.column = column_number(found[1])
            self.row = int(found[2])
        else:
            self.column += 1
        self.first_row, self.last_row = min(self.first_row, self.row), max(self.last_row, self.row)
        self.first_column = min(self.first_column, self.column)
        self.last_column = max(self.last_column, self.column)
        height, width = self.last_row - self.first_row + 1, self.last_column - self.first_column + 1
        check_extent(height, width, self.limits)


class _OdsWalk(_XmlWalk):
    """Counts rows and cells with their repetitions; what is empty does not count."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.rows = self.row_cells = self.width = self.repeated = 0
        self.empties = self.column = 0
        self.empty_rows = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.rows = self.width = self.empty_rows = 0
        elif name == "table:table-row":
            self.repeated = int(attributes.get("table:number-rows-repeated", 1))
            self.column = self.empties = 0
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            times = int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self.column += self.empties + times
                self.empties = 0
            else:
                self.empties += times

    def end(self, name: str) -> None:
        if name != "table:table-row":
            return
        if not self.column:
            self.empty_rows += self.repeated
            return
        self.rows += self.empty_rows + self.repeated
        self.empty_rows = 0
        self.width = max(self.width, self.column)
        check_extent(self.rows, self.width, self.limits)


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose filled rectangle is larger than the limits."""
    if rows > limits.rows:
        raise SheetRefused(
            Problem.TOO_BIG,
            _("The sheet has more than %(limit)d rows: divide it into smaller files.")
            % {"limit": limits.rows},
        )
    if columns > limits.columns or rows * columns > limits.cells:
        raise SheetRefused(
            Problem.TOO_BIG,
            _("The sheet has too many columns (a list needs fewer than %(limit)d): delete those not needed.")
            % {"limit": limits.columns},
        )


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _walker(filename: str, kind: str, limits: Limits) -> _XmlWalk | None:
    if kind == "ods":
        return _OdsWalk(limits) if filename == "content.xml" else None
    return _XlsxWalk(limits) if re.match(r"^xl/worksheets/[^/]+\.xml$", filename) else None
