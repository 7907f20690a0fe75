"""Adding and counting: the first day never counts, the last one does."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from accanto.core.working_time.calendars import WorkingCalendar, calendar_of, next_working_day


class Unit(StrEnum):
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


def working_days_between(
    start: date, end: date, istat: str | None = None, *, saturday_works: bool = False
) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first."""
    calendar = calendar_of(istat, saturday_works=saturday_works)
    return calendar.total_through(end) - calendar.total_through(start)


def working_days_of_pairs(pairs: Iterable[tuple[date, date, str | None]]) -> list[int]:
    """`working_days_between` for many (start, end, istat) at once, in the same order."""
    calendars: dict[str | None, WorkingCalendar] = {}
    counted = []
    for start, end, istat in pairs:
        calendar = calendars.get(istat)
        if calendar is None:
            calendar = calendars[istat] = calendar_of(istat)
        counted.append(calendar.total_through(end) - calendar.total_through(start))
    return counted


def add_working_days(
    start: date, days: int, istat: str | None = None, *, saturday_works: bool = False
) -> date:
    """The day on which `days` working days have passed; zero gives `start` itself."""
    if days < 0:
        raise ValueError("A term cannot have a negative number of days")
    if days == 0:
        return start
    calendar = calendar_of(istat, saturday_works=saturday_works)
    return calendar.day_of_total(calendar.total_through(start) + days)


def add_calendar_days(start: date, days: int) -> date:
    if days < 0:
        raise ValueError("A term cannot have a negative number of days")
    return start + timedelta(days=days)


def add_months(start: date, months: int) -> date:
    """Same day number, else the last day of the month: 31 August + 6 months is 28 or 29 February."""
    if months < 0:
        raise ValueError("A term cannot have a negative number of months")
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_hours(start: datetime, hours: int) -> datetime:
    """Hours that really pass: the change of the clocks neither lengthens nor shortens a term of 48 hours."""
    if start.tzinfo is None:
        raise ValueError("A term in hours starts from a moment with its time zone")
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(start.tzinfo)


def deadline(
    start: date, amount: int, unit: Unit | str, istat: str | None = None, roll_forward: bool = False
) -> date:
    """The last day of a term; with `roll_forward`, a day off moves it to the next working day there."""
    match Unit(unit):
        case Unit.CALENDAR_DAYS:
            last = add_calendar_days(start, amount)
        case Unit.MONTHS:
            last = add_months(start, amount)
        case Unit.WORKING_DAYS:
            last = add_working_days(start, amount, istat)
    return next_working_day(last, istat) if roll_forward else last
