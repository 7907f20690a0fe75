"""The week of the mini-teams."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accanto.casework.cases.enums import AppointmentState
from accanto.casework.pathways.queries.agenda import Day, monday_of, professionals, week
from accanto.core import clock
from accanto.core.web import page, reads
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

EVERYBODY = "tutti"


@page("cases.view")
def agenda(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    present = monday_of(today + timedelta(days=2) if today.weekday() > 4 else today)
    monday = monday_of(_asked(request.GET.get("settimana", ""), present))
    colleagues = list(professionals(request.user)) if request.user.access.coordinates else []
    of = _whose(request, colleagues)
    days = week(request.user, monday, of=of, istat=None)
    context = {
        "today": today,
        "days": [_day(day, today) for day in days],
        "first": monday,
        "last": days[-1].date,
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "this_week": monday == present,
        "monday": monday.isoformat(),
        "colleagues": colleagues,
        "of": of,
        "everybody": of is None,
        "any": any(day.appointments for day in days),
    }
    reads.listed(row for day in days for row in day.appointments)
    return render(request, "pathways/agenda.html", context)


def _asked(text: str, otherwise: date) -> date:
    """Weeks of the address; at the weekend one looks at the week to come."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return asked if 2000 <= asked.year <= 2060 else otherwise


def _whose(request: StaffRequest, colleagues: list[User]) -> User | None:
    """One's own week, unless one coordinates and asks for a colleague's or for everybody's."""
    asked = request.GET.get("di", "")
    if asked == EVERYBODY and colleagues:
        return None
    return next((user for user in colleagues if str(user.pk) == asked), request.user)


def _day(day: Day, today: date) -> dict[str, Any]:
    return {
        "date": day.date,
        "today": day.date == today,
        "working": day.working,
        "rows": [_row(row) for row in day.appointments],
    }


def _row(row: Any) -> dict[str, Any]:
    convocation = getattr(row, "convocation", None)
    hours = f"{timezone.localtime(row.starts_at):%H:%M}–{timezone.localtime(row.ends_at):%H:%M}"
    return {
        "hours": hours,
        "seen": row.seen or row.case_id is None,
        "title": row.case.household.label if row.case_id and row.seen else row.title,
        "kind": row.get_kind_display(),
        "place": ", ".join(filter(None, [str(row.office or ""), row.place])),
        "people": [str(one.user) for one in row.operators.all()],
        "convocation": convocation if row.seen else None,
        "held": row.state == AppointmentState.HELD,
        "missed": row.state == AppointmentState.MISSED,
        "to_send": bool(row.seen and convocation and convocation.state == "planned"),
    }
