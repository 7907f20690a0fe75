"""Lists arrive from many programmes; what can be read is read alike, what cannot is refused with a reason."""

import datetime as dt
import io
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from accanto.core.sheets import Limits, SheetRefused, open_table
from accanto.core.sheets.errors import Problem

ROWS = [["Protocollo", "Cognome", "Città"], ["1", "Campioni", "Montalè"], ["2", "Prova;Finti", "L’Aquila"]]
ODS_CONTENT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ODS_CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path, fill, name: str = "list.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        fill(book)
    return path


def ods_file(folder: Path, rows: str) -> Path:
    path = folder / "list.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS_CONTENT.format(rows))
    return path


def refusal(path: Path, limits: Limits | None = None, sheet: int = 0) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        list(open_table(path, limits=limits).rows(sheet))
    return caught.value


def cells(path: Path, sheet: int = 0) -> list[list[object]]:
    return [list(row.cells) for row in open_table(path).rows(sheet)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_encoding_and_separator_gives_the_same_rows(tmp_path, encoding, separator):
    lines = [separator.join(f'"{cell}"' for cell in row) for row in ROWS]
    assert cells(csv_file(tmp_path, "\r\n".join(lines), encoding)) == ROWS


def test_latin_1_is_read_where_windows_has_no_letter(tmp_path):
    table = open_table(csv_file(tmp_path, "a;b\nè\x81;c\n", "latin-1"))
    assert (table.encoding, [row.cells for row in table.rows()]) == ("latin-1", [("a", "b"), ("è\x81", "c")])


def test_row_numbers_are_those_of_the_spreadsheet_and_blank_rows_are_skipped(tmp_path):
    path = csv_file(tmp_path, 'Elenco al 30 novembre;\n\na;b\n"due\nrighe";2\n;;\nc;3\n')
    assert [(row.number, row.cells) for row in open_table(path).rows()] == [
        (1, ("Elenco al 30 novembre", None)),
        (3, ("a", "b")),
        (4, ("due\nrighe", "2")),
        (7, ("c", "3")),
    ]


def test_excel_s_own_separator_line_is_obeyed(tmp_path):
    assert cells(csv_file(tmp_path, "sep=|\na|b;c\n1|2;3\n")) == [["a", "b;c"], ["1", "2;3"]]


def test_a_list_of_names_with_commas_is_still_separated_by_semicolons(tmp_path):
    text = "nome;importo\nProva, Anna;1,50\nFinti, Ugo;2,50\n"
    assert cells(csv_file(tmp_path, text))[1] == ["Prova, Anna", "1,50"]


def test_the_apostrophe_of_our_own_exports_comes_off(tmp_path):
    assert cells(csv_file(tmp_path, "a;b\n'=1+1;'Ndrangheta\n"))[1] == ["=1+1", "'Ndrangheta"]


def test_workbooks_keep_types_texts_and_sheets(tmp_path):
    def fill(book):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        first, second = book.add_worksheet("Domande"), book.add_worksheet("Componenti")
        first.write_string(2, 1, "=1+1")
        first.write_number(2, 2, 1128)
        first.write_number(2, 3, 12.5)
        first.write_datetime(2, 4, dt.datetime(2018, 11, 30), day)
        first.write_formula(2, 5, "=1+1", None, 2)
        second.write_string(0, 0, "x")

    path = xlsx_file(tmp_path, fill)
    table = open_table(path)
    assert (table.kind, table.sheets) == ("xlsx", ("Domande", "Componenti"))
    assert [(row.number, row.cells) for row in table.rows()] == [
        (3, (None, "=1+1", 1128, 12.5, dt.date(2018, 11, 30), 2))
    ]
    assert cells(path, sheet=1) == [["x"]]
    assert refusal(path, sheet=2).problem is Problem.NO_SUCH_SHEET


def test_ods_rows_that_repeat_are_read_and_empty_ones_cost_nothing(tmp_path):
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{ODS_CELL}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert cells(ods_file(tmp_path, rows)) == [["x"], ["x"]]


def test_an_empty_file_is_refused(tmp_path):
    assert refusal(csv_file(tmp_path, "")).problem is Problem.EMPTY


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.csv"
    path.touch()
    os.truncate(path, 200 * 1024 * 1024)
    tracemalloc.start()
    try:
        found = refusal(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.problem is Problem.TOO_BIG
    assert "200 MB" in str(found)
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"x" * 100,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(1, 256)) * 20,
        b"\x7fELF" + bytes(100),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert refusal(path).problem is Problem.BINARY


def test_a_zip_that_is_no_spreadsheet_is_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(path).problem is Problem.BINARY


def test_an_old_or_locked_workbook_says_how_to_save_it(tmp_path):
    path = tmp_path / "list.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refusal(path).problem is Problem.OLD_OR_LOCKED


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(tmp_path, share):
    path = xlsx_file(tmp_path, lambda book: book.add_worksheet().write_column(0, 0, range(5000)))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refusal(path).problem is Problem.TRUNCATED


def test_a_utf_16_file_cut_in_half_a_letter_names_its_row(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("a;b\nc;d\ne;f".encode("utf-16")[:-1])
    assert (refusal(path).problem, refusal(path).row) == (Problem.TRUNCATED, 3)


def test_nul_bytes_name_their_row(tmp_path):
    found = refusal(csv_file(tmp_path, "a;b\n1;2\n3;\x004\n"))
    assert (found.problem, found.row) == (Problem.NUL, 3)


def test_a_quote_that_never_closes_names_its_row(tmp_path):
    found = refusal(csv_file(tmp_path, 'a;b\n1;2\n"3;4\n5;6\n'))
    assert (found.problem, found.row) == (Problem.QUOTES, 3)
    swallowed = refusal(csv_file(tmp_path, 'a;b\n1;2\n3;"4\n' + "5;6\n" * 10_000))
    assert (swallowed.problem, swallowed.row) == (Problem.QUOTES, 3)


def test_a_bomb_in_one_entry_is_refused_before_any_parser_sees_it(tmp_path):
    path = xlsx_file(tmp_path, lambda book: book.add_worksheet())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(60 * 1024 * 1024))
    assert refusal(path).problem is Problem.BOMB


def test_a_bomb_whose_headers_lie_about_its_size_is_refused(tmp_path):
    path = xlsx_file(tmp_path, lambda book: book.add_worksheet())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(60 * 1024 * 1024))
    true_size = struct.pack("<I", 60 * 1024 * 1024)
    path.write_bytes(path.read_bytes().replace(true_size, struct.pack("<I", 100)))
    assert refusal(path).problem is Problem.BOMB


