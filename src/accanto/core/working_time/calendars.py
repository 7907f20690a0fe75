"""Which days an office works: national holidays, the municipality's patron saint, weekends off.

One table of running totals per municipality makes a difference of two days a subtraction.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from dateutil.easter import easter

from accanto.core.dated_rules import Rule, RuleFile, load

FIRST_YEAR, LAST_YEAR = 1990, 2069
_EPOCH = date(FIRST_YEAR, 1, 1)
_DAYS = (date(LAST_YEAR + 1, 1, 1) - _EPOCH).days
_DATA = Path(__file__).parent / "data"
PATRONS, HOLIDAYS = _DATA / "patrons.yaml", _DATA / "holidays.yaml"
_SATURDAY, _SUNDAY = 5, 6


class OutsideCalendar(ValueError):
    """The day lies outside the years that the calendar knows (1990–2069): most likely a typing error."""


@dataclass(frozen=True)
class WorkingCalendar:
    """`totals[n]`: working days from the first day of 1990 up to and including its n-th day after."""

    totals: tuple[int, ...]

    def total_through(self, day: date) -> int:
        offset = day.toordinal() - _EPOCH.toordinal()
        if not 0 <= offset < _DAYS:
            raise OutsideCalendar(f"{day.isoformat()} is outside {FIRST_YEAR}–{LAST_YEAR}")
        return self.totals[offset]

    def is_working_day(self, day: date) -> bool:
        return self.total_through(day) > self.total_through(day - timedelta(days=1))

    def day_of_total(self, total: int) -> date:
        """The day on which the running total reaches `total`."""
        offset = bisect_left(self.totals, total)
        if offset >= _DAYS:
            raise OutsideCalendar(f"The term ends after {LAST_YEAR}")
        return _EPOCH + timedelta(days=offset)


def calendar_of(istat: str | None = None, *, saturday_works: bool = False) -> WorkingCalendar:
    """The calendar of the offices in a municipality (ISTAT code); the national one when it is not known."""
    known = istat if istat in _municipalities() else None
    return _calendar(known, saturday_works)


def is_working_day(day: date, istat: str | None = None, *, saturday_works: bool = False) -> bool:
    return calendar_of(istat, saturday_works=saturday_works).is_working_day(day)


def next_working_day(day: date, istat: str | None = None, *, saturday_works: bool = False) -> date:
    """The day itself when it is a working day, else the first one after it."""
    calendar = calendar_of(istat, saturday_works=saturday_works)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def patron_of(istat: str, on: date) -> Rule | None:
    """The patron saint's entry in force, with its confidence; None when the table lacks it."""
    return _patrons().all_at(on).get(istat)


def _patrons() -> RuleFile:
    return load(PATRONS)


@cache
def _municipalities() -> frozenset[str]:
    return frozenset(rule.key for rule in _patrons().rules)


@cache
def _calendar(istat: str | None, saturday_works: bool) -> WorkingCalendar:
    free = {_SUNDAY} if saturday_works else {_SATURDAY, _SUNDAY}
    off = _national_holidays() | (_patron_days(istat) if istat else frozenset())
    first = _EPOCH.toordinal()
    works = (_works(date.fromordinal(first + n), free, off) for n in range(_DAYS))
    return WorkingCalendar(tuple(accumulate(works)))


def _works(day: date, free: set[int], off: frozenset[date]) -> int:
    return int(day.weekday() not in free and day not in off)


@cache
def _national_holidays() -> frozenset[date]:
    return frozenset(_national_by_day())


@cache
def _patron_days(istat: str) -> frozenset[date]:
    return frozenset(day for rule in _patrons().history(istat) for day in _days_of(rule))


def _days_of(rule: Rule) -> Iterator[date]:
    """One day a year while the rule is in force, the same or so many days after Easter."""
    after = rule.get("easter")
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        fixed = after is None
        day = date(year, rule["month"], rule["day"]) if fixed else easter(year) + timedelta(days=after)
        if day in rule.period:
            yield day


def holiday_on(day: date, istat: str | None = None) -> str:
    """Key of the national holiday, or `patron` of the municipality, that falls on the day; empty when none does.

    Holidays that always fall on a Sunday are not told: no office works on them anyway.
    """
    if istat is not None and day in _patron_days(istat):
        return "patron"
    return _national_by_day().get(day, "")


@cache
def _national_by_day() -> dict[date, str]:
    return {day: rule.key for rule in load(HOLIDAYS).rules for day in _days_of(rule)}
