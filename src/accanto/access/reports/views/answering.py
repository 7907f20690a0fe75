"""The answer to whoever reported: written, kept as PDF, sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations, rules
from accanto.access.reports.forms import AnswerForm, SendingForm
from accanto.access.reports.letter import first_words, recipient_of
from accanto.access.reports.models import Report, ReportAnswer
from accanto.access.reports.views.loading import load_report
from accanto.access.reports.views.report import required
from accanto.core import clock
from accanto.core.database.context import purpose
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, page, reads
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import content_of
from accanto.territory.staff.requests import StaffRequest


@editor("reports.evaluate")
def report_answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    form = AnswerForm(request.POST or None, initial={"body": first_words(row)})
    if request.method == "POST" and form.is_valid():
        try:
            operations.write_answer(report=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer is kept as PDF: send it, then write when."))
            return redirect("report", pk=pk)
    order = getattr(row, "court_request", None)
    context = {
        "report": row,
        "form": form,
        "recipient": " · ".join(recipient_of(row)),
        "evaluation": getattr(row, "evaluation", None) if order else None,
        "order": order,
        "today": clock.today(),
    }
    return render(request, "reports/answer.html", context, status=422 if form.errors else 200)


@page()
def report_answer_pdf(request: StaffRequest, pk: UUID, answer: int) -> HttpResponse:
    row = load_report(request, pk)
    if not rules.may_read_letters(request.user, row):
        raise Http404
    one = _answer(row, answer)
    with purpose("reports.answer"):  # it is the report’s, and whoever sees the report reads it
        content = content_of(Document.objects.get(pk=one.document_id))
    reads.taken()
    served = HttpResponse(content, content_type="application/pdf")
    name = f"risposta-{row.number.replace('/', '-')}.pdf"
    served["Content-Disposition"] = f'inline; filename="{name}"'
    served["X-Content-Type-Options"] = "nosniff"
    served["Cache-Control"] = "private, no-store"
    return served


@editor("reports.evaluate")
def report_sent(request: StaffRequest, pk: UUID, answer: int) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    one = _answer(row, answer)
    now = clock.now()
    form = SendingForm(request.POST or None, initial={"sent_at": now, "channel": row.channel})
    if request.method == "POST" and form.is_valid():
        try:
            operations.record_sending(answer=one, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Registered: the term of the answer is kept."))
            return redirect("report", pk=pk)
    context = {
        "report": row,
        "form": form,
        "title": _("The answer was sent"),
        "text": _("The term of the answer ends with the day and hour that you write."),
        "action": _("Register"),
    }
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)


def _answer(row: Report, pk: int) -> ReportAnswer:
    found: ReportAnswer = get_object_or_404(row.answers.all(), pk=pk)
    return found
