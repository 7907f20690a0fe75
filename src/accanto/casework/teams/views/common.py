"""What the pages of the room share: loading by right, refusing, answering."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accanto.casework.teams.enums import MeetingState
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.casework.teams.queries.meeting import with_people
from accanto.casework.teams.rules import may_change_agenda, may_manage
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.core.web import load
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


def visible_meetings(user: User) -> QuerySet[TeamMeeting]:
    return TeamMeeting.objects.visible_to(user).select_related("team__unit", "appointment", "minutes")


def load_meeting(request: StaffRequest, pk: UUID) -> TeamMeeting:
    return load(visible_meetings(request.user), pk)


def load_managed(request: StaffRequest, pk: UUID) -> TeamMeeting:
    """403 unless one coordinates the team."""
    meeting = load_meeting(request, pk)
    if not may_manage(request.user, meeting.team):
        raise PermissionDenied
    return meeting


def load_item(request: StaffRequest, pk: UUID, depth: int = Depth.TEAM) -> AgendaItem:
    rows = with_people(AgendaItem.objects.visible_to(request.user, depth)).select_related(
        "meeting__minutes", "extract"
    )
    return load(rows, pk)


def load_changeable(request: StaffRequest, pk: UUID) -> AgendaItem:
    item = load_item(request, pk)
    if not may_manage(request.user, item.meeting.team):
        raise PermissionDenied
    return item


def upcoming(user: User, today: date, team_id: int | None = None) -> list[TeamMeeting]:
    """Planned meetings that the user may put households on, soonest first."""
    rows = TeamMeeting.objects.select_related("team", "appointment").filter(
        state=MeetingState.PLANNED,
        appointment__starts_at__date__gte=today,
        team__unit_id__in=user.access.coordinates,
    )
    if team_id:
        rows = rows.filter(team_id=team_id)
    return list(rows.order_by("appointment__starts_at")[:12])


def meeting_words(meeting: TeamMeeting, today: date | None = None) -> str:
    return date_time_words(meeting.appointment.starts_at, today)


def day_of(meeting: TeamMeeting) -> date:
    return timezone.localtime(meeting.appointment.starts_at).date()


def attempt(
    request: StaffRequest, act: Callable[[], Any], done: str, to: str, *args: Any, anchor: str = ""
) -> HttpResponse:
    """Make one operation call and go back to a page; a refusal is told there."""
    try:
        act()
    except OperationRefused as refusal:
        missing = f" {'; '.join(str(m) for m in refusal.missing)}." if refusal.missing else ""
        messages.error(request, f"{refusal}{missing}")
    else:
        if done:
            messages.success(request, done)
    response = redirect(to, *args)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def changes_agenda(user: User, meeting: TeamMeeting) -> bool:
    return may_change_agenda(user, meeting)


def uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
