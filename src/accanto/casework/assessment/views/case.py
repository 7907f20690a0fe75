"""The tab of the case page, the beginning of an assessment, its print."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentKind, AssessmentState, Moment
from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.operations import open_assessment
from accanto.casework.assessment.queries import area_scores, assessments_of, member_rows, printed_sections
from accanto.casework.assessment.rules import Right, right_of
from accanto.casework.assessment.views.common import load_sheet
from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.pathways.enums import PathwayState, Way
from accanto.casework.pathways.models import Pathway
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.web import action, load, page
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def case_assessments(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk)
    rows = list(assessments_of(case.pk, request.user))
    pathways = list(Pathway.objects.filter(case=case).order_by("-outcome_on"))
    right = right_of(request.user, case.pk, clock.now())
    may_fill = request.user.may("assessment.fill") and bool(right.audiences)
    decides = request.user.may("assessment.decide") and right.inside
    groups = [_group(right, p, [r for r in rows if r.pathway_id == p.pk], may_fill) for p in pathways]
    for group in groups:
        group["left"] = [row for row in _left_behind(group) if decides]
    context = {**case_shell(request, case, "assessments"), "groups": groups, "many": len(pathways) > 1}
    return render(request, "assessment/case.html", context)


def _group(right: Right, pathway: Pathway, rows: list[Assessment], may_fill: bool) -> dict[str, Any]:
    six = [row for row in rows if row.kind == AssessmentKind.SIX_AREAS]
    return {
        "pathway": pathway,
        "rows": [
            {"assessment": row, "way": Way(row.decided_way).label if row.decided_way else ""} for row in rows
        ],
        "starts": _starts(pathway, rows) if may_fill else [],
        "scores": area_scores(pathway, right) if six else None,
    }


def _left_behind(group: dict[str, Any]) -> list[Assessment]:
    """Unfinished in a closed pathway: nobody can close them any more, and the case waits for them."""
    if group["pathway"].state != PathwayState.CLOSED:
        return []
    found = [row["assessment"] for row in group["rows"]]
    return [row for row in found if row.state == AssessmentState.OPEN]


def _starts(pathway: Pathway, rows: list[Assessment]) -> list[dict[str, str]]:
    """What can be begun now; the first one is the main act."""
    if pathway.state == PathwayState.CLOSED:
        return []
    there = {(row.kind, row.moment) for row in rows if row.state != AssessmentState.INTERRUPTED}
    running = {row.kind for row in rows if row.state == AssessmentState.OPEN}
    deep = any(
        r.decided_way in {Way.COMPLEX, Way.SPECIALIST} and r.state == AssessmentState.CLOSED for r in rows
    )
    wanted = [
        (AssessmentKind.SECTION_A, Moment.ENTRY, _("Begin the preliminary analysis")),
        *([(AssessmentKind.SECTION_B, Moment.ENTRY, _("Begin the in-depth framework"))] if deep else []),
        (AssessmentKind.SIX_AREAS, Moment.ENTRY, _("Six areas at entry")),
    ]
    if (AssessmentKind.SIX_AREAS, Moment.ENTRY) in there:
        wanted += [
            (AssessmentKind.SIX_AREAS, Moment.REVIEW, _("Six areas at a review")),
            (AssessmentKind.SIX_AREAS, Moment.EXIT, _("Six areas at exit")),
        ]
    return [
        {"kind": kind, "moment": moment, "label": label}
        for kind, moment, label in wanted
        if kind not in running
        and ((kind, moment) not in there or moment == Moment.REVIEW)
        and not (kind == AssessmentKind.SECTION_A and pathway.state != PathwayState.RUNNING)
    ]


@page("cases.view")
def pathway_analysis(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where the deadline leads: the preliminary analysis if it is there, else where it is begun."""
    pathway = load(Pathway.objects.visible_to(request.user), pk)
    begun = (
        Assessment.objects.standing()
        .filter(pathway=pathway, kind=AssessmentKind.SECTION_A, moment=Moment.ENTRY)
        .first()
    )
    if begun:
        return redirect("assessment", pk=begun.pk)
    return redirect("case_assessments", pk=pathway.case_id)


@action("assessment.fill")
def assessment_start(request: StaffRequest, pk: UUID) -> HttpResponse:
    pathway = load(Pathway.objects.visible_to(request.user), pk)
    kind, moment = request.POST.get("kind", ""), request.POST.get("moment", Moment.ENTRY)
    if kind not in AssessmentKind.values or moment not in Moment.values:
        raise Http404
    try:
        opened = open_assessment(pathway=pathway, kind=kind, moment=moment, by=request.user, at=clock.now())
    except NotPermitted:
        raise Http404 from None
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("case_assessments", pk=pathway.case_id)
    return redirect("assessment", pk=opened.pk)


@page("cases.view")
def assessment_print(request: StaffRequest, pk: UUID) -> HttpResponse:
    sheet = load_sheet(request, pk)
    assessment = sheet.reader.assessment
    case: Case = assessment.case
    context = {
        "assessment": assessment,
        "case": case,
        "household": case.household.label,
        "instrument": sheet.reader.instrument,
        "people": sheet.people,
        "sections": printed_sections(sheet),
        "members": [m for m in member_rows(sheet) if m.activability],
        "way": Way(assessment.decided_way).label if assessment.decided_way else "",
        "partial": not sheet.reader.reads_all,
        "inside": sheet.reader.right.inside,
        "now": clock.now(),
    }
    return render(request, "assessment/print.html", context)
