"""Half-open periods of days: `start` is inside, `end` is the first day outside; without it, still open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"A period ends after it starts: {self.start} – {self.end}")

    @classmethod
    def through(cls, first: date, last: date | None) -> "Period":
        """From two days that both belong to it, as people write them («dal 1º al 31»)."""
        return cls(first, None if last is None else last + _DAY)

    @property
    def last_day(self) -> date | None:
        """The last day inside; None when open."""
        return None if self.end is None else self.end - _DAY

    @property
    def days(self) -> int | None:
        """Days inside; None when open."""
        return None if self.end is None else (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def __iter__(self) -> Iterator[date]:
        if self.end is None:
            raise ValueError("An open period cannot be walked day by day")
        day = self.start
        while day < self.end:
            yield day
            day += _DAY

    def overlaps(self, other: "Period") -> bool:
        return self.intersection(other) is not None

    def touches(self, other: "Period") -> bool:
        """They overlap, or one starts on the day the other ends."""
        return (self.end is None or other.start <= self.end) and (
            other.end is None or self.start <= other.end
        )

    def intersection(self, other: "Period") -> "Period | None":
        start = max(self.start, other.start)
        end = _earlier(self.end, other.end)
        return None if end is not None and end <= start else Period(start, end)

    def covers(self, other: "Period") -> bool:
        return self.intersection(other) == other

    def before(self, day: date) -> "Period | None":
        """The part that comes before `day`; None when there is none."""
        return None if day <= self.start else Period(self.start, _earlier(self.end, day))


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same days in the fewest periods, in order."""
    merged: list[Period] = []
    for period in sorted(periods, key=lambda p: p.start):
        if merged and merged[-1].touches(period):
            last = merged.pop()
            end = None if last.end is None or period.end is None else max(last.end, period.end)
            period = Period(last.start, end)
        merged.append(period)
    return merged


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """What of `within` no period covers, in order."""
    found: list[Period] = []
    cursor: date | None = within.start
    for period in merge(p for p in periods if p.overlaps(within)):
        if cursor is not None and cursor < period.start:
            found.append(Period(cursor, period.start))
        cursor = period.end
    if cursor is not None and (within.end is None or cursor < within.end):
        found.append(Period(cursor, within.end))
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
