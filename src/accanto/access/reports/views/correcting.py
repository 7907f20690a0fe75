"""A day or an hour that was written wrongly, with the terms that run by it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations, rules
from accanto.access.reports.forms_correct import CorrectionForm
from accanto.access.reports.views.loading import load_report
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor
from accanto.territory.staff.requests import StaffRequest


@action("reports.receive")
def report_cover(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    try:
        operations.keep_private(report=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("From now the name is shown only to those who evaluate."))
    return redirect("report", pk=pk)


@editor("reports.receive")
def report_correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    if not rules.may_correct(request.user, row):
        raise PermissionDenied
    standing = operations.moments_of(row)
    form = CorrectionForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.overtaken():
        form = form.renewed()
        form.add_error(
            None,
            _(
                "A colleague corrected something meanwhile: what is below is as it stands now, with what you typed."
            ),
        )
    elif request.method == "POST" and form.is_valid():
        try:
            operations.correct(
                report=row,
                moments=form.corrected(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=clock.now(),
                seen=standing,
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Corrected: the terms are counted anew."))
            return redirect("report", pk=pk)
    context = {
        "report": row,
        "form": form,
        "title": _("Correct days and hours"),
        "text": _("Change only what is wrong. Terms are counted anew from here, those that are done too."),
        "action": _("Correct"),
    }
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)
