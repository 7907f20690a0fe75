"""All counts of one day in one pass of the database."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from accanto.core.database.context import zone_report
from accanto.people.households.queries import DAYS_AFTER_BIRTH, DAYS_BEFORE_BIRTH
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Pairs, Scope, Tally
from accanto.steering.indicators.queries.facts import end_of

FILE = Path(__file__).with_name("tally.sql")
_DAY_ZERO = date(1, 1, 1)


def tally_of(scope: Scope) -> Tally:
    with zone_report("indicators"), connection.cursor() as cursor:
        cursor.execute(_statement(), _asked(scope))
        (row,) = cursor.fetchall()
    households, applications, profiles, *terms = (json.loads(column or "[]") for column in row)
    return Tally(
        households,
        tuple(tuple(cell) for cell in applications),
        tuple(tuple(profile) for profile in profiles),
        *(_pairs(found) for found in terms),
    )


def years_before(day: date, years: int) -> date:
    """Whoever was born after this day has not yet turned `years`."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


@cache
def _statement() -> str:
    return FILE.read_text(encoding="utf-8")


def _asked(scope: Scope) -> dict[str, Any]:
    day = scope.as_of
    ages = definitions()["households_by_size"].settings
    return {
        "day": day,
        "end": end_of(day),
        "measure": scope.measure,
        "town": scope.municipality,
        "day_zero": _DAY_ZERO,
        "born_after": day - timedelta(days=DAYS_AFTER_BIRTH),
        "expected_by": day + timedelta(days=DAYS_BEFORE_BIRTH),
        "minor_after": years_before(day, ages["minor_age_below"]),
        "small_after": years_before(day, ages["child_age_below"]),
    }


def _pairs(found: list[list[Any]]) -> Pairs:
    return tuple((_day(first), _day(last), town) for first, last, town in found)


def _day(since: int) -> date:
    return date.fromordinal(since + 1)
