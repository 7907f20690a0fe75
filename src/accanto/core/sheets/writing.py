"""Tables that people take away: xlsx, csv and ods from the same columns and rows.

A text that begins with = + - @ is a formula for whoever opens the file, and may come from a stranger's
list. Text is therefore always written as text; in CSV, which has no types, an apostrophe goes before it
(and is taken off again when the file comes back).
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from django.utils.functional import Promise

from accanto.core.sheets.csv_reading import FORMULA_STARTS

Value = str | Promise | int | Decimal | date | datetime | None
Rows = Iterable[Sequence[Value]]
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
XLSX_TEXT = 32_767
"""Longest text in an Excel cell; what is beyond is cut and an ellipsis says so."""
WIDE_FORMULA_STARTS = FORMULA_STARTS + "\n＝＋－＠"


class ExportFormat(StrEnum):
    """The formats offered by every list; the value is the file's ending."""

    XLSX = "xlsx"
    CSV = "csv"
    ODS = "ods"


CONTENT_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and, for workbooks, a width in characters."""

    heading: str | Promise
    width: int = 18


def write_table(
    stream: IO[bytes],
    *,
    export_format: ExportFormat,
    columns: Sequence[Column],
    rows: Rows,
    title: str | Promise = "",
) -> None:
    """Write headings and rows, each row as it comes: memory does not grow with their number."""
    write = _WRITERS[export_format]
    write(stream, columns, rows, _sheet_title(title))


def _sheet_title(title: str | Promise) -> str:
    """A sheet's name as Excel accepts it: no ``[]:*?/\\``, 31 characters, not blank."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", str(title)).strip(" '")[:31].strip(" '") or "Elenco"


def _text(value: object) -> str:
    return NOT_XML.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")


def _write_xlsx(stream: IO[bytes], columns: Sequence[Column], rows: Rows, title: str) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "datetime": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, _fit(_text(column.heading)), bold)
        for number, row in enumerate(rows, start=1):
            for position, value in enumerate(row):
                _write_xlsx_cell(sheet, number, position, value, formats)


def _write_xlsx_cell(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, Decimal) and value.is_finite():
        sheet.write_number(row, column, value, formats["amount"])
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats["datetime"])
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value, formats["date"])
    elif text := _fit(_text(value)):
        sheet.write_string(row, column, text)


def _fit(text: str) -> str:
    return text if len(text) <= XLSX_TEXT else text[: XLSX_TEXT - 1] + "…"


def _write_csv(stream: IO[bytes], columns: Sequence[Column], rows: Rows, _title: str) -> None:
    wrapper = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(wrapper, delimiter=";")
    writer.writerow([neutralise(_text(column.heading)) for column in columns])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    wrapper.flush()
    wrapper.detach()


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int):
        return str(value)
    return neutralise(_text(value))


def neutralise(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would take it for a formula."""
    start = text.lstrip(" \xa0")[:1] or text[:1]
    return f"'{text}" if start and start in WIDE_FORMULA_STARTS else text


ODS_MIMETYPE = CONTENT_TYPES[ExportFormat.ODS]
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
ODS_HEAD = (Path(__file__).parent / "ods_head.xml").read_text(encoding="utf-8").strip()
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def _write_ods(stream: IO[bytes], columns: Sequence[Column], rows: Rows, title: str) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        with archive.open("content.xml", "w") as content:
            for piece in _ods_content(columns, rows, title):
                content.write(piece.encode("utf-8"))


def _ods_content(columns: Sequence[Column], rows: Rows, title: str) -> Iterator[str]:
    yield ODS_HEAD
    yield f"<table:table table:name={quoteattr(_text(title))}>"
    yield f'<table:table-column table:number-columns-repeated="{len(columns)}" table:style-name="wide"/>'
    headings = "".join(_ods_text(_text(column.heading), ' table:style-name="heading"') for column in columns)
    yield f"<table:table-header-rows><table:table-row>{headings}</table:table-row></table:table-header-rows>"
    for row in rows:
        yield f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
    yield ODS_TAIL


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, Decimal) and value.is_finite():
        return _ods_typed(f'office:value-type="float" office:value="{value:f}"', "amount")
    if isinstance(value, int) and not isinstance(value, bool):
        return _ods_typed(f'office:value-type="float" office:value="{value}"', "Default")
    if isinstance(value, date):
        moment = isinstance(value, datetime)
        stamp = value.strftime("%Y-%m-%dT%H:%M:%S") if moment else value.isoformat()
        return _ods_typed(
            f'office:value-type="date" office:date-value="{stamp}"', "moment" if moment else "date"
        )
    return _ods_text(_text(value), "")


def _ods_typed(attributes: str, style: str) -> str:
    return f'<table:table-cell table:style-name="{style}" {attributes}/>'


def _ods_text(text: str, attributes: str) -> str:
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{_ods_line(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell{attributes} office:value-type="string">{lines}</table:table-cell>'


def _ods_line(line: str) -> str:
    """OpenDocument folds white space: more than one blank, or one at the ends, needs its own element."""
    line = re.sub(r"^ | (?= )| $", "\x00", line)
    return escape(line).replace("\x00", "<text:s/>").replace("\t", "<text:tab/>")


_WRITERS: dict[ExportFormat, Callable[[IO[bytes], Sequence[Column], Rows, str], None]] = {
    ExportFormat.XLSX: _write_xlsx,
    ExportFormat.CSV: _write_csv,
    ExportFormat.ODS: _write_ods,
}
