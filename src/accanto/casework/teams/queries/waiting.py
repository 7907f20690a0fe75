"""Households that wait for the team: complex need, no open item, not decided on yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery

from accanto.casework.pathways.enums import PathwayState, Stage
from accanto.casework.pathways.models import Pathway, StageEntry
from accanto.casework.teams.enums import ItemState, TeamDecision
from accanto.casework.teams.models import AgendaItem
from accanto.casework.teams.queries.figures import analysis_to_team
from accanto.casework.teams.rules import PROJECT_STAGES, TEAM_WAYS
from accanto.core.working_time import working_days_of_pairs
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Waiting:
    """A household that waits since its analysis; `again` when the team asked to deepen and it must come back."""

    pathway: Pathway
    since: date | None
    working_days: int
    again: bool


def waiting_pathways() -> QuerySet[Any]:
    """Pathways not yet on an agenda, with `since` (their analysis) and `again`.

    One that the team sent back («deepen») waits again.
    """
    items = AgendaItem.objects.filter(pathway=OuterRef("pk"))
    decided = items.filter(state=ItemState.DISCUSSED)
    settled = decided.exclude(decision=TeamDecision.DEEPEN)
    analysis = StageEntry.objects.filter(pathway=OuterRef("pk"), stage=Stage.ANALYSIS)
    return (
        Pathway.objects.filter(way__in=TEAM_WAYS)
        .exclude(state=PathwayState.CLOSED)
        .exclude(stage__in=PROJECT_STAGES)
        .exclude(Exists(items.filter(state=ItemState.WAITING)))
        .exclude(Exists(settled))
        .annotate(
            since=Subquery(analysis.values("entered_on")[:1], output_field=DateField()),
            again=Exists(decided),
        )
    )


def waiting_households(user: User, today: date) -> list[Waiting]:
    """Those that the user may read, longest wait first; one query."""
    rows = (
        waiting_pathways()
        .filter(pk__in=Pathway.objects.visible_to(user, Depth.READ).values("pk"))
        .select_related("case__household", "case__unit", "case__responsible", "municipality")
        .order_by("since", "created_at")
    )
    found = list(rows)
    days = working_days_of_pairs(
        [(row.since or row.outcome_on, today, row.municipality.istat_code) for row in found]
    )
    return [Waiting(row, row.since, count, bool(row.again)) for row, count in zip(found, days, strict=True)]


def median_wait(today: date) -> int | None:
    """Of the households of the zone that met the team in the last twelve months, in working days."""
    waits = [one.working_days for one in analysis_to_team(start=today - YEAR, end=today + timedelta(days=1))]
    return round(median(waits)) if waits else None
