"""The agenda of an office: the week by operator and by room."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from accanto.casework.agenda.queries.choices import offices_of
from accanto.casework.agenda.queries.week import by_operator, by_room
from accanto.casework.agenda.views.mine import week_context
from accanto.core import clock
from accanto.core.web import page, reads
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import in_force
from accanto.territory.staff.requests import StaffRequest

ROOMS = "stanze"


@page("agenda.view")
def agenda_office(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    offices = list(offices_of(request.user))
    office = _chosen(request, offices)
    monday, context = week_context(request, now.date())
    rooms = request.GET.get("vista", "") == ROOMS
    rows = []
    if office is not None:
        rows = (
            by_room(office, request.user, monday)
            if rooms
            else by_operator(office, _staff(office, now.date()), request.user, monday, now)
        )
    reads.listed(entry.case for row in rows for day in row.days for entry in day.entries if entry.case)
    context |= {
        "office": office,
        "offices": offices,
        "rooms": rooms,
        "rows": rows,
        "may_manage": request.user.may("agenda.manage"),
    }
    return render(request, "agenda/office.html", context)


def _chosen(request: StaffRequest, offices: list[Office]) -> Office | None:
    asked = request.GET.get("ufficio", "")
    return next((one for one in offices if str(one.pk) == asked), offices[0] if offices else None)


def _staff(office: Office, on: date) -> list[User]:
    rows = User.objects.filter(is_active=True, posts__in=office.posts.filter(in_force(on)))
    return list(rows.distinct().order_by("last_name", "first_name"))
