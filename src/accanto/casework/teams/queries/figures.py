"""Figures that the zone publishes about its teams."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.models import StageEntry
from accanto.casework.teams.enums import MeetingState
from accanto.casework.teams.models import Attendance, Team, TeamMember
from accanto.core.working_time import working_days_of_pairs
from accanto.territory.bodies.models import Organisation


@dataclass(frozen=True)
class PartnerBody:
    """A body that really sat in meetings; `kind` is its `BodyKind`."""

    organisation: Organisation
    meetings: int
    hours: Decimal


@dataclass(frozen=True)
class BodyHours:
    """Hours of a body in a month: used in meetings, and agreed from–to (both None when nothing was agreed)."""

    organisation: Organisation
    used: Decimal
    agreed_from: Decimal | None
    agreed_to: Decimal | None

    @property
    def short(self) -> bool:
        return self.agreed_from is not None and self.used < self.agreed_from

    @property
    def beyond(self) -> bool:
        return self.agreed_to is not None and self.used > self.agreed_to


@dataclass(frozen=True)
class AnalysisToTeam:
    pathway: UUID
    analysis_on: date
    team_on: date
    working_days: int


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _attended(start: date, end: date) -> QuerySet[Attendance]:
    """Presences in meetings that took place in the half-open period."""
    return Attendance.objects.filter(
        present=True,
        meeting__appointment__starts_at__gte=_moment(start),
        meeting__appointment__starts_at__lt=_moment(end),
    ).exclude(meeting__state=MeetingState.CANCELLED)


def partner_bodies(*, start: date, end: date) -> list[PartnerBody]:
    """Distinct bodies that attended meetings closed in the half-open period; one query and one for the bodies."""
    rows = (
        _attended(start, end)
        .filter(meeting__state=MeetingState.HELD)
        .values("organisation")
        .annotate(meetings=Count("meeting", distinct=True), hours=Sum("hours"))
    )
    found = {row["organisation"]: row for row in rows}
    bodies = Organisation.objects.filter(pk__in=found).order_by("name")
    return [PartnerBody(body, found[body.pk]["meetings"], found[body.pk]["hours"]) for body in bodies]


def body_hours(*, month: date, team: Team | None = None) -> list[BodyHours]:
    """Each body that sits in a team or attended in the month of `month`, with its hours; by name."""
    start = month.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1)
    used: dict[int, Decimal] = defaultdict(Decimal)
    attended = _attended(start, end)
    seats = (
        TeamMember.objects.basic().filter(starts_on__lt=end).filter(Q(ends_on=None) | Q(ends_on__gt=start))
    )
    if team:
        attended, seats = attended.filter(meeting__team=team), seats.filter(team=team)
    for body, hours in attended.order_by().values_list("organisation").annotate(total=Sum("hours")):
        used[body] += hours
    agreed: dict[int, tuple[Decimal, Decimal]] = {}
    latest = {(seat.team_id, seat.user_id): seat for seat in seats.order_by("starts_on", "id")}
    for seat in latest.values():  # a seat that changed during the month counts once
        low, high = agreed.get(seat.organisation_id, (Decimal(0), Decimal(0)))
        agreed[seat.organisation_id] = (low + (seat.hours_from or 0), high + (seat.hours_to or 0))
    bodies = Organisation.objects.filter(pk__in=[*used, *agreed]).order_by("name")
    return [_body_hours(body, used.get(body.pk), agreed.get(body.pk)) for body in bodies]


def _body_hours(
    body: Organisation, used: Decimal | None, agreed: tuple[Decimal, Decimal] | None
) -> BodyHours:
    return BodyHours(body, used or Decimal(0), agreed[0] if agreed else None, agreed[1] if agreed else None)


def analysis_to_team(*, start: date, end: date) -> list[AnalysisToTeam]:
    """Working days from analysis to team, for households that met the team in the half-open period; two queries."""
    met = {
        pathway: (day, istat)
        for pathway, day, istat in StageEntry.objects.filter(
            stage=Stage.TEAM, entered_on__gte=start, entered_on__lt=end
        ).values_list("pathway_id", "entered_on", "pathway__municipality__istat_code")
    }
    analysed = dict(
        StageEntry.objects.filter(stage=Stage.ANALYSIS, pathway__in=met).values_list(
            "pathway_id", "entered_on"
        )
    )
    pairs = [(pk, analysed[pk], *met[pk]) for pk in met if pk in analysed]
    days = working_days_of_pairs([(analysis, team, istat) for _pk, analysis, team, istat in pairs])
    return [
        AnalysisToTeam(pk, analysis, team, count)
        for (pk, analysis, team, _istat), count in zip(pairs, days, strict=True)
    ]
