"""Dates and amounts are read by the format of their column."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.sheets.values import (
    AmountFormat,
    DateFormat,
    as_text,
    detect_amount_format,
    detect_date_format,
    parse_amount,
    parse_date,
)

LATEST = dt.date(2026, 11, 23)
MONTHS = [
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
]
WRITERS = {
    DateFormat.DAY_MONTH_YEAR: lambda day: day.strftime("%d/%m/%Y"),
    DateFormat.YEAR_MONTH_DAY: lambda day: day.isoformat(),
    DateFormat.MONTH_NAME: lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    DateFormat.COMPACT: lambda day: day.strftime("%Y%m%d"),
    DateFormat.COMPACT_DAY_FIRST: lambda day: day.strftime("%d%m%Y"),
    DateFormat.SERIAL: lambda day: str((day - dt.date(1899, 12, 30)).days),
}


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("30/11/2018", DateFormat.DAY_MONTH_YEAR, dt.date(2018, 11, 30)),
        ("30.11.2018", DateFormat.DAY_MONTH_YEAR, dt.date(2018, 11, 30)),
        ("30-11-18", DateFormat.DAY_MONTH_YEAR, dt.date(2018, 11, 30)),
        ("1/2/85", DateFormat.DAY_MONTH_YEAR, dt.date(1985, 2, 1)),
        ("24-11-26", DateFormat.DAY_MONTH_YEAR, dt.date(1926, 11, 24)),
        ("30/11/2018 10:32", DateFormat.DAY_MONTH_YEAR, dt.date(2018, 11, 30)),
        ("2018-11-30T10:32:00Z", DateFormat.DAY_MONTH_YEAR, dt.date(2018, 11, 30)),
        ("1° dicembre 2018", DateFormat.DAY_MONTH_YEAR, dt.date(2018, 12, 1)),
        ("30 nov. 2018", DateFormat.MONTH_NAME, dt.date(2018, 11, 30)),
        ("12/31/2018", DateFormat.MONTH_DAY_YEAR, dt.date(2018, 12, 31)),
        (43434, DateFormat.DAY_MONTH_YEAR, dt.date(2018, 11, 30)),
        ("43434", DateFormat.SERIAL, dt.date(2018, 11, 30)),
        (dt.datetime(2018, 11, 30, 8), DateFormat.SERIAL, dt.date(2018, 11, 30)),
        ("31/02/2018", DateFormat.DAY_MONTH_YEAR, None),
        ("domani", DateFormat.DAY_MONTH_YEAR, None),
        ("", DateFormat.DAY_MONTH_YEAR, None),
        ("²/1/2018", DateFormat.DAY_MONTH_YEAR, None),
    ],
)
def test_a_cell_is_a_date_or_none(text, form, expected):
    assert parse_date(text, form, latest=LATEST) == expected


@given(
    days=st.lists(st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)), min_size=1, max_size=20),
    form=st.sampled_from(list(WRITERS)),
)
def test_a_column_written_in_one_format_is_read_back(days, form):
    texts = [WRITERS[form](day) for day in days]
    found = detect_date_format(texts)
    assert [parse_date(text, found, latest=LATEST) for text in texts] == days


def test_american_dates_are_recognised_only_when_ours_do_not_fit():
    assert detect_date_format(["01/02/2018", "03/04/2018"]) is DateFormat.DAY_MONTH_YEAR
    assert detect_date_format(["01/02/2018", "03/24/2018"]) is DateFormat.MONTH_DAY_YEAR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,50", "1234.50"),
        ("€ 1.234,50", "1234.50"),
        ("1234,5 euro", "1234.50"),
        ("1.234", "1234.00"),
        ("-12,00", "-12.00"),
        ("500,-", "500.00"),
        (1234.5, "1234.50"),
        (0.1, "0.10"),
        ("1.23.4", None),
        ("abc", None),
        ("", None),
        (None, None),
        (float("inf"), None),
    ],
)
def test_italian_amounts(text, expected):
    assert parse_amount(text, AmountFormat.COMMA) == (None if expected is None else Decimal(expected))


def test_cents_after_a_point_are_recognised_by_the_column():
    column = ["1,234.50", "99.90", "1,000"]
    form = detect_amount_format(column)
    assert [parse_amount(text, form) for text in column] == [
        Decimal("1234.50"),
        Decimal("99.90"),
        Decimal("1000.00"),
    ]


@given(st.decimals(-(10**9), 10**9, places=2))
def test_amounts_survive_being_written_the_italian_way(amount):
    text = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse_amount(f"€ {text}", detect_amount_format([text])) == amount


def test_cells_become_text_as_people_read_them():
    assert [as_text(value) for value in (None, 12, 1.5, 1e-7, " a \n b ", dt.date(2018, 1, 2), True)] == [
        "", "12", "1.5", "0.0000001", "a b", "02/01/2018", "1",
    ]  # fmt: skip
