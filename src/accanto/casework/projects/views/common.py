"""What every page of a project begins with, and how a refusal comes back onto a form."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accanto.casework.projects import rules
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Project
from accanto.casework.projects.queries.page import visible_projects
from accanto.core.errors import OperationRefused
from accanto.core.web import load
from accanto.territory.staff.requests import StaffRequest

STATE_TONE = {
    ProjectState.DRAFT: "",
    ProjectState.PROPOSED: "soon",
    ProjectState.SIGNED: "fine",
    ProjectState.RUNNING: "fine",
    ProjectState.SUSPENDED: "soon",
    ProjectState.CLOSED: "",
}


def load_project(request: HttpRequest, pk: UUID) -> Project:
    """404 outside one's right to see."""
    return load(visible_projects(request.user), pk)  # type: ignore[arg-type, no-any-return]


def load_to_work(request: StaffRequest, pk: UUID) -> Project:
    """404 outside one's right to see, 403 for those who read the project without working on the case."""
    project = load_project(request, pk)
    if not rules.works_on(request.user, project.case_id):
        raise PermissionDenied
    return project


def head(project: Project) -> dict[str, Any]:
    """What the heading of every page of a project says."""
    return {
        "project": project,
        "case": project.case,
        "household": project.case.household,
        "state_tag": {
            "label": ProjectState(project.state).label,
            "tone": STATE_TONE[ProjectState(project.state)],
        },
    }


def refused(form: forms.Form, refusal: OperationRefused, fields: dict[str, str] | None = None) -> list[str]:
    """The refusal on its field (or on top), and what is missing as plain strings."""
    name = (fields or {}).get(refusal.field or "", refusal.field or "")
    form.add_error(name if name in form.fields else None, str(refusal))
    return [str(thing) for thing in refusal.missing]


def number_typed(text: str) -> int | None:
    """None for what is no number of ours: «²» is a digit to Python, and a number of a thousand digits is a trap."""
    return int(text) if text.isdecimal() and len(text) < 10 else None
