"""On duty: the shift, the call at night, the morning in which somebody takes it over."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations, rules
from accanto.access.reports.enums import CallState, ReportState
from accanto.access.reports.forms_call import CallForm
from accanto.access.reports.forms_duty import ShiftForm
from accanto.access.reports.models import DutyShift, EmergencyCall, Report
from accanto.access.reports.queries import open_shift_of, waiting_calls
from accanto.access.reports.views.lists import call_row
from accanto.access.reports.views.receiving import beginning, shown_when
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page, reads
from accanto.foundation.jobs.operations import discard_draft
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

DRAFT = "report-call"
_RECENT = 10


@page("reports.receive")
def duty(request: StaffRequest) -> HttpResponse:
    """Am I on duty, which calls wait, how the last shifts went."""
    calls = list(waiting_calls(request.user))
    reads.listed([row.report for row in calls])
    shifts = DutyShift.objects.visible_to(request.user).select_related("worker", "office")
    context = {
        "shift": open_shift_of(request.user),
        "calls": [call_row(row, request.user.pk) for row in calls],
        "shifts": shifts[:_RECENT],
        "form": ShiftForm(user=request.user),
        "today": clock.today(),
    }
    return render(request, "reports/duty.html", context)


@action("reports.receive")
def duty_open(request: StaffRequest) -> HttpResponse:
    form = ShiftForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            operations.open_shift(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You are on duty: write each call down as it comes."))
    else:
        messages.error(request, _("Choose the office for which you are on duty."))
    return redirect("duty")


@action("reports.receive")
def duty_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    shift = load(DutyShift.objects.visible_to(request.user), pk)
    try:
        operations.close_shift(shift=shift, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        named = "; ".join(str(one) for one in refusal.missing)
        messages.error(request, f"{refusal} {named}".strip())
    else:
        messages.success(request, _("The shift is closed: everything was handed over."))
    return redirect("duty")


@editor("reports.receive")
def call_new(request: StaffRequest) -> HttpResponse:
    now, user = clock.now(), request.user
    reports = _open_reports(user)
    if request.method == "POST":
        form = CallForm(request.POST, on=now.date(), reports=reports)
    else:
        form = CallForm(on=now.date(), reports=reports, initial=_at_night(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            call = operations.answer_call(by=user, at=now, **form.for_operation())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=user, key=DRAFT)
            messages.success(request, _("The call is written down. A colleague must take it over."))
            seen = Report.objects.visible_to(user).filter(pk=call.report_id).exists()
            return redirect("report", pk=call.report_id) if seen else redirect("reports")
    context = {"form": form, "draft_key": DRAFT, "shift": open_shift_of(user), **shown_when(now)}
    return render(request, "reports/call.html", context, status=422 if form.errors else 200)


@editor("reports.receive")
def handover(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read what happened at night, and take it over: with name and hour."""
    rows = EmergencyCall.objects.visible_to(request.user).select_related(
        "report__office", "worker", "handover__accepted_by"
    )
    call = load(rows, pk)
    refused = ""
    if request.method == "POST":
        try:
            operations.accept_call(call=call, by=request.user, at=clock.now())
        except OperationRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("You have taken the call over."))
            return redirect("report", pk=call.report_id)
    context = {
        "call": call,
        "mine": call.worker_id == request.user.pk,
        "calls": [call],
        "told": rules.is_told_of_reporter(request.user, call.report),
        "waits": call.state == CallState.WAITING,
        "refused": refused,
        "today": clock.today(),
    }
    return render(request, "reports/handover.html", context, status=422 if refused else 200)


def _open_reports(user: User) -> QuerySet[Report]:
    rows = Report.objects.visible_to(user).exclude(state=ReportState.CLOSED)
    return rows.order_by("-received_at", "pk").prefetch_related("named")


def _at_night(request: StaffRequest, now: datetime) -> dict[str, object]:
    """The office of the shift; most calls come from the police."""
    shift = open_shift_of(request.user)
    begun = {"reporter_kind": "police", **beginning(request, DRAFT, now)}
    return {**begun, "office": begun.get("office") or (shift.office_id if shift else None)}
