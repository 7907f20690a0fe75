"""What a cell of a table of HSDS says, whatever another program wrote there."""

from decimal import Decimal, InvalidOperation
from typing import Any

from accanto.access.directory.hsds.terms import Row

MOST_MONEY = Decimal(1_000_000)


def text_of(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def first_of(rows: list[Row], column: str) -> str:
    return next((said for row in rows if (said := text_of(row, column))), "")


def amount_of(value: Any) -> Decimal | None:
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return amount if Decimal(0) <= amount < MOST_MONEY else None


def clock_of(value: Any) -> str:
    """«09:00:00+01:00» → «09:00»; nothing where it is no time."""
    said = str(value or "")[:5]
    hour, _colon, minute = said.partition(":")
    if hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60:
        return f"{int(hour):02d}:{int(minute):02d}"
    return "00:00" if said == "24:00" else ""
