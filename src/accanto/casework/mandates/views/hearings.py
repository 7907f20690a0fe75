"""Hearings: fixed, and what became of them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.queries import grants_on
from accanto.casework.mandates import operations
from accanto.casework.mandates.enums import HearingState
from accanto.casework.mandates.forms.reports import HearingForm, HearingOutcomeForm
from accanto.casework.mandates.models import Hearing, Measure
from accanto.casework.mandates.views.common import head, load_to_work, works_on
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def hearing_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_to_work(request, pk)
    form = HearingForm(
        request.POST or None,
        people=readers_of(row),
        initial={"place": str(row.authority), "operators": [row.case.responsible_id]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add_hearing(measure=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("The hearing is registered: it appears among the work and in the agenda of who goes."),
            )
            _warn(request, made)
            return redirect("measure", pk=row.pk)
    context = {
        **head(row),
        "form": form,
        "title": _("A hearing is fixed"),
        "action": _("Register the hearing"),
        "hint": _("Only those who read the case can go: let a colleague in first, from the case."),
    }
    return render(request, "mandates/ask.html", context, status=422 if form.errors else 200)


@editor("cases.view")
def hearing(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The hearing; whoever works on the case says what became of it."""
    seen = Measure.objects.visible_to(request.user)
    rows = Hearing.objects.filter(measure__in=seen).select_related(
        "measure__case__household", "measure__authority", "moved_to", "appointment"
    )
    row: Hearing = load(rows.prefetch_related("operators__user"), pk)
    works = (
        row.state == HearingState.PLANNED and row.measure.open and works_on(request.user, row.measure.case)
    )
    form = HearingOutcomeForm(request.POST or None) if works or request.method == "POST" else None
    if request.method == "POST":
        load_to_work(request, row.measure_id)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            settled = operations.settle_hearing(
                hearing=row, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is written down."))
            if settled.moved_to is not None:
                _warn(request, settled.moved_to)
            return redirect("measure", pk=row.measure_id)
    context = {**head(row.measure), "hearing": row, "form": form, "today": clock.today()}
    context["overlaps"] = operations.overlaps_of(row) if row.state == HearingState.PLANNED else []
    status = 422 if form is not None and form.errors else 200
    return render(request, "mandates/hearing.html", context, status=status)


def _warn(request: StaffRequest, hearing: Hearing) -> None:
    overlaps = operations.overlaps_of(hearing)
    if overlaps:
        hint = _("Courts do not ask: give the other appointment another hour, or let somebody else go.")
        messages.warning(request, f"{'; '.join(overlaps)}. {hint}")


def readers_of(measure: Measure) -> QuerySet[User]:
    """Operators who read the case through a right of their own."""
    grants = grants_on(measure.case_id, clock.now()).filter(user__isnull=False, depth__gte=Depth.READ)
    return User.objects.filter(pk__in=grants.order_by().values("user")).order_by(
        "last_name", "first_name", "pk"
    )
