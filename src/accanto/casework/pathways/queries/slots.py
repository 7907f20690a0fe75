"""The first hours at which two professionals are both free."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import AppointmentOperator
from accanto.core.working_time import is_working_day
from accanto.territory.staff.models import User

_HOURS = (time(9), time(10), time(11), time(12))
_LOOK_AHEAD = 30
NOTICE = 7


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
