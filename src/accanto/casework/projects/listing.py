"""The list of projects as data: the same columns on screen and in the file."""

from datetime import date
from typing import Any

from django.db.models import DateField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.projects.enums import ProjectKind, ProjectState
from accanto.casework.projects.forms.life import ProjectFilters
from accanto.casework.projects.queries.page import counting_signatures, visible_projects
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_words, relative_days
from accanto.people.households.queries import restricted_households

_TONE = {
    ProjectState.PROPOSED: "soon",
    ProjectState.SIGNED: "fine",
    ProjectState.RUNNING: "fine",
    ProjectState.SUSPENDED: "soon",
}


def _rows(request: Any, today: date) -> Any:
    """Each row knows the day: its filters and its cells compare with it."""
    rows = counting_signatures(visible_projects(request.user))
    rows = rows.annotate(today=Value(today, DateField()))
    if request.GET.get("di") == "miei":
        rows = rows.filter(case__responsible=request.user)
    return rows


def _state(project: Any) -> Cell:
    state = ProjectState(project.state)
    small = ""
    if state == ProjectState.PROPOSED:
        small = _("%(signed)d signatures out of %(asked)d") % {
            "signed": project.signed,
            "asked": project.asked,
        }
    elif state == ProjectState.DRAFT and project.started_on:
        small = _("version %(n)d is running meanwhile") % {"n": project.version}
    return Cell(str(state.label).capitalize(), small=small, tone=_TONE.get(state, ""))


def _next(project: Any) -> Cell:
    if project.next_review_on is None or project.state == ProjectState.CLOSED:
        return Cell("–", value="")
    today = project.today
    late = project.next_review_on < today
    return Cell(
        date_words(project.next_review_on, today),
        small=relative_days(project.next_review_on, today),
        tone="late" if late else "",
        value=project.next_review_on,
    )


def projects_on(today: date) -> ListPage:
    return ListPage(
        title=gettext_lazy("Projects"),
        rows=lambda request: _rows(request, today),
        leaving=lambda rows: rows.exclude(case__household__in=restricted_households()),
        columns=[
            Column(
                "household",
                gettext_lazy("Household"),
                lambda project: project.case.household.label,
                sort=("case__household__label",),
            ),
            Column("state", gettext_lazy("Where it stands"), _state, sort=("state",)),
            Column("kind", gettext_lazy("Written by"), lambda project: str(ProjectKind(project.kind).label)),
            Column(
                "started",
                gettext_lazy("Started"),
                lambda project: Cell(date_words(project.started_on) or "–", value=project.started_on),
                sort=("started_on",),
            ),
            Column("review", gettext_lazy("Next review"), _next, sort=("next_review_on",)),
            Column(
                "responsible",
                gettext_lazy("Responsible"),
                lambda project: str(project.case.responsible or _("nobody yet")),
                sort=("case__responsible__last_name", "case__responsible__first_name"),
            ),
        ],
        default_order="household",
        filters=ProjectFilters,
        address=lambda project: reverse("project", args=[project.pk]),
        empty=Empty(
            gettext_lazy("No project yet"),
            gettext_lazy(
                "A project begins from the page of a case, once the preliminary analysis is closed."
            ),
            icon="note",
        ),
        filename="progetti",
    )
