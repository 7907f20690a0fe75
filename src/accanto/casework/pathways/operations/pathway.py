from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.pathways.enums import PATHWAY_TRANSITIONS, PathwayState, Stage, Way
from accanto.casework.pathways.models import Pathway, StageEntry
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

REPEATED = frozenset({Stage.REVIEW})


class StageRefused(OperationRefused):
    """The pathway is over, or the day comes before the stage that precedes it."""


@transaction.atomic
def start_pathway(
    *,
    case: Case,
    measure: str,
    source: UUID,
    protocol: str,
    municipality: Municipality,
    outcome_on: date,
    clock_starts_on: date,
    by: User | None,
    at: datetime,
    on: date,
) -> Pathway:
    """The household of a positive outcome is now somebody's work. The stage «outcome» is dated as the outcome was.

    :raises OperationRefused: the application already has a pathway.
    """
    if Pathway.objects.filter(source=source).exists():
        raise OperationRefused(_("This application already has a pathway."))
    pathway = Pathway.objects.create(
        case=case,
        measure=measure,
        source=source,
        protocol=protocol,
        municipality=municipality,
        outcome_on=outcome_on,
        clock_starts_on=clock_starts_on,
        stage=Stage.OUTCOME,
        created_at=at,
    )
    StageEntry.objects.create(
        pathway=pathway, stage=Stage.OUTCOME, entered_on=outcome_on, recorded_at=at, by=by
    )
    record(
        "pathways.pathway.started",
        by=by,
        at=at,
        context=case.pk,
        subject=pathway,
        important=True,
        protocol=protocol,
        measure=measure,
    )
    enter_stage(pathway=pathway, stage=Stage.ASSIGNED, on=on, by=by, at=at)
    return pathway


@transaction.atomic
def enter_stage(
    *, pathway: Pathway, stage: str, on: date, by: User | None, at: datetime
) -> StageEntry | None:
    """Move the pathway on; entering a stage a second time changes nothing (only reviews repeat).

    :raises StageRefused: the pathway is closed, or `on` comes before the outcome.
    """
    row = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    if row.state == PathwayState.CLOSED:
        raise StageRefused(_("The pathway is closed: nothing more can happen in it."))
    if on < row.outcome_on:
        raise StageRefused(_("The day comes before the outcome of the application."), field="on")
    if stage not in REPEATED and StageEntry.objects.filter(pathway=row, stage=stage).exists():
        return None
    entry = StageEntry.objects.create(pathway=row, stage=stage, entered_on=on, recorded_at=at, by=by)
    row.stage = stage
    row.save(update_fields=["stage"])
    pathway.stage = stage
    return entry


@transaction.atomic
def set_way(*, pathway: Pathway, way: str, by: User, at: datetime) -> Pathway:
    """What the preliminary analysis decided; a later analysis may change it while the pathway runs."""
    row = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    if row.state == PathwayState.CLOSED:
        raise StageRefused(_("The pathway is closed: nothing more can happen in it."))
    row.way = Way(way)
    row.save(update_fields=["way"])
    pathway.way = row.way
    record(
        "pathways.pathway.way_decided",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        way=way,
    )
    return row


@transaction.atomic
def close_pathway(*, pathway: Pathway, reason: str, on: date, by: User, at: datetime) -> Pathway:
    row = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    state = PATHWAY_TRANSITIONS.move("close", row.state)
    enter_stage(pathway=row, stage=Stage.CLOSED, on=on, by=by, at=at)
    row.state, row.stage, row.closed_on, row.closed_reason = state, Stage.CLOSED, on, reason
    row.save(update_fields=["state", "stage", "closed_on", "closed_reason"])
    pathway.state, pathway.stage = row.state, row.stage
    record(
        "pathways.pathway.closed",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        reason=reason,
    )
    return row
