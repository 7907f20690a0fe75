"""Social reports: begun from a template, written with what the data say beside, signed, corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell
from accanto.casework.record import operations
from accanto.casework.record.enums import ReportState
from accanto.casework.record.forms import ReasonForm, ReportForm, report_as_it_stands
from accanto.casework.record.models import SocialReport
from accanto.casework.record.report_templates import template_of, templates_on
from accanto.casework.record.views.common import readable, workable, writes
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest

SHOWN = 100
_TONES = {ReportState.DRAFT: "soon", ReportState.SIGNED: "fine"}


def _draft_key(report: SocialReport) -> str:
    return f"relazione-{report.revision}-{report.pk}"


@page("cases.view")
def record_reports(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = readable(request, pk)
    shell = case_shell(request, case, "social_reports")
    rows = (
        SocialReport.objects.visible_to(request.user)
        .filter(case=case)
        .exclude(state=ReportState.DROPPED)
        .select_related("signed_by", "created_by")
        .defer("content", "proposals")[:SHOWN]
    )
    context = {
        **shell,
        "reports": [{"row": row, "tone": _TONES.get(ReportState(row.state), "")} for row in rows],
        "templates": templates_on(shell["today"]),
    }
    return render(request, "record/reports.html", context)


@action("cases.work")
def record_report_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    try:
        report = operations.open_report(
            case=case, template_code=request.POST.get("template", ""), by=request.user, at=clock.now()
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("record_reports", pk=case.pk)
    return redirect("record_report", pk=case.pk, report_id=report.pk)


@editor("cases.view")
def record_report(request: StaffRequest, pk: UUID, report_id: UUID) -> HttpResponse:
    """A draft to write, and to be read anew from the data; or what was signed to read."""
    case = readable(request, pk)
    report = _load(request, case, report_id)
    edits = report.state == ReportState.DRAFT and writes(request, case)
    if request.method == "POST" and not edits:
        raise PermissionDenied
    chosen = template_of(report)
    form = _bound(request, report)
    if request.method == "POST" and form.is_valid():
        anew = request.POST.get("then") == "merge"
        try:
            _keep(request, report, form, anew=anew)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=_draft_key(report))
            kept = _("The data were read anew; what you wrote stays.") if anew else _("The draft is kept.")
            messages.success(request, kept)
            return redirect("record_report", pk=case.pk, report_id=report.pk)
    context = {
        **_page(request, case, report),
        "form": form,
        "edits": edits,
        "parts": _parts(report, form if edits else None),
        "template": chosen,
    }
    return render(request, "record/report.html", context, status=422 if form.errors else 200)


def _keep(request: StaffRequest, report: SocialReport, form: ReportForm, *, anew: bool) -> None:
    """What was typed is kept first: reading the data anew passes over what somebody wrote."""
    now = clock.now()
    with transaction.atomic():
        operations.save_report(
            report=report,
            content=form.content(),
            title=form.cleaned_data["title"],
            addressee=form.cleaned_data["addressee"],
            expected=form.cleaned_data["expected"],
            by=request.user,
            at=now,
        )
        if anew:
            operations.merge_again(report=report, by=request.user, at=now)


def _bound(request: StaffRequest, report: SocialReport) -> ReportForm:
    chosen = template_of(report)
    if request.method == "POST":
        return ReportForm(request.POST, template=chosen)
    typed: dict[str, Any] = {}
    if report.state == ReportState.DRAFT:
        kept = draft_data(request.user, _draft_key(report)) or {}
        typed = {name: value for name, value in kept.items() if name != "expected"}
    return ReportForm(initial={**report_as_it_stands(report), **typed}, template=chosen)


def _parts(report: SocialReport, form: ReportForm | None) -> list[dict[str, Any]]:
    """Each section with what is written in it, and beside it what the data say and of when."""
    found = []
    for part in template_of(report).sections:
        said = report.proposals.get(part.code, {})
        text = report.content.get(part.code, "")
        found.append(
            {
                "part": part,
                "field": form[f"s_{part.code}"] if form else None,
                "text": text,
                "said": said.get("text", ""),
                "about": said.get("about", ""),
                "as_of": parse_date(said.get("as_of", "") or ""),
                "kept": bool(said) and text == said.get("text", ""),
            }
        )
    return found


@action("cases.work")
def record_report_sign(request: StaffRequest, pk: UUID, report_id: UUID) -> HttpResponse:
    case = workable(request, pk)
    report = _load(request, case, report_id)
    try:
        signed = operations.sign_report(
            report=report,
            expected=_number(request.POST.get("expected", "")),
            by=request.user,
            at=clock.now(),
        )
    except OperationRefused as refusal:
        messages.error(request, " ".join([str(refusal), ", ".join(map(str, refusal.missing))]).strip())
    else:
        messages.success(request, _("Signed: it stands among the documents and no longer changes."))
        return redirect("record_report", pk=case.pk, report_id=signed.pk)
    return redirect("record_report", pk=case.pk, report_id=report.pk)


@editor("cases.work")
def record_report_correct(request: StaffRequest, pk: UUID, report_id: UUID) -> HttpResponse:
    case = workable(request, pk)
    report = _load(request, case, report_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            following = operations.correct_report(
                report=report, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return redirect("record_report", pk=case.pk, report_id=following.pk)
    context = {
        **case_shell(request, case, "social_reports"),
        "form": form,
        "form_title": _("A new version of «%(title)s»") % {"title": report.title},
        "go": _("Write the new version"),
        "back": "record_reports",
    }
    return render(request, "record/form.html", context, status=422 if form.errors else 200)


@action("cases.work")
def record_report_drop(request: StaffRequest, pk: UUID, report_id: UUID) -> HttpResponse:
    case = workable(request, pk)
    report = _load(request, case, report_id)
    try:
        operations.drop_report(report=report, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("record_report", pk=case.pk, report_id=report.pk)
    messages.success(request, _("The report is left unfinished."))
    return redirect("record_reports", pk=case.pk)


def _page(request: StaffRequest, case: Case, report: SocialReport) -> dict[str, Any]:
    return {
        **case_shell(request, case, "social_reports"),
        "report": report,
        "tone": _TONES.get(ReportState(report.state), ""),
        "draft_key": _draft_key(report),
    }


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0


def _load(request: StaffRequest, case: Case, pk: UUID) -> SocialReport:
    rows = SocialReport.objects.visible_to(request.user).filter(case=case)
    found: SocialReport = load(rows.select_related("signed_by", "changed_by", "created_by"), pk)
    return found
