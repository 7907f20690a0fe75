"""When to convoke: free places of the hours for the public; where none are open, free time of the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from accanto.casework.agenda.enums import ONE_BY_ONE, SlotState
from accanto.casework.agenda.models import Slot
from accanto.casework.agenda.queries import free_slots
from accanto.casework.agenda.queries.hours import OFFERED
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import AppointmentOperator
from accanto.core.working_time import is_working_day
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_HOURS = (time(9), time(10), time(11), time(12))
_LOOK_AHEAD = 30
NOTICE = 7


@dataclass(frozen=True)
class PublicHours:
    """`full`: there are some, and none of their places is free (for both)."""

    free: list[Slot]
    full: bool
    last: date


def public_hours(people: Sequence[User], unit: Office, *, after: date, at: datetime) -> PublicHours:
    """Hours in which one of the two receives by appointment, or the unit does without saying who.

    From a week away, so that the letter arrives, for a month.
    """
    first = after + timedelta(days=NOTICE)
    last = first + timedelta(days=_LOOK_AHEAD)
    theirs = Q(operator__in=people) | Q(operator=None, office=unit)
    theirs &= Q(kind__in=ONE_BY_ONE)
    free = free_slots(first=first, last=last, at=at, among=theirs, also_free=people, limit=OFFERED)
    begin, end = (
        timezone.make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1))
    )
    open_ones = Slot.objects.filter(theirs, state=SlotState.OPEN, starts_at__gte=begin, starts_at__lt=end)
    return PublicHours(free, not free and open_ones.exists(), last)


def first_slots(
    people: Sequence[User], *, after: date, minutes: int = 45, istat: str | None = None, wanted: int = 4
) -> list[datetime]:
    """Morning hours of working days, at least a week away so that the letter arrives; one query."""
    start = timezone.make_aware(datetime.combine(after + timedelta(days=NOTICE), time()))
    end = start + timedelta(days=_LOOK_AHEAD)
    busy = list(
        AppointmentOperator.objects.filter(
            user__in=people,
            appointment__state=AppointmentState.PLANNED,
            appointment__starts_at__lt=end,
            appointment__ends_at__gt=start,
        ).values_list("appointment__starts_at", "appointment__ends_at")
    )
    found: list[datetime] = []
    for n in range(_LOOK_AHEAD):
        day = start.date() + timedelta(days=n)
        if not is_working_day(day, istat):
            continue
        for hour in _HOURS:
            begins = timezone.make_aware(datetime.combine(day, hour))
            ends = begins + timedelta(minutes=minutes)
            if all(ends <= taken or begins >= free for taken, free in busy):
                found.append(begins)
                break  # one a day: the choice is of days, hours are then corrected by hand
        if len(found) == wanted:
            break
    return found
