"""What desks propose to a unit, for those who coordinate it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import ChargeState
from accanto.access.desk.forms import ChargeForm, ReasonForm
from accanto.access.desk.models import ChargeRequest
from accanto.access.desk.queries.contacts import names_of, told_name
from accanto.access.desk.views.contacts import need_label
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load, page, reads
from accanto.territory.staff.requests import StaffRequest

_MOST = 100
TONES = {ChargeState.PROPOSED: "soon", ChargeState.ACCEPTED: "fine", ChargeState.REFUSED: ""}


@page("desk.serve")
def desk_charges(request: StaffRequest) -> HttpResponse:
    """What waits first; then what was decided."""
    seen = ChargeRequest.objects.visible_to(request.user).select_related(
        "contact__point__office", "unit", "asked_by"
    )
    rows = list(seen.order_by("decided_at", "asked_at")[:_MOST])
    reads.listed(row.contact.person_id for row in rows)
    ids = [one for row in rows for one in (row.contact.about_id, row.contact.person_id) if one]
    names = names_of(request.user, ids)
    told = [
        {
            "request": row,
            "who": _who(row, names),
            "tag": {"label": row.get_state_display(), "tone": TONES[ChargeState(row.state)]},
            "waits": row.state == ChargeState.PROPOSED,
        }
        for row in rows
    ]
    context = {
        "waiting": [one for one in told if one["waits"]],
        "decided": [one for one in reversed(told) if not one["waits"]],
        "today": clock.today(),
    }
    return render(request, "desk/charges.html", context)


@editor("desk.serve")
def desk_charge(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = ChargeRequest.objects.visible_to(request.user)
    row = load(rows.select_related("contact__point__office", "unit", "asked_by", "decided_by", "case"), pk)
    decides = row.unit_id in request.user.access.coordinates and row.state == ChargeState.PROPOSED
    decision = request.POST.get("decision", "") if request.method == "POST" else None
    accept = ChargeForm(request.POST if decision == "accept" else None, unit=row.unit, on=clock.today())
    refuse = ReasonForm(request.POST if decision == "refuse" else None, prefix="no")
    if decision == "accept" and accept.is_valid() and (answer := _accept(request, row, accept)):
        return answer
    if decision == "refuse" and refuse.is_valid() and (answer := _refuse(request, row, refuse)):
        return answer
    if decision is not None and decision not in {"accept", "refuse"}:
        messages.error(request, _("Say whether the unit takes them in charge or not."))
        return _draw(request, row, accept, refuse, decides=decides, status=422)
    return _draw(request, row, accept, refuse, decides=decides)


def _accept(request: StaffRequest, row: ChargeRequest, form: ChargeForm) -> HttpResponse | None:
    try:
        case = operations.accept_charge(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
    except OperationRefused as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, _("Taken in charge: the desk is told."))
    return redirect("case", pk=case.pk)


def _refuse(request: StaffRequest, row: ChargeRequest, form: ReasonForm) -> HttpResponse | None:
    try:
        operations.refuse_charge(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
    except OperationRefused as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, _("Refused: the desk is told why."))
    return redirect("desk_charges")


def _draw(
    request: StaffRequest,
    row: ChargeRequest,
    accept: ChargeForm,
    refuse: ReasonForm,
    *,
    decides: bool,
    status: int = 200,
) -> HttpResponse:
    wanted = row.contact.about_id or row.contact.person_id
    names = names_of(request.user, [wanted] if wanted else [])
    context = {
        "charge": row,
        "who": _who(row, names),
        "needs": [need_label(code) for code in row.contact.needs],
        "tag": {"label": row.get_state_display(), "tone": TONES[ChargeState(row.state)]},
        "accept": accept,
        "refuse": refuse,
        "decides": decides,
        "today": clock.today(),
    }
    status = 422 if accept.errors or refuse.errors else status
    return render(request, "desk/charge.html", context, status=status)


def _who(row: ChargeRequest, names: dict[UUID, str]) -> str:
    """Whom it is about, if one sees them."""
    return told_name(row.contact.about_id or row.contact.person_id, names)
