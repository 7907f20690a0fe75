"""One meeting: its households in order, who is there, its minutes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.teams import operations
from accanto.casework.teams.enums import ItemState, MeetingState, TeamDecision
from accanto.casework.teams.models import AgendaItem, Attendance, TeamMeeting
from accanto.casework.teams.operations.attendance import length_of
from accanto.casework.teams.queries.meeting import Expected, expected_people, with_people
from accanto.casework.teams.rules import may_manage
from accanto.casework.teams.views.common import day_of, load_managed, load_meeting
from accanto.casework.teams.words import hours, hours_count, month_words, weekday_words
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, page, reads
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest

SHOWN = (ItemState.WAITING, ItemState.DISCUSSED)


@page("teams.attend")
def team_meeting(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _show(request, load_meeting(request, pk))


def _show(
    request: StaffRequest, meeting: TeamMeeting, refusal: OperationRefused | None = None
) -> HttpResponse:
    """After a refusal what was typed is shown again, with what to put right."""
    today = clock.today()
    manages = may_manage(request.user, meeting.team)
    items = list(with_people(AgendaItem.objects.visible_to(request.user).filter(meeting=meeting)))
    reads.listed(items)
    shown = [item for item in items if item.state in SHOWN]
    planned = meeting.state == MeetingState.PLANNED
    runs = manages and planned and day_of(meeting) <= today
    key = draft_key(meeting)
    context = {
        **_heading(meeting, today),
        "cards": [_card(item, number, manages and planned) for number, item in enumerate(shown, start=1)],
        "put_aside": [item for item in items if item.state not in SHOWN] if manages else [],
        "manages": manages,
        "planned": planned,
        "people": _people(meeting, items, manages=manages, typed=request.POST if refusal else None),
        "runs": runs,
        "missing": operations.missing_from(meeting) if runs else [],
        "decided": sum(item.state == ItemState.DISCUSSED for item in shown),
        "draft_key": key,
        "notes": request.POST.get("notes")
        or (draft_data(request.user, key).get("notes", "") if runs else ""),
        "refusal": refusal,
    }
    return render(request, "teams/meeting.html", context, status=422 if refusal else 200)


def draft_key(meeting: TeamMeeting) -> str:
    return f"teams.meeting.{meeting.pk}"


def _heading(meeting: TeamMeeting, today: date) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "today": today,
        "month_words": month_words(timezone.localtime(meeting.appointment.starts_at)),
        "weekday": weekday_words(timezone.localtime(meeting.appointment.starts_at)),
        "starts": timezone.localtime(meeting.appointment.starts_at),
        "ends": timezone.localtime(meeting.appointment.ends_at),
        "state_tag": {
            "label": MeetingState(meeting.state).label,
            "tone": "fine" if meeting.state == MeetingState.HELD else "",
        },
    }


def _card(item: AgendaItem, number: int, changes: bool) -> dict[str, Any]:
    case = item.pathway.case
    return {
        "item": item,
        "number": number,
        "label": case.household.label,
        "url": reverse("team_item", args=[item.pk]),
        "way": item.pathway.get_way_display(),
        "responsible": case.responsible,
        "unit": case.unit.name,
        "decision": TeamDecision(item.decision).label if item.decision else "",
        "guests": list(item.guests.all()),
        "changes": changes,
    }


def _people(
    meeting: TeamMeeting, items: list[AgendaItem], *, manages: bool, typed: Mapping[str, str] | None
) -> list[dict[str, Any]]:
    """Who is expected and who came. A partner is not told who was called for households that they do not see."""
    known = {a.user_id: a for a in meeting.attendances.select_related("user", "organisation")}
    expected = expected_people(meeting)
    if not manages:
        mine = {guest.user_id for item in items for guest in item.guests.all()}
        expected = [one for one in expected if not one.households or one.user.pk in mine]
    others = [
        Expected(a.user, a.organisation, 0)
        for a in known.values()
        if a.user_id not in {one.user.pk for one in expected} and manages
    ]
    return [_person(one, known.get(one.user.pk), meeting, typed) for one in [*expected, *others]]


def _person(
    one: Expected, attendance: Attendance | None, meeting: TeamMeeting, typed: Mapping[str, str] | None
) -> dict[str, Any]:
    present = attendance.present if attendance else True
    given = hours(attendance.hours if attendance and attendance.present else length_of(meeting))
    if typed is not None and f"hours-{one.user.pk}" in typed:
        present, given = f"present-{one.user.pk}" in typed, typed[f"hours-{one.user.pk}"]
    return {
        "user": one.user,
        "body": one.organisation.name,
        "called": one.households > 0,
        "known": attendance is not None,
        "present": present,
        "hours": given,
        "words": _came(attendance),
    }


def _came(attendance: Attendance | None) -> str:
    if attendance is None:
        return ""
    return hours_count(attendance.hours) if attendance.present else _("absent")


@action("teams.manage")
def attendance(request: StaffRequest, pk: UUID) -> HttpResponse:
    meeting = load_managed(request, pk)
    sheet = [
        operations.Presence(
            one.user,
            present=request.POST.get(f"present-{one.user.pk}") == "1",
            hours=_hours(request.POST.get(f"hours-{one.user.pk}", "")),
        )
        for one in expected_people(meeting)
    ]
    try:
        operations.take_attendance(meeting=meeting, sheet=sheet, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        return _show(request, meeting, refusal)
    messages.success(request, _("The attendance is recorded."))
    return redirect("team_meeting", meeting.pk)


def _hours(text: str) -> Decimal | None:
    """«4,5» and «4.5»; nothing written is the whole meeting, something else is refused by the operation."""
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
    return round(value, 2) if value.is_finite() and abs(value) < 1000 else Decimal(0)


@action("teams.manage")
def hold(request: StaffRequest, pk: UUID) -> HttpResponse:
    meeting = load_managed(request, pk)
    try:
        operations.hold_meeting(
            meeting=meeting, notes=request.POST.get("notes", ""), by=request.user, at=clock.now()
        )
    except OperationRefused as refusal:
        return _show(request, meeting, refusal)
    discard_draft(user=request.user, key=draft_key(meeting))
    messages.success(request, _("The meeting is closed: minutes and extracts are ready."))
    return redirect("team_meeting", meeting.pk)
