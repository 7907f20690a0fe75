"""The report to the court: written in three parts, signed, sent, corrected by another version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.mandates import operations
from accanto.casework.mandates.enums import ReportState
from accanto.casework.mandates.forms.reports import (
    CorrectForm,
    ReportForm,
    SendForm,
    SignForm,
    how_many,
    initial_of,
)
from accanto.casework.mandates.models import CourtReport, ReportTerm
from accanto.casework.mandates.operations.reports import text_of, what_is_missing
from accanto.casework.mandates.queries.pages import term_rows, visible_reports
from accanto.casework.mandates.views.common import head, load_to_work, refuse_reader, works_on
from accanto.core import clock
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.web import action, editor, load
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest

_TONES = {ReportState.DRAFT: "soon", ReportState.SIGNED: "soon", ReportState.SENT: "fine"}


@action("cases.work")
def report_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """`term`: the id of the term that it answers; without one, a report of one's own accord."""
    row = load_to_work(request, pk)
    asked = request.POST.get("term", "")
    term = next((one for one in ReportTerm.objects.filter(measure=row) if str(one.pk) == asked), None)
    try:
        made = operations.start_report(measure=row, term=term, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("measure", pk=row.pk)
    return redirect("court_report", pk=made.pk)


@editor("cases.view")
def court_report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A draft is an editor for whoever works on the case; everything else is read."""
    row = _load(request, pk)
    if row.state != ReportState.DRAFT or not works_on(request.user, row.measure.case):
        if request.method == "POST":
            raise PermissionDenied
        return _read(request, row)
    if request.method == "POST":
        return _save(request, row)
    key = draft_key(row)
    typed = draft_data(request.user, key)
    saved = text_of(row)
    initial = {**initial_of(saved, row.revision), **typed, "revision": row.revision}
    behind = bool(typed) and str(typed.get("revision")) != str(row.revision)
    blank = 0 if saved.statements else 1
    form = ReportForm(initial=initial, statements=max(len(saved.statements) + blank, how_many(typed)))
    return _edit(request, row, form, theirs=saved if behind else None)


def _save(request: StaffRequest, row: CourtReport) -> HttpResponse:
    asked = how_many(request.POST)
    form = ReportForm(request.POST, statements=asked)
    if not form.is_valid():
        return _edit(request, row, form, status=422)
    text = form.text()
    try:
        saved = operations.save_report(
            report=row,
            text=text,
            expected_revision=form.cleaned_data["revision"],
            by=request.user,
            at=clock.now(),
        )
    except ChangedMeanwhile as refusal:
        row.refresh_from_db()
        again = request.POST.copy()
        again["revision"] = str(row.revision)
        form = ReportForm(again, statements=asked)
        form.is_valid()
        form.refuse(refusal)
        return _edit(request, row, form, theirs=text_of(row), status=422)
    except OperationRefused as refusal:
        form.refuse(refusal)
        return _edit(request, row, form, status=422)
    discard_draft(user=request.user, key=draft_key(row))
    if request.POST.get("do") == "more":
        count = len(text.statements) + 1
        form = ReportForm(initial=initial_of(text, saved.revision), statements=count)
        return _edit(request, saved, form)
    if request.POST.get("do") == "sign":
        return redirect("court_report_sign", pk=row.pk)
    messages.success(request, _("Saved: colleagues who work on the case read it from now."))
    return redirect("court_report", pk=row.pk)


def draft_key(row: CourtReport) -> str:
    return f"court-report-{row.pk}"


def _edit(
    request: StaffRequest, row: CourtReport, form: ReportForm, *, theirs: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        **_about(row),
        "form": form,
        "theirs": theirs,
        "draft_key": draft_key(row),
        "missing": what_is_missing(text_of(row)),
        "terms": term_rows(row.measure, clock.today()),
        "today": clock.today(),
    }
    return render(request, "mandates/report_edit.html", context, status=status)


def _read(request: StaffRequest, row: CourtReport) -> HttpResponse:
    works = works_on(request.user, row.measure.case)
    replaced = hasattr(row, "replaced_by")
    context = {
        **_about(row),
        "text": text_of(row),
        "may_send": works and row.state == ReportState.SIGNED and not replaced,
        "may_correct": works and row.measure.open and not replaced,
        "today": clock.today(),
    }
    return render(request, "mandates/report.html", context)


@editor("cases.work")
def report_sign(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything as it will be read, what is still missing, and the signature."""
    row = _load_to_work(request, pk)
    if row.state != ReportState.DRAFT:
        return redirect("court_report", pk=row.pk)
    text = text_of(row)
    form = SignForm(request.POST or None, initial={"revision": row.revision})
    missing = what_is_missing(text)
    if request.method == "POST" and form.is_valid():
        try:
            operations.sign_report(
                report=row, expected_revision=form.cleaned_data["revision"], by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            missing = [str(one) for one in refusal.missing] or missing
            form.refuse(refusal)
        else:
            messages.success(request, _("Signed and frozen. Send it to the court, then write how and when."))
            return redirect("court_report", pk=row.pk)
    context = {**_about(row), "form": form, "text": text, "missing": missing, "today": clock.today()}
    return render(request, "mandates/report_sign.html", context, status=422 if form.errors else 200)


@editor("cases.work")
def report_send(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load_to_work(request, pk)
    form = SendForm(request.POST or None, initial={"sent_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_report(report=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Sent: the term is met, and the next one runs if the order asks for it.")
            )
            return redirect("measure", pk=row.measure_id)
    words = {
        "title": _("The report was sent"),
        "action": _("Write this down"),
        "hint": _(
            "Accanto does not send it: file it as you do, then write here how, when and under which protocol."
        ),
    }
    context = {**_about(row), "form": form, **words}
    return render(request, "mandates/ask.html", context, status=422 if form.errors else 200)


@editor("cases.work")
def report_correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load_to_work(request, pk)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.correct_report(report=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The new version begins from the words of the signed one."))
            return redirect("court_report", pk=made.pk)
    words = {
        "title": _("Correct a signed report"),
        "action": _("Begin the new version"),
        "hint": _("The signed version stays as it is, with its fingerprint."),
    }
    context = {**_about(row), "form": form, **words}
    return render(request, "mandates/ask.html", context, status=422 if form.errors else 200)


def _load(request: StaffRequest, pk: UUID) -> CourtReport:
    return load(visible_reports(request.user), pk)


def _load_to_work(request: StaffRequest, pk: UUID) -> CourtReport:
    row = _load(request, pk)
    refuse_reader(request.user, row.measure.case)
    return row


def _about(row: CourtReport) -> dict[str, Any]:
    tag = {"label": str(row.get_state_display()).capitalize(), "tone": _TONES[ReportState(row.state)]}
    return {**head(row.measure), "report": row, "report_tag": tag}
