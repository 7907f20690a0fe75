"""The operator's board: who waits, whom to call, what is still to be finished."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.signing import dumps
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import OutcomeKind, TicketState
from accanto.access.desk.forms import TicketForm
from accanto.access.desk.languages import label_of
from accanto.access.desk.models import AccessPoint, Ticket
from accanto.access.desk.opening import door_of
from accanto.access.desk.queries import board_of, my_points, serves_here
from accanto.access.desk.queries.contacts import names_of, to_finish
from accanto.access.desk.queries.mediators import running_calls
from accanto.access.desk.views.screen import SALT
from accanto.casework.cases.models import Appointment
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, load, page, reads
from accanto.territory.staff.requests import StaffRequest

_WINDOW = "desk_window"
_FINISH = 8
_ACTS: dict[str, Callable[..., Any]] = {
    "chiama": operations.call_this,
    "richiama": operations.repeat_call,
    "servi": operations.serve,
    "rimetti": operations.put_back,
    "fine": operations.finish,
    "via": operations.leave,
}


@page("desk.serve")
def desk(request: StaffRequest) -> HttpResponse:
    """To one's own desk; who receives nowhere sees which desks there are."""
    mine = my_points(request.user, clock.today())
    return redirect("desk_board", pk=mine[0].pk) if mine else redirect("desk_points")


@page("desk.serve")
def desk_board(request: StaffRequest, pk: int) -> HttpResponse:
    point, now = load_point(request, pk), clock.now()
    return render(request, "desk/board.html", _board_context(request, point, now, TicketForm()))


@page("desk.serve")
def desk_queue(request: StaffRequest, pk: int) -> HttpResponse:
    """The part that the page asks again by itself; it keeps no session open."""
    point, now = load_point(request, pk), clock.now()
    return render(request, "desk/parts/queue.html", queue_context(request, point, now))


@action("desk.serve")
def desk_take(request: StaffRequest, pk: int) -> HttpResponse:
    point, now, form = load_point(request, pk), clock.now(), TicketForm(request.POST)
    if form.is_valid():
        try:
            ticket = operations.take_ticket(point=point, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Number %(number)s.") % {"number": ticket.number})
            return redirect("desk_board", pk=pk)
    return render(request, "desk/board.html", _board_context(request, point, now, form), status=422)


@action("desk.serve")
def desk_call(request: StaffRequest, pk: int) -> HttpResponse:
    point = load_point(request, pk)
    try:
        operations.call_next(point=point, window=_window(request, point), by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_board", pk=pk)


@action("desk.serve")
def desk_ticket(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    if verb not in _ACTS:
        raise Http404
    points = AccessPoint.objects.visible_to(request.user)
    ticket = load(Ticket.objects.filter(point__in=points).select_related("point__office"), pk)
    given: dict[str, Any] = {"window": _window(request, ticket.point)} if verb == "chiama" else {}
    try:
        _ACTS[verb](ticket=ticket, by=request.user, at=clock.now(), **given)
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_board", pk=ticket.point_id)
    if verb == "servi":
        return redirect(f"{reverse('desk_contact_new', args=[ticket.point_id])}?numero={ticket.pk}")
    return redirect("desk_board", pk=ticket.point_id)


def load_point(request: StaffRequest, pk: int) -> AccessPoint:
    """404 for whoever neither receives people there nor coordinates it."""
    rows = AccessPoint.objects.visible_to(request.user).select_related("office__seat", "unit")
    return load(rows, pk)


def queue_context(request: StaffRequest, point: AccessPoint, now: datetime) -> dict[str, Any]:
    board = board_of(point, request.user, now, now.date())
    return {
        "point": point,
        "board": board,
        "serves": serves_here(request.user, point, now.date()),
        "window": request.session.get(_WINDOW, 1),
        "windows": range(1, point.windows + 1),
        "language_of": label_of,
        "serving": board.mine is not None and board.mine.state == TicketState.SERVING,
        "today": now.date(),
        "now": now,
    }


def _board_context(
    request: StaffRequest, point: AccessPoint, now: datetime, form: TicketForm
) -> dict[str, Any]:
    user, door = request.user, door_of(point, now)
    rows = list(to_finish(user)[: _FINISH + 1])
    return {
        **queue_context(request, point, now),
        "points": my_points(user, now.date()),
        "door": door,
        "hours": door.words(now),
        "gives_numbers": door.open or door.opens_later(now),
        "form": form,
        "finish": _finish_rows(request, rows[:_FINISH]),
        "more": len(rows) > _FINISH,
        "appointments": _appointments(request, point, now),
        "calls": running_calls(point, now.date()),
        "token": dumps([point.pk, user.pk], salt=SALT),
    }


def _finish_rows(request: StaffRequest, rows: list[Any]) -> list[dict[str, Any]]:
    reads.listed(row.person_id for row in rows)
    names = names_of(request.user, [row.person_id for row in rows if row.person_id])
    return [
        {
            "contact": row,
            "who": names.get(row.person_id) or row.name or _("Anonymous"),
            "what": ", ".join(str(OutcomeKind(step.kind).label) for step in row.open_steps),
        }
        for row in rows
    ]


def _appointments(request: StaffRequest, point: AccessPoint, now: datetime) -> list[Appointment]:
    mine = Appointment.objects.filter(
        operators__user=request.user, state="planned", starts_at__date=now.date(), ends_at__gt=now
    )
    return list(mine.order_by("starts_at", "pk")[:5])


def _window(request: StaffRequest, point: AccessPoint) -> int:
    """The one chosen now is remembered for the next calls."""
    asked = request.POST.get("window", "")
    window = int(asked) if asked.isdigit() and len(asked) < 3 else request.session.get(_WINDOW, 1)
    if 1 <= window <= point.windows and request.session.get(_WINDOW) != window:
        request.session[_WINDOW] = window
    return int(window)
