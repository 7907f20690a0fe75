"""The project itself: its tab on the case, its sheet, its beginning, its list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.assessment.queries import area_scores
from accanto.casework.assessment.rules import right_of
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.queries.bar import pathways_of
from accanto.casework.projects import operations, rules
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.forms.life import ReasonForm
from accanto.casework.projects.listing import projects_on
from accanto.casework.projects.models import Project
from accanto.casework.projects.operations.opening import kind_for, refuse_second
from accanto.casework.projects.queries.page import (
    brief_goals,
    counting_signatures,
    project_page,
    visible_projects,
)
from accanto.casework.projects.queries.watches import watches_of
from accanto.casework.projects.views.common import head, load_project, refused
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def project_list(request: StaffRequest) -> HttpResponse:
    return projects_on(clock.today()).respond(request, "projects/list.html")


@page("cases.view")
def project_sheet(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_project(request, pk)
    now = clock.now()
    today = now.date()
    context: dict[str, Any] = {
        **head(project),
        "sheet": project_page(project, request.user, today),
        "today": today,
        "reason_form": ReasonForm(),
    }
    if project.state == ProjectState.CLOSED:
        context["closure"] = getattr(project, "closure", None)
        context["scores"] = area_scores(project.pathway, right_of(request.user, project.case_id, now))
    return render(request, "projects/project.html", context)


@page("cases.view")
def case_project(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The tab on the case: where the project stands, the essential levels, and how to begin."""
    case = load_case(request, pk)
    today = clock.today()
    projects = list(counting_signatures(visible_projects(request.user).filter(case=case)))
    living = next((p for p in projects if p.state != ProjectState.CLOSED), None)
    pathway = next((row for row in pathways_of(case) if row.state != PathwayState.CLOSED), None)
    watched = next((row for row in pathways_of(case) if living and row.pk == living.pathway_id), pathway)
    shell = case_shell(request, case, "project")
    members = [known.member for known in shell["members"]]
    context = {
        **shell,
        "project": living,
        "goals": brief_goals(living) if living else [],
        "former": [p for p in projects if p.state == ProjectState.CLOSED],
        "pathway": pathway,
        "watches": watches_of(watched, today, members) if watched else [],
        "works": case.depth >= Depth.WORK and request.user.may("projects.work"),
        "why_not": _why_not(pathway) if pathway and not living else "",
        "other_pathway": pathway if living and pathway and pathway.pk != living.pathway_id else None,
    }
    return render(request, "projects/case_tab.html", context)


def _why_not(pathway: Pathway) -> str:
    """Why a project cannot begin yet; empty when it can."""
    try:
        refuse_second(pathway)
        kind_for(pathway)
    except OperationRefused as refusal:
        return str(refusal)
    return ""


@action("projects.work")
def project_open(request: StaffRequest, pk: UUID) -> HttpResponse:
    pathway = load(Pathway.objects.visible_to(request.user), pk)
    if not rules.works_on(request.user, pathway.case_id):
        raise PermissionDenied
    try:
        project = operations.open_project(pathway=pathway, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("case_project", pk=pathway.case_id)
    messages.success(request, _("The project is open: begin from what should change for this household."))
    return redirect("project", pk=project.pk)


@editor("projects.work")
def project_extend(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Carry the living project of a household on into the pathway `pk`."""
    pathway = load(Pathway.objects.visible_to(request.user).select_related("case__household"), pk)
    if not rules.works_on(request.user, pathway.case_id):
        raise PermissionDenied
    living = visible_projects(request.user).filter(case=pathway.case_id).exclude(state=ProjectState.CLOSED)
    project: Project = load(living, living.values_list("pk", flat=True).first() or pathway.pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            operations.extend_project(
                project=project,
                pathway=pathway,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
                on=now.date(),
            )
        except OperationRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request, _("The project goes on with the new application. Revise it if something changed.")
            )
            return redirect("project", pk=project.pk)
    context = {**head(project), "form": form, "pathway": pathway}
    return render(request, "projects/extend.html", context, status=422 if form.errors else 200)
