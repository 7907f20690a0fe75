"""When an office is open: its weekly hours, minus holidays, the patron saint's day and its own closures.

All times are those of the zone's clocks. An office without any `OfficeHours` is not known to be open at any time;
`Timetable.known` tells it from one that is shut, and `Office.hours` may still say something in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from accanto.core.working_time import holiday_on
from accanto.territory.bodies.enums import Audience, ClosedFor
from accanto.territory.bodies.models import Office, OfficeClosure, OfficeHours

_DAY = timedelta(days=1)
_Row = TypeVar("_Row", OfficeHours, OfficeClosure)


@dataclass(frozen=True, order=True)
class Opening:
    """One stretch of one day in which the door is open."""

    starts_at: datetime
    ends_at: datetime
    audience: Audience

    def __contains__(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True)
class ClosedDay:
    """`reason` is the words of a closure, else empty: the kind says it all."""

    kind: ClosedFor
    reason: str = ""

    @property
    def words(self) -> str:
        return self.reason or str(self.kind.label)


@dataclass(frozen=True)
class Timetable:
    """All that is needed to answer for one office and the days asked for, without further queries."""

    office: Office
    istat: str
    hours: tuple[OfficeHours, ...]
    closures: tuple[OfficeClosure, ...]
    known: bool

    def closed_on(self, day: date) -> ClosedDay | None:
        """Why it is shut all day; None when it opens, or when nobody wrote its hours and nothing shuts it."""
        for closure in self.closures:
            if closure.starts_on <= day < closure.ends_on:
                return ClosedDay(ClosedFor.CLOSURE, closure.reason)
        if holiday := holiday_on(day, self.istat):
            return ClosedDay(ClosedFor.PATRON if holiday == "patron" else ClosedFor.HOLIDAY)
        if self.known and not self._rows(day, None):
            return ClosedDay(ClosedFor.NO_HOURS)
        return None

    def hours_on(self, day: date, audience: Audience | None = Audience.PUBLIC) -> list[Opening]:
        if self.closed_on(day) is not None:
            return []
        return sorted(
            Opening(_at(day, row.opens), _at(day, row.closes), Audience(row.audience))
            for row in self._rows(day, audience)
        )

    def is_open(self, at: datetime, audience: Audience | None = Audience.PUBLIC) -> bool:
        return any(at in opening for opening in self.hours_on(timezone.localdate(at), audience))

    def _rows(self, day: date, audience: Audience | None) -> list[OfficeHours]:
        return [
            row
            for row in self.hours
            if row.weekday == day.weekday()
            and row.valid_from <= day
            and (row.valid_to is None or day < row.valid_to)
            and (audience is None or row.audience == audience)
        ]


def timetables(offices: Iterable[Office], first: date, last: date) -> dict[int, Timetable]:
    """By office id, for the days from `first` to `last`, both included: three queries however many offices."""
    wanted = {office.pk: office for office in offices}
    seats = dict(Office.objects.filter(pk__in=wanted).order_by().values_list("pk", "seat__istat_code"))
    hours = _by_office(OfficeHours.objects.filter(office__in=wanted))
    closures = _by_office(
        OfficeClosure.objects.filter(
            Q(starts_on__lte=last, ends_on__gt=first), office__in=wanted, withdrawn_at=None
        )
    )
    return {
        pk: Timetable(
            office=office,
            istat=seats[pk],
            hours=tuple(hours.get(pk, ())),
            closures=tuple(closures.get(pk, ())),
            known=pk in hours,
        )
        for pk, office in wanted.items()
    }


def hours_on(office: Office, day: date, audience: Audience | None = Audience.PUBLIC) -> list[Opening]:
    """The stretches of the day in which it is open, in order; none when it is shut. `audience=None`: for anybody."""
    return timetables([office], day, day)[office.pk].hours_on(day, audience)


def closed_on(office: Office, day: date) -> ClosedDay | None:
    return timetables([office], day, day)[office.pk].closed_on(day)


def is_open(office: Office, at: datetime, audience: Audience | None = Audience.PUBLIC) -> bool:
    day = timezone.localdate(at)
    return timetables([office], day, day)[office.pk].is_open(at, audience)


def next_opening(
    office: Office, at: datetime, audience: Audience | None = Audience.PUBLIC, *, within: int = 60
) -> Opening | None:
    """The stretch that is open at the moment, else the first one after it, within so many days; None beyond."""
    first = timezone.localdate(at)
    last = first + within * _DAY
    timetable = timetables([office], first, last)[office.pk]
    for ahead in range(within + 1):
        for opening in timetable.hours_on(first + ahead * _DAY, audience):
            if opening.ends_at > at:
                return opening
    return None


def _by_office(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.office_id, []).append(row)
    return found


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
