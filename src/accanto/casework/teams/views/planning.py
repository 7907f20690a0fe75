"""Planning, moving, cancelling a meeting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.teams import operations
from accanto.casework.teams.forms import PlanForm, WhenForm, default_day
from accanto.casework.teams.models import Team
from accanto.casework.teams.views.common import attempt, load_managed
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor
from accanto.territory.staff.requests import StaffRequest


@editor("teams.manage")
def meeting_new(request: StaffRequest) -> HttpResponse:
    teams = list(Team.objects.managed_by(request.user))
    if not teams:
        raise PermissionDenied
    now = clock.now()
    initial = {
        "day": default_day(now.date()),
        "starts": "09:00",
        "ends": "13:00",
        "place": teams[0].place,
        "months": 1,
    }
    form = PlanForm(request.POST or None, initial=initial, teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            planned = operations.plan_monthly(
                team=form.chosen_team,
                starts_at=form.moment("starts"),
                ends_at=form.moment("ends"),
                months=form.cleaned_data["months"],
                place=form.cleaned_data["place"],
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            _refuse(form, refusal)
        else:
            words = ngettext("The meeting is planned.", "%(n)s meetings are planned.", len(planned))
            messages.success(request, words % {"n": len(planned)})
            return redirect("team_meeting", planned[0].pk)
    context = {"form": form, "today": now.date(), "title": _("Plan a meeting"), "action": _("Plan")}
    return render(request, "teams/when.html", context, status=422 if form.errors else 200)


@editor("teams.manage")
def meeting_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    meeting = load_managed(request, pk)
    now = clock.now()
    starts = timezone.localtime(meeting.appointment.starts_at)
    ends = timezone.localtime(meeting.appointment.ends_at)
    initial = {
        "day": starts.date(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": meeting.appointment.place,
    }
    form = WhenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.move_meeting(
                meeting=meeting,
                starts_at=form.moment("starts"),
                ends_at=form.moment("ends"),
                place=form.cleaned_data["place"],
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The meeting is moved; those invited have been told."))
            return redirect("team_meeting", meeting.pk)
    context: dict[str, Any] = {
        "form": form,
        "meeting": meeting,
        "today": now.date(),
        "title": _("Move the meeting"),
        "action": _("Move"),
    }
    return render(request, "teams/when.html", context, status=422 if form.errors else 200)


def _refuse(form: WhenForm, refusal: OperationRefused) -> None:
    names = {"starts_at": "starts", "ends_at": "ends"}
    field = names.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))
    for line in refusal.missing:
        form.add_error(None, str(line))


@action("teams.manage")
def meeting_cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    meeting = load_managed(request, pk)
    return attempt(
        request,
        lambda: operations.cancel_meeting(
            meeting=meeting, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
        ),
        _("The meeting is cancelled; its households are waiting again."),
        "team_meeting",
        meeting.pk,
    )
