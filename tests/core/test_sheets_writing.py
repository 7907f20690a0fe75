"""What people take away: the same table in three formats, and never a formula."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accanto.core.sheets import Column, ExportFormat, open_table, write_table

COLUMNS = [Column("Cognome", 30), Column("=HYPERLINK(1)")]


def written(export_format, rows, title="Elenco", columns=COLUMNS) -> bytes:
    stream = io.BytesIO()
    write_table(stream, export_format=export_format, columns=columns, rows=rows, title=title)
    return stream.getvalue()


def read_back(folder: Path, content: bytes, export_format) -> list[tuple[object, ...]]:
    path = folder / f"x.{export_format}"
    path.write_bytes(content)
    return [row.cells for row in open_table(path).rows()]


@pytest.mark.parametrize("export_format", list(ExportFormat))
def test_texts_numbers_and_dates_come_back(tmp_path, export_format):
    rows = [["Però «L’Aquila»", Decimal("1234.50"), 7, dt.date(2018, 11, 30), None, "a  b"]]
    columns = [Column(name) for name in "abcdef"]
    found = read_back(tmp_path, written(export_format, rows, columns=columns), export_format)
    as_typed = ("Però «L’Aquila»", 1234.5, 7, dt.date(2018, 11, 30), None, "a  b")
    as_text = ("Però «L’Aquila»", "1234,50", "7", "30/11/2018", None, "a  b")
    assert found == [tuple("abcdef"), as_text if export_format is ExportFormat.CSV else as_typed]


def test_the_csv_opens_in_excel_with_accents_and_columns():
    content = written(ExportFormat.CSV, [["è", 1]])
    assert content.startswith(b"\xef\xbb\xbfCognome;")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    text=st.text(st.characters(exclude_characters="\x00"), max_size=40),
    start=st.sampled_from(["", "=", "+", "-", "@", "\t=", "\r=", " =", "\n=", "＝", "'="]),
    export_format=st.sampled_from(list(ExportFormat)),
)
@example(text="cmd|' /C calc'!A0", start="=", export_format=ExportFormat.CSV)
@example(text="_x003D_1+1", start="", export_format=ExportFormat.XLSX)
@example(text="\ud800", start="=", export_format=ExportFormat.ODS)
def test_no_text_is_ever_a_formula(tmp_path, text, start, export_format):
    content = written(export_format, [[start + text, "b"]])
    if export_format is ExportFormat.CSV:
        import csv

        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        for row in reader:
            for cell in row:
                assert not re.match(r"[\s\xa0]*[=+\-@＝＋－＠]", cell)
                assert cell[:1] not in {"\t", "\r", "\n"}
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    assert not any(b"<f>" in part or b"<f " in part or b"table:formula" in part for part in parts)
    if start + text and not re.search(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", start + text):
        assert read_back(tmp_path, content, export_format)[1] == (start + text, "b")


@given(text=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_csv_of_ours_comes_back_as_it_was(tmp_path, text):
    if text.startswith("'"):
        return
    content = written(ExportFormat.CSV, [[text, "b"]])
    assert read_back(tmp_path, content, ExportFormat.CSV)[1] == (text, "b")


def test_a_sheet_s_title_is_cleaned_and_a_long_text_is_cut_aloud(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        written(ExportFormat.XLSX, [["x" * 40_000, 1]], title="Domande: al 30/11? [bozza] molto lungo")
    )
    assert open_table(path).sheets == ("Domande  al 30 11   bozza  molt",)
    from python_calamine import CalamineWorkbook

    text = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1][0]
    assert (len(text), text[-1]) == (32_767, "…")


def test_rows_are_written_as_they_come():
    def endless():
        for number in range(20_000):
            yield [f"Prova {number}", number]

    assert len(written(ExportFormat.CSV, endless()).splitlines()) == 20_001
