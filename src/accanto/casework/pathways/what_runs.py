"""What of a pathway runs beside other things, and what a change in the household touches of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.consequences import Proposal
from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.running import Running
from accanto.casework.pathways import words
from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.models import Pathway
from accanto.territory.staff.models import User


def running(cases: Sequence[Case], user: User, on: date) -> list[Running]:
    by_id = {case.pk: case for case in cases}
    rows = Pathway.objects.filter(case__in=list(by_id)).exclude(state=PathwayState.CLOSED)
    return [_running(by_id[row.case_id], row.measure, row.outcome_on) for row in rows]


def about_to_start(case: Case, measure: str, outcome_on: date) -> list[Running]:
    """A pathway, and with it the case: somebody else may be responsible for one of the people elsewhere."""
    begun = Running("", case.number, case, outcome_on, None, opens_case=True)
    return [_running(case, measure, outcome_on), begun]


def _running(case: Case, measure: str, outcome_on: date) -> Running:
    return Running(
        kind=_("Pathway"),
        title=words.measure_name(measure),
        case=case,
        starts_on=outcome_on,
        ends_on=None,
        measure=measure,
        url=reverse("case_pathway", args=[case.pk]),
    )


def touched(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    """A measure that runs depends on who lives there: each change is told to whoever pays it, by hand."""
    if change.kind == ChangeKind.JOINED:
        return []
    rows = Pathway.objects.filter(case=change.case_id).exclude(state=PathwayState.CLOSED)
    return [
        Proposal(
            str(row.pk),
            _("%(measure)s, application %(protocol)s")
            % {"measure": words.measure_name(row.measure), "protocol": row.protocol},
            _("The household has changed: look whether the measure still stands."),
            _("Open the pathway"),
            reverse("case_pathway", args=[row.case_id]),
        )
        for row in rows
    ]
