"""The month of the teams, the hours of the bodies, the households that wait."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.teams.enums import MeetingState
from accanto.casework.teams.forms import FIRST_YEAR, LAST_YEAR
from accanto.casework.teams.models import Team, TeamMeeting
from accanto.casework.teams.queries import body_hours, median_wait, waiting_households
from accanto.casework.teams.queries.calendar import month_of
from accanto.casework.teams.queries.waiting import Waiting
from accanto.casework.teams.rules import may_begin
from accanto.casework.teams.views.common import meeting_words, upcoming
from accanto.casework.teams.words import hours_words, month_name, month_words, weekday_words
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words, working_days
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest

STATE_TONE = {MeetingState.HELD: "fine", MeetingState.CANCELLED: "", MeetingState.PLANNED: ""}


@page("teams.attend")
def teams(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    first = _month(request.GET.get("mese", ""), today)
    month = month_of(request.user, first, today)
    managed = list(Team.objects.managed_by(request.user)) if request.user.may("teams.manage") else []
    context = {
        "today": today,
        "month": month,
        "month_name": month_words(first),
        "before_name": month_name(month.before),
        "after_name": month_name(month.after),
        "is_this_month": first == today.replace(day=1),
        "rows": [_row(meeting, today) for meeting in month.meetings],
        "hours": [hours_words(one) for one in body_hours(month=first)],
        "manages": bool(managed),
        "begin": {"label": _("Create a team"), "url": reverse("team_new")}
        if not managed and may_begin(request.user)
        else None,
        "heading_tags": [_count(month.meetings)],
        **_waiting(request, today, manages=bool(managed)),
    }
    return render(request, "teams/calendar.html", context)


def _month(text: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if FIRST_YEAR < first.year < LAST_YEAR else today.replace(day=1)


def _count(meetings: tuple[TeamMeeting, ...]) -> str:
    total = sum(m.state != MeetingState.CANCELLED for m in meetings)
    return ngettext("%(n)s meeting", "%(n)s meetings", total) % {"n": total}


def _row(meeting: TeamMeeting, today: date) -> dict[str, Any]:
    starts = timezone.localtime(meeting.appointment.starts_at)
    ends = timezone.localtime(meeting.appointment.ends_at)
    cancelled = meeting.state == MeetingState.CANCELLED
    where = [f"{starts:%H:%M}–{ends:%H:%M}", meeting.appointment.place]
    return {
        "when": starts.day,
        "unit": weekday_words(starts),
        "tone": "soon" if starts.date() == today and meeting.state == MeetingState.PLANNED else "",
        "title": meeting.team.name,
        "url": reverse("team_meeting", args=[meeting.pk]),
        "text": " · ".join(part for part in where if part),
        "rule": meeting.cancel_reason if cancelled else _agenda(meeting),
        "tags": [
            {"label": MeetingState(meeting.state).label, "tone": STATE_TONE[MeetingState(meeting.state)]}
        ],
    }


def _agenda(meeting: TeamMeeting) -> str:
    shown, decided = meeting.shown, meeting.decided  # type: ignore[attr-defined]
    if not shown:
        return _("No household on the agenda yet") if meeting.state == MeetingState.PLANNED else ""
    words = ngettext("%(n)s household on the agenda", "%(n)s households on the agenda", shown) % {"n": shown}
    if decided:
        words += " · " + ngettext("%(n)s decided", "%(n)s decided", decided) % {"n": decided}
    return words


def _waiting(request: StaffRequest, today: date, *, manages: bool) -> dict[str, Any]:
    """For those who work on cases; a partner is told of a household only when it is on an agenda."""
    if not (manages or request.user.may("cases.work")):
        return {"waits": False}
    found = waiting_households(request.user, today)
    usual = median_wait(today)
    return {
        "waits": True,
        "waiting": [_waiting_row(one, usual) for one in found],
        "waiting_count": len(found),
        "usual": usual,
        "bulk": _bulk(request, today) if manages else [],
        "columns": [
            {"key": "household", "label": _("Household")},
            {"key": "days", "label": _("Waits since"), "sortable": False},
            {"key": "responsible", "label": _("Responsible")},
            {"key": "unit", "label": _("Service")},
        ],
    }


def _waiting_row(one: Waiting, usual: int | None) -> dict[str, Any]:
    case = one.pathway.case
    longer = usual is not None and one.working_days > usual
    tags = [{"label": _("back from the team"), "tone": "edge"}] if one.again else []
    since = date_words(one.since) if one.since else _("no preliminary analysis yet")
    return {
        "id": str(one.pathway.pk),
        "url": reverse("case_team", args=[case.pk]),
        "cells": [
            {"text": case.household.label, "small": one.pathway.get_way_display(), "tags": tags},
            {"text": working_days(one.working_days), "small": since, "tone": "late" if longer else ""},
            str(case.responsible) if case.responsible else _("nobody yet"),
            case.unit.name,
        ],
    }


def _bulk(request: StaffRequest, today: date) -> list[dict[str, str]]:
    return [
        {
            "label": _("On the agenda of %(when)s") % {"when": meeting_words(meeting, today)},
            "url": reverse("team_put_many"),
            "name": "meeting",
            "value": str(meeting.pk),
        }
        for meeting in upcoming(request.user, today)[:3]
    ]
