"""On which days places come again: recurrence rules of RFC 5545, of those that an office needs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "BYMONTHDAY", "WKST"}
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY"}
_LONGEST = 120


class RuleRefused(OperationRefused):
    """It is not a recurrence of days."""


def weekly(weekdays: Sequence[int], every: int = 1) -> str:
    """`weekly([1, 3], 2)`: Tuesdays and Thursdays of every second week."""
    days = ",".join(CODES[day] for day in sorted(set(weekdays)))
    return f"FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={days}"


def checked_rule(rule: str) -> str:
    """Its canonical spelling.

    :raises RuleRefused: not a rule, hours or ends in it (the series has its own), or one that never comes.
    """
    text = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in text.split(";"))
    if len(text) > _LONGEST or set(parts) - _PARTS or parts.get("FREQ") not in _FREQUENCIES:
        raise RuleRefused(_("Say on which days of the week, and every how many weeks."), field="rule")
    try:
        first = next(days_of(text, date(2026, 1, 1), date(2028, 1, 1)), None)
    except (ValueError, TypeError):
        first = None
    if first is None:
        raise RuleRefused(_("These days never come: choose at least one day of the week."), field="rule")
    return text


def days_of(rule: str, begin: date, end: date, since: date | None = None) -> Iterator[date]:
    """Days of the series that begins on `begin`, from `since` to before `end`."""
    came = rrulestr(rule, dtstart=datetime.combine(begin, time.min))
    first = datetime.combine(max(begin, since or begin), time.min)
    for moment in came.xafter(first, inc=True):
        if moment.date() >= end:
            return
        yield moment.date()


def hours_of(opens: time, closes: time, minutes: int) -> list[time]:
    """When each stretch begins, by the clock; the last one ends by `closes`."""
    day = date(2000, 1, 1)
    moment, end, step = (
        datetime.combine(day, opens),
        datetime.combine(day, closes),
        timedelta(minutes=minutes),
    )
    found = []
    while moment + step <= end:
        found.append(moment.time())
        moment += step
    return found
