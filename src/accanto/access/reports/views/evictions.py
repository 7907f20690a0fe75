"""What is done for a household that must leave its home, and how the day went."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations
from accanto.access.reports.forms_ends import EvictionEndForm, MeasureForm
from accanto.access.reports.models import Eviction, Report
from accanto.access.reports.views.loading import load_report
from accanto.access.reports.views.report import required
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.territory.staff.requests import StaffRequest


@editor("reports.evaluate")
def report_measure(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    _eviction(row)
    now = clock.now()
    form = MeasureForm(request.POST or None, on=now.date(), initial={"done_on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_measure(report=row, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The measure is written down."))
            return redirect("report", pk=pk)
    context = {
        "report": row,
        "form": form,
        "title": _("What was done for the household"),
        "text": _("One measure at a time: each keeps its day."),
        "action": _("Register it"),
    }
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)


@editor("reports.evaluate")
def report_eviction(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    eviction = _eviction(row)
    now, over = clock.now(), operations.is_over(eviction)
    told = {"end": eviction.end, "ended_on": eviction.ended_on, "note": eviction.end_note}
    form = EvictionEndForm(
        request.POST or None, over=over, initial=told if over else {"ended_on": now.date()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_eviction(report=row, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("report", pk=pk)
    context = {"report": row, "form": form, "eviction": eviction, "today": now.date()}
    return render(request, "reports/eviction_end.html", context, status=422 if form.errors else 200)


def _eviction(row: Report) -> Eviction:
    found: Eviction | None = getattr(row, "eviction", None)
    if found is None:
        raise Http404
    return found
