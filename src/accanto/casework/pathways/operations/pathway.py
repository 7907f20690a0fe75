from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import close_deadlines
from accanto.casework.cases.operations.overlapping import confirm_beside, refuse_unsaid, running_beside
from accanto.casework.pathways import what_runs
from accanto.casework.pathways.enums import PATHWAY_TRANSITIONS, ClockStart, Measure, PathwayState, Stage, Way
from accanto.casework.pathways.models import Pathway, StageEntry
from accanto.casework.pathways.operations.appointments import drop_open_convocations
from accanto.casework.pathways.operations.mini_team import release_mini_team
from accanto.casework.pathways.operations.terms import follow_clock
from accanto.casework.pathways.way_followers import tell_way_followers
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

REPEATED = frozenset({Stage.REVIEW})
MOVES_THE_CLOCK = frozenset({Stage.ASSIGNED, Stage.CONVOKED, Stage.ANALYSIS, Stage.PROJECT})


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
    submitted_on: date | None = None,
    clock_from: str = "",
    beside: str | None = None,
) -> Pathway:
    """The household of a positive outcome is now somebody's work. The stage «outcome» is dated as the outcome was.

    `clock_from` is the event that `clock_starts_on` dates (`rules.clock_start` knows both).

    :param beside: why it starts although the measure runs already for the same people, or another worker follows one of
    them; empty: not said yet; None: nobody is asked (history, work that is copied).
    :raises RunsAlready: something like it runs, as far as `by` sees.
    :raises OperationRefused: the application already has a pathway.
    """
    if Pathway.objects.filter(source=source).exists():
        raise OperationRefused(_("This application already has a pathway."))
    found = _beside(case, measure, outcome_on, by, on) if beside is not None else []
    refuse_unsaid(found, beside)
    pathway = Pathway.objects.create(
        case=case,
        measure=measure,
        source=source,
        protocol=protocol,
        municipality=municipality,
        outcome_on=outcome_on,
        submitted_on=submitted_on,
        clock_starts_on=clock_starts_on,
        clock_from=clock_from or _usual_start(measure, clock_starts_on, outcome_on),
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
    if by is not None:
        confirm_beside(found=found, beside=beside, case=case.pk, subject=pathway, by=by, at=at)
    enter_stage(pathway=pathway, stage=Stage.ASSIGNED, on=on, by=by, at=at)
    return pathway


def _beside(case: Case, measure: str, outcome_on: date, by: User | None, on: date) -> list[str]:
    """What runs already, as far as `by` sees; to a work of the system nothing is told."""
    if by is None:
        return []
    return running_beside(new=what_runs.about_to_start(case, measure, outcome_on), by=by, on=on)


def _usual_start(measure: str, clock_starts_on: date, outcome_on: date) -> str:
    """A day other than the outcome's is the one of the event that the law names."""
    if clock_starts_on == outcome_on or measure == Measure.RDC:
        return ClockStart.OUTCOME
    return ClockStart.PAD if measure == Measure.ADI else ClockStart.APPLICATION


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
    if stage in MOVES_THE_CLOCK:
        follow_clock(pathway=row, on=at.date(), at=at)
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
    follow_clock(pathway=row, on=at.date(), at=at)
    release_mini_team(case=row.case, by=by, at=at)
    record(
        "pathways.pathway.way_decided",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        way=way,
        way_label=str(row.get_way_display()),
    )
    tell_way_followers(row, by, at)
    return row


@transaction.atomic
def close_pathway(*, pathway: Pathway, reason: str, on: date, by: User, at: datetime) -> Pathway:
    row = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    state = PATHWAY_TRANSITIONS.move("close", row.state)
    enter_stage(pathway=row, stage=Stage.CLOSED, on=on, by=by, at=at)
    row.state, row.stage, row.closed_on, row.closed_reason = state, Stage.CLOSED, on, reason
    row.save(update_fields=["state", "stage", "closed_on", "closed_reason"])
    pathway.state, pathway.stage, pathway.closed_on = row.state, row.stage, row.closed_on
    close_deadlines(subject=row.pk, at=at, state=DeadlineState.CANCELLED)
    drop_open_convocations(pathway=row, by=by, at=at)
    release_mini_team(case=row.case, by=by, at=at)
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
