"""The week of the mini-teams: whose meetings, where, with which household."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case
from accanto.core.working_time import is_working_day
from accanto.territory.staff.models import User

DAYS = 5


@dataclass(frozen=True)
class Day:
    date: date
    working: bool
    appointments: list[Appointment]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(user: User, monday: date, *, of: User | None, istat: str | None) -> list[Day]:
    """Meetings of one professional (or, for `of=None`, of all the cases that the user may see).

    A meeting whose case is out of sight shows only that the time is taken (`seen` is false).
    """
    start = timezone.make_aware(datetime.combine(monday, time()))
    end = timezone.make_aware(datetime.combine(monday + timedelta(days=7), time()))
    planned = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end)
    rows: QuerySet[Any] = _with_sight(planned.exclude(state=AppointmentState.CANCELLED), user)
    rows = rows.filter(operators__user=of) if of else rows.filter(seen=True, convocation__isnull=False)
    by_day: dict[date, list[Appointment]] = {}
    for row in rows.order_by("starts_at", "pk"):
        by_day.setdefault(timezone.localtime(row.starts_at).date(), []).append(row)
    days = [monday + timedelta(days=n) for n in range(7)]
    return [
        Day(day, is_working_day(day, istat), by_day.get(day, []))
        for place, day in enumerate(days)
        if place < DAYS or day in by_day
    ]


def _with_sight(rows: QuerySet[Appointment], user: User) -> QuerySet[Appointment]:
    people = AppointmentOperator.objects.select_related("user__operator")
    sight = Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case")))
    return (
        rows.annotate(seen=sight)
        .select_related("case__household", "office", "convocation__pathway")
        .prefetch_related(Prefetch("operators", people))
    )


def professionals(user: User) -> QuerySet[User]:
    """Whose week one may open: colleagues of the offices that one coordinates."""
    return User.objects.filter(
        Q(pk=user.pk) | Q(posts__office__in=user.access.coordinates, posts__ends_on=None), is_active=True
    ).distinct()