def test_too_many_entries_are_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/{number}.xml", "")
    assert refusal(path).problem is Problem.BOMB


def test_entities_that_multiply_are_refused(tmp_path):
    path = ods_file(tmp_path, ODS_CELL)
    content = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    assert refusal(path).problem is Problem.BOMB


def test_one_cell_at_the_far_corner_does_not_make_a_sheet_of_millions(tmp_path):
    def corners(book):
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "a")
        sheet.write_string(1_048_575, 16_383, "z")

    assert refusal(xlsx_file(tmp_path, corners)).problem is Problem.TOO_BIG
    many = f'<table:table-row table:number-rows-repeated="1048576">{ODS_CELL}</table:table-row>'
    assert refusal(ods_file(tmp_path, many)).problem is Problem.TOO_BIG


def test_row_and_column_limits_hold_for_every_kind(tmp_path):
    limits = Limits(rows=3, columns=2)
    assert refusal(csv_file(tmp_path, "a;b\n" * 4), limits).problem is Problem.TOO_BIG
    assert refusal(csv_file(tmp_path, "a;b;c\n"), limits).problem is Problem.TOO_BIG
    tall = xlsx_file(tmp_path, lambda book: book.add_worksheet().write_column(0, 0, range(4)))
    assert refusal(tall, limits).problem is Problem.TOO_BIG
    assert refusal(
        ods_file(tmp_path, f"<table:table-row>{ODS_CELL * 3}</table:table-row>"), limits
    ).problem == (Problem.TOO_BIG)


def test_a_password_on_an_entry_is_refused(tmp_path):
    path = xlsx_file(tmp_path, lambda book: book.add_worksheet())
    content = io.BytesIO(path.read_bytes())
    data = bytearray(content.getvalue())
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(bytes(data))
    assert refusal(path).problem is Problem.OLD_OR_LOCKED
