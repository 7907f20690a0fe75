"""Somebody takes a report, evaluates it in three parts, signs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations, rules
from accanto.access.reports.forms import EntrustForm, EvaluationForm
from accanto.access.reports.models import Evaluation, Report
from accanto.access.reports.views.loading import load_report
from accanto.access.reports.views.report import required
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor
from accanto.territory.staff.requests import StaffRequest


@action("reports.evaluate")
def report_take(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    try:
        operations.take(report=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You evaluate it: its terms are in your «Today»."))
    return redirect("report", pk=pk)


@editor("reports.receive")
def report_entrust(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    if not rules.may_entrust(request.user, row):
        raise PermissionDenied
    now = clock.now()
    form = EntrustForm(request.POST or None, on=now.date())
    if request.method == "POST" and form.is_valid():
        try:
            operations.entrust(report=row, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s has been told.") % {"name": form.cleaned_data["evaluator"]})
            seen = Report.objects.visible_to(request.user).filter(pk=pk).exists()
            return redirect("report", pk=pk) if seen else redirect("reports")
    context = {
        "report": row,
        "form": form,
        "title": _("Entrust the report"),
        "text": _("Whoever you name sees it from now, and is told."),
        "action": _("Entrust it"),
    }
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)


@editor("reports.evaluate")
def report_evaluation(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    standing: Evaluation | None = getattr(row, "evaluation", None)
    form = EvaluationForm(request.POST or None, initial=_as_read(standing))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_evaluation(report=row, by=request.user, at=clock.now(), **_given(form))
        except operations.EvaluationChanged as changed:
            theirs = changed.theirs
            form.refuse(changed)
            # Sent again, it replaces theirs: whoever writes has both in front of them.
            form.data = {**request.POST.dict(), "version": str(theirs.version)}
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The evaluation is kept. Sign it when it is whole."))
            return redirect("report", pk=pk)
    context = {"report": row, "form": form, "theirs": theirs, "signed": bool(standing and standing.signed_at)}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "reports/evaluation.html", context, status=status)


@action("reports.evaluate")
def report_sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    try:
        operations.sign_evaluation(report=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Signed: from now it stays as it is."))
    return redirect("report", pk=pk)


def _as_read(standing: Evaluation | None) -> dict[str, Any]:
    names = ("facts", "statements", "assessment", "version")
    return {name: getattr(standing, name) for name in names} if standing else {"version": 0}


def _given(form: EvaluationForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "facts": given["facts"],
        "statements": given["statements"],
        "assessment": given["assessment"],
        "expected_version": given["version"],
    }
