"""Who can work, and the way that the household takes."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accanto.casework.assessment.enums import AssessmentKind, AssessmentState
from accanto.casework.assessment.forms import DecisionForm, InterruptForm, MemberForm
from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.operations import (
    accept_member_proposals,
    close_assessment,
    decide_member,
    interrupt_assessment,
    reopen_assessment,
)
from accanto.casework.assessment.queries import Sheet, missing_answers, proposal_of
from accanto.casework.assessment.views.common import frame, load_assessment, load_sheet, members_of
from accanto.casework.pathways.enums import PathwayState, Way
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, page
from accanto.territory.staff.requests import StaffRequest

NEXT_STEP = {
    Way.WORK_ONLY: gettext_lazy("Work only: now the employment centre records the service pact."),
    Way.SOCIAL_ONLY: gettext_lazy("Social only: now write the project with the household."),
    Way.COMPLEX: gettext_lazy("Complex need: now the household goes on the agenda of the team."),
    Way.SPECIALIST: gettext_lazy("Specialist service: now the team agrees with it."),
}


@page("cases.view")
def members_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _draw_members(request, load_sheet(request, pk))


def _draw_members(
    request: StaffRequest, sheet: Sheet, wrong: MemberForm | None = None, refused: str = ""
) -> HttpResponse:
    rows = members_of(sheet)
    if rows is None:
        raise Http404
    may = (
        sheet.reader.right.inside
        and sheet.reader.may_write
        and sheet.reader.assessment.state == AssessmentState.OPEN
    )
    cards = []
    for row in rows:
        same = wrong is not None and wrong.row.person.pk == row.person.pk
        form = (wrong if same else MemberForm(row, sheet.on)) if may and row.to_decide else None
        cards.append({"row": row, "form": form})
    context = {
        **frame(request, sheet, "members", rows),
        "cards": cards,
        "may_decide": may,
        "waiting": sum(row.to_decide and not row.activability for row in rows),
        "refused": refused,
    }
    return render(request, "assessment/members.html", context, status=422 if wrong or refused else 200)


@action("assessment.fill")
def member_decide(request: StaffRequest, pk: UUID, person: UUID) -> HttpResponse:
    sheet = load_sheet(request, pk)
    row = next((m for m in members_of(sheet) or [] if m.person.pk == person), None)
    if row is None:
        raise Http404
    if not sheet.reader.right.inside:
        raise PermissionDenied
    form = MemberForm(row, sheet.on, request.POST)
    if not form.is_valid():
        return _draw_members(request, sheet, form)
    try:
        decide_member(
            assessment=sheet.reader.assessment,
            person=row.person,
            by=request.user,
            at=clock.now(),
            **form.cleaned_data,
        )
    except OperationRefused as refusal:
        if refusal.field in form.fields:
            form.refuse(refusal)
            return _draw_members(request, sheet, form)
        return _draw_members(request, load_sheet(request, pk), refused=str(refusal))
    return redirect("assessment_members", pk=pk)


@action("assessment.fill")
def members_accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    sheet = load_sheet(request, pk)
    if not sheet.reader.right.inside:
        raise PermissionDenied
    try:
        decided = accept_member_proposals(assessment=sheet.reader.assessment, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext(
            "Decided as proposed for one person.", "Decided as proposed for %(n)s people.", decided
        )
        messages.success(request, told % {"n": decided})
    return redirect("assessment_members", pk=pk)


@editor("assessment.decide")
def decision_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    sheet = load_sheet(request, pk)
    if not sheet.reader.right.inside:
        raise Http404
    assessment, form = sheet.reader.assessment, _decision_form(sheet, request.POST or None)
    refused: OperationRefused | None = None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            closed = close_assessment(
                assessment=assessment, by=request.user, at=clock.now(), **(form.cleaned_data if form else {})
            )
        except OperationRefused as refusal:
            refused = refusal
        else:
            messages.success(request, _told(closed))
            return redirect("case_assessments", pk=assessment.case_id)
    return _draw_decision(request, sheet, form, refused)


def _decision_form(sheet: Sheet, data: QueryDict | None = None) -> DecisionForm | None:
    """Only section A decides something."""
    if sheet.reader.assessment.kind != AssessmentKind.SECTION_A:
        return None
    return DecisionForm(proposal_of(sheet).way, data)


def _draw_decision(
    request: StaffRequest,
    sheet: Sheet,
    form: DecisionForm | None,
    refused: OperationRefused | None = None,
    interrupt: InterruptForm | None = None,
) -> HttpResponse:
    assessment, members = sheet.reader.assessment, members_of(sheet)
    context = {
        **frame(request, sheet, "decision", members),
        "form": form,
        "refused": refused,
        "interrupt": interrupt or InterruptForm(auto_id="interrupt_%s"),
        "over": assessment.pathway.state == PathwayState.CLOSED,
        "missing": missing_answers(sheet),
        "undecided": [m for m in members or [] if m.to_decide and not m.activability],
        "members": members,
        "way_label": Way(assessment.decided_way).label if assessment.decided_way else "",
        "proposed_label": Way(assessment.proposed_way).label if assessment.proposed_way else "",
    }
    wrong = refused or any(asked and asked.errors for asked in (form, interrupt))
    return render(request, "assessment/decision.html", context, status=422 if wrong else 200)


@action("assessment.decide")
def assessment_interrupt(request: StaffRequest, pk: UUID) -> HttpResponse:
    sheet = load_sheet(request, pk)
    if not sheet.reader.right.inside:
        raise PermissionDenied
    form = InterruptForm(request.POST, auto_id="interrupt_%s")
    assessment = sheet.reader.assessment
    if form.is_valid():
        try:
            interrupt_assessment(assessment=assessment, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("assessment_decision", pk=pk)
        messages.success(request, _("Interrupted: it stays readable as it was left, and decides nothing."))
        return redirect("case_assessments", pk=assessment.case_id)
    return _draw_decision(request, sheet, _decision_form(sheet), None, form)


def _told(assessment: Assessment) -> str:
    if assessment.kind == AssessmentKind.SECTION_A:
        return str(NEXT_STEP[Way(assessment.decided_way)])
    return _("Closed: it can be read by those for whom it is meant.")


@action("assessment.decide")
def assessment_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    assessment = load_assessment(request, pk)
    try:
        reopen_assessment(
            assessment=assessment, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Reopened: it can be changed again."))
    return redirect("assessment", pk=pk)
