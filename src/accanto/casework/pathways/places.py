"""Where pathways show themselves: rail, page of the case, lists, closing of a case."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.cases import consequences, running
from accanto.casework.cases.blockers import register_blocker
from accanto.casework.cases.models import Case
from accanto.casework.cases.panels import register_path_bars, register_standings, register_tags
from accanto.casework.cases.tabs import CaseTab, register_tab
from accanto.casework.cases.workload import Factor, counting_rows, register_factor
from accanto.casework.pathways import what_runs, words
from accanto.casework.pathways.enums import PathwayState, Way
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.queries.bar import path_bars, pathways_of
from accanto.core.web.frame import Place, add_place
from accanto.territory.staff.models import User


def register() -> None:
    add_place(Place(45, gettext_lazy("Pathways"), "pathways", "list", "assessment.fill"))
    register_tab(CaseTab(15, "pathway", gettext_lazy("Pathway"), "case_pathway"))
    register_path_bars(path_bars)
    register_tags(_tags)
    register_standings(_standings)
    consequences.register("pathway", what_runs.touched)
    running.register(what_runs.running)
    register_factor(Factor("complex", gettext_lazy("complex or specialist’s need"), _complex))
    register_factor(Factor("measure", gettext_lazy("running measure"), _measure))
    register_blocker("pathways", _running, "case_pathway")


def _complex(on: date) -> Combinable:
    rows = Pathway.objects.filter(state=PathwayState.RUNNING, way__in=[Way.COMPLEX, Way.SPECIALIST])
    return counting_rows(rows, "case")


def _measure(on: date) -> Combinable:
    return counting_rows(Pathway.objects.exclude(state=PathwayState.CLOSED), "case")


def _running(case: Case) -> list[str]:
    open_ones = Pathway.objects.filter(case=case).exclude(state=PathwayState.CLOSED)
    return [
        _("The pathway of the %(measure)s (application %(protocol)s) is not closed.")
        % {"measure": words.measure_name(measure), "protocol": protocol}
        for measure, protocol in open_ones.values_list("measure", "protocol")
    ]


def _tags(user: User, case: Case, today: date) -> list[dict[str, Any]]:
    """The way that was decided, and a benefit that is suspended."""
    rows = [row for row in pathways_of(case) if row.state != PathwayState.CLOSED]
    tags: list[dict[str, Any]] = []
    for row in rows[:1]:
        if row.way:
            tags.append({"label": row.get_way_display().capitalize(), "tone": "edge"})
        if row.state == PathwayState.SUSPENDED:
            tags.append({"label": _("Benefit suspended"), "tone": "late"})
    return tags


def _standings(cases: Sequence[Case]) -> dict[UUID, str]:
    rows = Pathway.objects.filter(case__in=cases).exclude(state=PathwayState.CLOSED).order_by("outcome_on")
    return {
        row.case_id: " · ".join(
            filter(None, [str(row.get_stage_display()), str(row.get_way_display() or "")])
        )
        for row in rows
    }
