"""A mediator called from the desk."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import MediatorState, TicketState
from accanto.access.desk.forms import MediatorForm, NoMediatorForm, services_on
from accanto.access.desk.languages import label_of
from accanto.access.desk.models import AccessPoint, MediatorCall, Ticket
from accanto.access.desk.queries.mediators import running_calls
from accanto.access.desk.views.board import load_point
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load
from accanto.territory.staff.requests import StaffRequest


@editor("desk.serve")
def desk_mediator(request: StaffRequest, pk: int) -> HttpResponse:
    """Whom to call for a language, and that they were called."""
    point, today = load_point(request, pk), clock.today()
    ticket = _in_hand(request, point)
    first = {"language": ticket.language} if ticket and ticket.language else {}
    form = MediatorForm(request.POST or None, on=today, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_mediator(
                point=point, ticket=ticket, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down: say here when the mediator arrives."))
            return redirect("desk_mediator", pk=pk)
    context = {
        "point": point,
        "form": form,
        "ticket": ticket,
        "services": [
            {"service": one, "languages": ", ".join(label_of(code) for code in one.languages)}
            for one in services_on(today)
        ],
        "calls": [_told(one) for one in running_calls(point, today)],
    }
    return render(request, "desk/mediator.html", context, status=422 if form.errors else 200)


@action("desk.serve")
def desk_mediator_act(request: StaffRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in {"arriva", "finisce", "manca"}:
        raise Http404
    points = AccessPoint.objects.visible_to(request.user)
    call = load(MediatorCall.objects.filter(point__in=points), pk)
    by, now = request.user, clock.now()
    try:
        if verb == "arriva":
            operations.mediator_arrives(call=call, by=by, at=now)
        elif verb == "finisce":
            operations.mediator_finishes(call=call, by=by, at=now)
        else:
            form = NoMediatorForm(request.POST)
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            operations.mediator_fails(call=call, reason=reason, by=by, at=now)
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_mediator", pk=call.point_id)


def _told(call: MediatorCall) -> dict[str, object]:
    present = call.state == MediatorState.PRESENT
    return {
        "call": call,
        "language": label_of(call.language),
        "present": present,
        "form": None if present else NoMediatorForm(auto_id=f"call-{call.pk}-%s"),
    }


def _in_hand(request: StaffRequest, point: AccessPoint) -> Ticket | None:
    rows = Ticket.objects.filter(point=point, day=clock.today(), called_by=request.user)
    return rows.filter(state__in=[TicketState.CALLED, TicketState.SERVING]).first()
