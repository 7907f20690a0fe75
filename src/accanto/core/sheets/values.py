"""Dates and amounts out of cells, by the format that the whole column shows.

One cell does not tell: 03/04/2018 is April in Italy, and 1.234 may be a thousand or one and a bit. So the
format is found once for a column and then applied to each cell; a cell that does not fit gives None and
the caller says so.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

CENT = Decimal("0.01")
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(1, 73_051)
"""Excel's day numbers up to the end of 2099."""
MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
SPLIT = re.compile(r"[/.\-\s]+")
TIME_OF_DAY = re.compile(r"[T\s]+\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$")


class DateFormat(StrEnum):
    """How a column writes its dates."""

    DAY_MONTH_YEAR = "day_month_year"
    YEAR_MONTH_DAY = "year_month_day"
    MONTH_NAME = "month_name"
    COMPACT = "compact"
    COMPACT_DAY_FIRST = "compact_day_first"
    SERIAL = "serial"
    MONTH_DAY_YEAR = "month_day_year"


class AmountFormat(StrEnum):
    """Which sign separates the cents."""

    COMMA = "comma"
    POINT = "point"


def as_text(value: object) -> str:
    """The cell as a person reads it; whole numbers without a point, dates as gg/mm/aaaa."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return " ".join(str(value).split())


def detect_date_format(values: Iterable[object]) -> DateFormat:
    """The format that reads most cells; among equals the first of the enum, so Italy's order wins."""
    texts = [as_text(value) for value in values if value is not None and not isinstance(value, date)]
    texts = [text for text in texts if text][:2_000]
    latest = date(2099, 12, 31)
    return max(DateFormat, key=lambda form: sum(_READERS[form](text, latest) is not None for text in texts))


def parse_date(value: object, form: DateFormat, *, latest: date) -> date | None:
    """The date, or None when the cell is not one.

    ``latest`` decides the century of a two-digit year: the last one in which the date is not after it.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = TIME_OF_DAY.sub("", as_text(value)).strip()
    if not text:
        return None
    # After a copy and paste a column mixes formats: those that cannot be mistaken count.
    for one in (form, DateFormat.YEAR_MONTH_DAY, DateFormat.MONTH_NAME):
        if found := _READERS[one](text, latest):
            return found
    if isinstance(value, int | float):
        return _serial(text, latest)
    return None


def _year(text: str, latest: date, month: int, day: int) -> int | None:
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        return None
    year = latest.year - latest.year % 100 + int(text)
    return year - 100 if (year, month, day) > (latest.year, latest.month, latest.day) else year


def _build(day: str, month: str, year: str, latest: date) -> date | None:
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal()):
        return None
    if len(day) > 2 or len(month) > 2:
        return None
    full = _year(year, latest, int(month), int(day))
    try:
        return date(full, int(month), int(day)) if full else None
    except ValueError:
        return None


def _parts(text: str) -> tuple[str, str, str] | None:
    parts = [part for part in SPLIT.split(TIME_OF_DAY.sub("", text)) if part]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


def _day_first(text: str, latest: date) -> date | None:
    parts = _parts(text)
    return _build(parts[0], parts[1], parts[2], latest) if parts else None


def _month_first(text: str, latest: date) -> date | None:
    parts = _parts(text)
    return _build(parts[1], parts[0], parts[2], latest) if parts else None


def _year_first(text: str, latest: date) -> date | None:
    parts = _parts(text)
    return _build(parts[2], parts[1], parts[0], latest) if parts and len(parts[0]) == 4 else None


def _month_name(text: str, latest: date) -> date | None:
    parts = _parts(text.lower().replace("°", "").replace("º", "").replace(" di ", " ").replace(" del ", " "))
    if not parts or parts[1][:3] not in MONTHS:
        return None
    return _build(parts[0], str(MONTHS.index(parts[1][:3]) + 1), parts[2], latest)


def _compact(text: str, latest: date) -> date | None:
    if len(text) != 8 or not text.isdecimal() or text[:2] not in {"18", "19", "20"}:
        return None
    return _build(text[6:], text[4:6], text[:4], latest)


def _compact_day_first(text: str, latest: date) -> date | None:
    if len(text) != 8 or not text.isdecimal() or text[4:6] not in {"18", "19", "20"}:
        return None
    return _build(text[:2], text[2:4], text[4:], latest)


def _serial(text: str, _latest: date) -> date | None:
    whole = text.partition(".")[0].partition(",")[0]
    if not whole.isdecimal() or len(whole) > 5 or int(whole) not in SERIALS:
        return None
    return EXCEL_EPOCH + timedelta(days=int(whole))


_READERS: dict[DateFormat, Callable[[str, date], date | None]] = {
    DateFormat.DAY_MONTH_YEAR: _day_first,
    DateFormat.YEAR_MONTH_DAY: _year_first,
    DateFormat.MONTH_NAME: _month_name,
    DateFormat.COMPACT: _compact,
    DateFormat.COMPACT_DAY_FIRST: _compact_day_first,
    DateFormat.SERIAL: _serial,
    DateFormat.MONTH_DAY_YEAR: _month_first,
}


def detect_amount_format(values: Iterable[object]) -> AmountFormat:
    """Point when the column shows cents after a point (1234.50; 1,234.50), else the Italian comma."""
    points = commas = 0
    for value in values:
        if isinstance(value, str):
            digits = re.sub(r"[^\d.,]", "", value)
            points += bool(re.search(r"\.\d{1,2}$", digits))
            commas += bool(re.search(r",\d{1,2}$", digits))
    return AmountFormat.POINT if points > commas else AmountFormat.COMMA


def parse_amount(value: object, form: AmountFormat) -> Decimal | None:
    """Euro and cents, or None when the cell is not an amount. Numbers of a spreadsheet stay as they are."""
    if value is None or isinstance(value, bool | date):
        return None
    if isinstance(value, int | float | Decimal):
        return _cents(repr(value) if isinstance(value, float) else str(value))
    text = re.sub(r"(?i)€|eur(o)?|[\s\xa0'’]", "", str(value))
    text = text.replace("−", "-").removesuffix(",-").removesuffix(".-")
    thousands, cents = (".", ",") if form is AmountFormat.COMMA else (",", ".")
    grouped = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+"
    if not re.fullmatch(rf"[+-]?(?:{grouped}|\d+)(?:{re.escape(cents)}\d*)?", text):
        return None
    return _cents(text.replace(thousands, "").replace(cents, "."))


def _cents(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
        return number.quantize(CENT, rounding=ROUND_HALF_UP) if number.is_finite() else None
    except InvalidOperation:
        return None
