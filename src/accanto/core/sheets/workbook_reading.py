"""XLSX and ODS through python-calamine, after :mod:`accanto.core.sheets.archive` has let them pass."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from accanto.core.sheets.archive import check_extent
from accanto.core.sheets.errors import Problem, SheetRefused
from accanto.core.sheets.limits import Limits

Value = str | int | float | bool | date | datetime | time | timedelta | None


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of the visible sheets and of the hidden ones, in the workbook's order."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            return tuple(workbook.sheet_names)
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable() from error


def read(path: Path, sheet: int, limits: Limits) -> Iterator[tuple[int, list[Value]]]:
    """Row number and cells from column A. Formulas give the value that was saved with them."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            table = workbook.get_sheet_by_index(sheet)
            if table.start is None or table.end is None:
                return
            check_extent(table.end[0] - table.start[0] + 1, table.end[1] - table.start[1] + 1, limits)
            padding: list[Value] = [None] * table.start[1]
            for number, cells in enumerate(table.iter_rows(), start=1):
                yield number, padding + [_value(cell, number, limits) for cell in cells]
    except (CalamineError, OSError) as error:
        raise _unreadable() from error


def _value(cell: Any, row: int, limits: Limits) -> Value:
    """Whole numbers as int (a protocol number is not 1128.0), empty text as None."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, str):
        if "\x00" in cell:
            raise nul_in_row(row)
        if len(cell) > limits.cell_length:
            raise cell_too_long(row)
        return cell or None
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    value: Value = cell
    return value


def nul_in_row(row: int) -> SheetRefused:
    """NUL never occurs in a text that somebody wrote: the file is damaged or not a text."""
    return SheetRefused(
        Problem.NUL,
        _("Row %(row)d contains invisible characters (NUL): the file is damaged, export it again.")
        % {"row": row},
        row=row,
    )


def cell_too_long(row: int) -> SheetRefused:
    """A cell that swallowed the rest of the file, usually for a quote that never closes."""
    return SheetRefused(
        Problem.QUOTES,
        _("Row %(row)d has a cell far too long: look there for a quotation mark that never closes.")
        % {"row": row},
        row=row,
    )


def _unreadable() -> SheetRefused:
    return SheetRefused(
        Problem.TRUNCATED,
        _("The spreadsheet cannot be read: open it with your programme, save a new copy and try again."),
    )
