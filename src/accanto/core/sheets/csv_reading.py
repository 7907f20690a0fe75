"""CSV as programmes really write it: four encodings, four separators, titles above the headings."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accanto.core.sheets.archive import check_extent, not_a_table
from accanto.core.sheets.errors import Problem, SheetRefused
from accanto.core.sheets.limits import Limits
from accanto.core.sheets.workbook_reading import cell_too_long, nul_in_row

SAMPLE = 64 * 1024
SAMPLE_ROWS = 30
SEPARATORS = (";", ",", "\t", "|")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = set(range(32)) - {9, 10, 11, 12, 13, 26, 27} - {0}
FORMULA_STARTS = "=+-@\t\r"
"""A text that begins so is a formula for a spreadsheet; see :mod:`accanto.core.sheets.writing`."""


def detect_encoding(path: Path) -> str:
    """By byte-order mark, else by zeros (UTF-16), else UTF-8 if the whole file is valid, else Windows."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, encoding in BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding
    if sum(byte in CONTROL for byte in sample) > len(sample) // 50:
        raise not_a_table()
    zeros = Counter(position % 2 for position, byte in enumerate(sample) if byte == 0)
    if zeros.total() > len(sample) // 3:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    return "latin-1"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(SAMPLE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def detect_separator(path: Path, encoding: str, limits: Limits) -> str:
    """The separator that gives the most rows of the same width; ``;`` when nothing separates."""
    with path.open("r", encoding=encoding, newline="", errors="replace") as file:
        sample = file.read(SAMPLE)
    if sample[:4].lower() == "sep=" and len(sample) > 4:
        return sample[4]
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator, limits))


def _regularity(sample: str, separator: str, limits: Limits) -> tuple[float, int]:
    """(share of the rows that have the commonest width above one, that width)."""
    csv.field_size_limit(limits.cell_length)
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            widths[len(row)] += bool(row)
            if widths.total() >= SAMPLE_ROWS:
                break
    except csv.Error:
        # The sample may end inside a quoted cell; what was counted so far still tells.
        pass
    total = widths.total()
    wide = [(rows, width) for width, rows in widths.items() if width > 1 and rows]
    if not wide:
        return 0, 0
    rows, width = max(wide)
    return round(rows / total, 2), width


def read(path: Path, encoding: str, separator: str, limits: Limits) -> Iterator[tuple[int, list[str | None]]]:
    """Row number (its first line) and cells, stripped; the apostrophe of our own exports is removed."""
    csv.field_size_limit(limits.cell_length)
    with _text(path, encoding) as file:
        reader = csv.reader(_lines(file), delimiter=separator, strict=True)
        start = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeError as error:
                raise _cut_short(start) from error
            except csv.Error as error:
                raise _refusal(error, start) from error
            check_extent(start, len(cells), limits)
            if not (start == 1 and cells and cells[0].lower().startswith("sep=") and len(cells) <= 2):
                yield start, [_clean(cell) for cell in cells]
            start = reader.line_num + 1


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open("r", encoding=encoding, newline="")


def _lines(file: io.TextIOWrapper) -> Iterator[str]:
    """Lines of the text; Ctrl-Z, by which DOS programmes end a file, ends it."""
    for number, line in enumerate(file, start=1):
        if "\x00" in line:
            raise nul_in_row(number)
        if line.rstrip("\r\n") == "\x1a":
            return
        yield line


def _clean(cell: str) -> str | None:
    cell = cell.strip(" \xa0")
    if len(cell) > 1 and cell[0] == "'" and cell[1] in FORMULA_STARTS:
        cell = cell[1:]
    return cell or None


def _refusal(error: csv.Error, row: int) -> SheetRefused:
    if "field larger" in str(error):
        return cell_too_long(row)
    return SheetRefused(
        Problem.QUOTES,
        _("In row %(row)d a quotation mark opens and does not close: correct it and try again.")
        % {"row": row},
        row=row,
    )


def _cut_short(row: int) -> SheetRefused:
    return SheetRefused(
        Problem.TRUNCATED,
        _("The file stops in the middle of row %(row)d: download it again.") % {"row": row},
        row=row,
    )
