"""Who sits in the teams, for which body, with which agreed hours."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.teams import operations
from accanto.casework.teams.enums import Membership
from accanto.casework.teams.forms import SeatForm
from accanto.casework.teams.models import Team, TeamMember
from accanto.casework.teams.rules import may_begin, may_manage
from accanto.casework.teams.views.common import attempt
from accanto.casework.teams.words import agreed_words
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("teams.attend")
def team_members(request: StaffRequest) -> HttpResponse:
    """Everybody who sits in a team sees with whom; those who coordinate it change the seats."""
    today = clock.today()
    teams = list(Team.objects.select_related("unit"))
    managed = [team for team in teams if may_manage(request.user, team)]
    form = SeatForm(request.POST or None, people=people_who_may_sit()) if managed else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        asked = request.POST.get("team", "")
        chosen = int(asked) if asked.isdecimal() and len(asked) < 10 else managed[0].pk
        team = load(Team.objects.managed_by(request.user), chosen)
        if form.is_valid() and _seat(request, team, form):
            return redirect("team_members")
    seats = TeamMember.objects.sitting(today).select_related("user__operator", "organisation", "team")
    rows = [_row(seat) for seat in seats]
    context = {
        "today": today,
        "teams": [
            {"team": t, "rows": [r for r in rows if r["seat"].team_id == t.pk], "manages": t in managed}
            for t in teams
        ],
        "managed": managed,
        "begin": {"label": _("Create a team"), "url": reverse("team_new")}
        if may_begin(request.user)
        else None,
        "form": form,
    }
    return render(request, "teams/members.html", context, status=422 if form and form.errors else 200)


def people_who_may_sit() -> list[User]:
    users = User.objects.filter(is_active=True, operator__isnull=False)
    return list(users.select_related("operator__organisation").order_by("last_name", "first_name"))


def _row(seat: TeamMember) -> dict[str, Any]:
    return {
        "seat": seat,
        "profession": seat.user.operator.get_profession_display() if hasattr(seat.user, "operator") else "",
        "agreed": agreed_words(seat),
        "basic": seat.membership == Membership.BASIC,
    }


def _seat(request: StaffRequest, team: Team, form: SeatForm) -> bool:
    given = form.cleaned_data
    user = form.people[given["user"]]
    now = clock.now()
    try:
        operations.seat_member(
            team=team,
            user=user,
            membership=given["membership"],
            need=given["need"],
            hours_from=given["hours_from"],
            hours_to=given["hours_to"],
            starts_on=now.date(),
            by=request.user,
            at=now,
        )
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("%(name)s sits in the team from today.") % {"name": user})
    return True


@action("teams.manage")
def seat_end(request: StaffRequest, pk: int) -> HttpResponse:
    seat = load(TeamMember.objects.select_related("team", "user"), pk)
    if not may_manage(request.user, seat.team):
        raise PermissionDenied
    return attempt(
        request,
        lambda: operations.end_seat(member=seat, by=request.user, at=clock.now()),
        _("%(name)s no longer sits in the team.") % {"name": seat.user},
        "team_members",
    )
