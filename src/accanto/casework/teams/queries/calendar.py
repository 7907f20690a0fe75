"""A month of meetings as one user sees it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Day:
    day: date
    inside: bool
    today: bool
    meetings: tuple[TeamMeeting, ...]


@dataclass(frozen=True)
class Month:
    """`weeks` run from Monday to Sunday and may begin and end in the months beside."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    meetings: tuple[TeamMeeting, ...]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


def with_counts(meetings: QuerySet[TeamMeeting], user: User) -> QuerySet[TeamMeeting]:
    """`shown` households on the agenda and `decided` of them, only those that the user sees."""
    items = AgendaItem.objects.visible_to(user).filter(meeting=OuterRef("pk")).order_by()
    return meetings.annotate(
        shown=_count(items.filter(state__in=[ItemState.WAITING, ItemState.DISCUSSED])),
        decided=_count(items.filter(state=ItemState.DISCUSSED)),
    )


def _count(items: QuerySet[AgendaItem]) -> Coalesce:
    per_meeting = items.values("meeting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_meeting, output_field=IntegerField()), 0)


def month_of(user: User, first: date, today: date) -> Month:
    """One query."""
    opening = first - timedelta(days=first.weekday())
    following = (first + timedelta(days=32)).replace(day=1)
    ending = following + timedelta(days=(7 - following.weekday()) % 7)
    rows = list(
        with_counts(TeamMeeting.objects.visible_to(user), user)
        .filter(appointment__starts_at__date__gte=opening, appointment__starts_at__date__lt=ending)
        .select_related("team", "appointment", "minutes")
        .order_by("appointment__starts_at")
    )
    by_day: dict[date, list[TeamMeeting]] = {}
    for row in rows:
        by_day.setdefault(timezone.localtime(row.appointment.starts_at).date(), []).append(row)
    days = [opening + timedelta(days=n) for n in range((ending - opening).days)]
    drawn = [Day(day, day.month == first.month, day == today, tuple(by_day.get(day, ()))) for day in days]
    weeks = tuple(tuple(drawn[n : n + 7]) for n in range(0, len(drawn), 7))
    inside = tuple(m for day in drawn if day.inside for m in day.meetings)
    return Month(first, weeks, inside)
