"""Beginning a team."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.teams import operations
from accanto.casework.teams.forms import MORE_ROWS, MOST_ROWS, START_ROWS, TeamForm
from accanto.casework.teams.rules import units_for_a_team
from accanto.casework.teams.views.members import people_who_may_sit
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.staff.requests import StaffRequest


@editor("teams.manage")
def team_new(request: StaffRequest) -> HttpResponse:
    """«Another member» draws the form again with more rows and everything that was typed."""
    units = units_for_a_team(request.user)
    if not units:
        raise PermissionDenied
    more = "more" in request.POST
    rows = _rows(request.POST.get("rows", "")) + (MORE_ROWS if more else 0)
    of_the_zone = next((unit for unit in units if unit.kind == OfficeKind.ZONE), units[0])
    sent = request.method == "POST" and not more
    form = TeamForm(
        request.POST if sent else None,
        initial=request.POST.dict() if more else {"unit": str(of_the_zone.pk)},
        units=units,
        people=people_who_may_sit(),
        rows=min(rows, MOST_ROWS),
    )
    if sent and form.is_valid() and _found(request, form):
        return redirect("team_members")
    context = {"form": form, "more": form.count < MOST_ROWS}
    return render(request, "teams/team_new.html", context, status=422 if form.errors else 200)


def _rows(text: str) -> int:
    asked = int(text) if text.isdecimal() and len(text) < 4 else START_ROWS
    return max(START_ROWS, min(asked, MOST_ROWS))


def _found(request: StaffRequest, form: TeamForm) -> bool:
    given, seats = form.cleaned_data, form.seats
    try:
        team = operations.found_team(
            name=given["name"],
            unit=form.units[given["unit"]],
            place=given["place"],
            members=[operations.Seat(user, low, high) for _row, user, low, high in seats],
            by=request.user,
            at=clock.now(),
        )
    except operations.SeatRefused as refusal:
        form.add_error(f"{refusal.field or 'user'}_{seats[refusal.number][0]}", str(refusal))
        return False
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("%(team)s is there: now plan its first meeting.") % {"team": team.name})
    return True
