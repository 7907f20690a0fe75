"""When the terms of a report begin and end, to the hour: no database, no present moment.

Hours are elapsed hours: a night in which the clocks change neither lengthens nor shortens a term. A term in days ends
when its last day ends, at midnight of the zone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accanto.access.reports.kinds import Kind, Term
from accanto.core.working_time import add_hours, add_months, add_working_days, calendar_of

_FACT_OF = {"received": "received_at", "placed": "placed_at"}


@dataclass(frozen=True)
class Facts:
    """What the terms of a report are counted from. `done`: by code of the term, when its act was done.

    `istat`: the municipality whose working days count.
    """

    received_at: datetime
    placed_at: datetime | None = None
    execution_on: date | None = None
    due_on: date | None = None
    hearing_on: date | None = None
    done: Mapping[str, datetime] = field(default_factory=dict)
    istat: str | None = None


@dataclass(frozen=True)
class Running:
    """`whole_days`: it ends with a day. `provisional`: the act before is not done, its last moment stands for it."""

    term: Term
    starts_at: datetime
    due_at: datetime
    whole_days: bool
    provisional: bool


def clocks(kind: Kind, facts: Facts) -> list[Running]:
    """Every term whose beginning is known, in the order of the kind."""
    found: dict[str, Running] = {}
    for term in kind.terms:
        begun = _beginning(term, facts, found)
        end = _end(term, begun[0], facts) if begun else None
        if begun and end:
            start = min(begun[0], end[0])
            found[term.code] = Running(term, start, end[0], end[1], begun[1])
    return list(found.values())


def touched(
    terms: Iterable[Term], facts: Collection[str], done: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Codes of the terms whose beginning, and of those whose end, is counted from one of these facts.

    :param facts: names of fields of `Facts`.
    :param done: codes of the terms whose act is done: what follows them is counted from their own moment.
    """
    begins: set[str] = set()
    ends: set[str] = set()
    for term in terms:
        first = _FACT_OF.get(term.start)
        if first in facts if first else term.start in ends and term.start not in done:
            begins.add(term.code)
        if term.before or term.at:
            moved = "execution_on" in facts
        elif term.unit == "written":
            moved = "due_on" in facts or "hearing_on" in facts
        else:
            moved = term.code in begins
        if moved:
            ends.add(term.code)
    return frozenset(begins), frozenset(ends)


def last_day(due_at: datetime, *, whole_days: bool) -> date:
    """The calendar day on which a term falls: the midnight that ends a day belongs to that day."""
    local = timezone.localtime(due_at)
    return (local - timedelta(seconds=1)).date() if whole_days else local.date()


def end_of(day: date) -> datetime:
    """The midnight of the zone that ends the day."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def _beginning(term: Term, facts: Facts, found: Mapping[str, Running]) -> tuple[datetime, bool] | None:
    if term.start == "received":
        return facts.received_at, False
    if term.start == "placed":
        return (facts.placed_at, False) if facts.placed_at else None
    if term.start in facts.done:
        return facts.done[term.start], False
    before = found.get(term.start)
    return (before.due_at, True) if before else None


def _end(term: Term, start: datetime, facts: Facts) -> tuple[datetime, bool] | None:
    if term.unit == "hours":
        return add_hours(start, term.amount), False
    day = _last_day(term, timezone.localtime(start).date(), facts)
    return (end_of(day), True) if day else None


def _last_day(term: Term, first: date, facts: Facts) -> date | None:
    if term.before or term.at:
        if facts.execution_on is None:
            return None
        return (
            days_before(facts.execution_on, term.amount, facts.istat) if term.before else facts.execution_on
        )
    if term.unit == "days":
        return first + timedelta(days=term.amount)
    if term.unit == "months":
        return add_months(first, term.amount)
    if term.unit == "working_days":
        return add_working_days(first, term.amount, facts.istat)
    # As the order says; before the hearing where it says nothing else.
    return facts.due_on or (facts.hearing_on and facts.hearing_on - timedelta(days=1)) or None


def days_before(day: date, working_days: int, istat: str | None = None) -> date:
    """The day that is so many working days before `day`, which itself does not count and need not be one."""
    if working_days == 0:
        return day
    calendar = calendar_of(istat)
    return calendar.day_of_total(calendar.total_through(day - timedelta(days=1)) - working_days + 1)
