from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.assessment.deadlines import ANALYSIS_TO_COMPLETE
from accanto.casework.assessment.enums import ASSESSMENT_TRANSITIONS, AssessmentKind, AssessmentState
from accanto.casework.assessment.models import Assessment, UndoneClosing
from accanto.casework.assessment.queries import (
    Sheet,
    full_reader,
    member_rows,
    missing_answers,
    proposal_of,
    reader_of,
    sheet_of,
)
from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.operations import close_deadlines
from accanto.casework.pathways.enums import PathwayState, Stage, Way
from accanto.casework.pathways.operations import enter_stage, set_way
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User

# After these the analysis is history: what changed since belongs in a review.
TOO_LATE_TO_REOPEN = frozenset({Stage.PROJECT, Stage.STARTED, Stage.REVIEW, Stage.CLOSED})


@transaction.atomic
def close_assessment(
    *, assessment: Assessment, by: User, at: datetime, way: str = "", reason: str = ""
) -> Assessment:
    """End an assessment. Section A decides the way: the pathway enters «preliminary analysis» and keeps the way.

    :raises OperationRefused: naming every answer and decision that is missing.
    :raises NotPermitted: `by` does not decide for this household.
    """
    row = _lock(assessment)
    state = ASSESSMENT_TRANSITIONS.move("close", row.state)
    _refuse_others(row, by, at)
    today = timezone.localtime(at).date()
    sheet = sheet_of(full_reader(row), today)
    missing = [sentence for _section, sentence in missing_answers(sheet)]
    if row.kind == AssessmentKind.SECTION_A:
        missing += _undecided(sheet)
    if missing:
        raise OperationRefused(_("It cannot be closed yet: something is missing."), missing=missing)
    if row.kind == AssessmentKind.SECTION_A:
        _decide_way(row, sheet, way, reason.strip())
    row.state, row.closed_on, row.closed_by = state, today, by
    row.save()
    if row.kind == AssessmentKind.SECTION_A:
        enter_stage(pathway=row.pathway, stage=Stage.ANALYSIS, on=today, by=by, at=at)
        set_way(pathway=row.pathway, way=row.decided_way, by=by, at=at)
        close_deadlines(subject=row.pathway_id, code=ANALYSIS_TO_COMPLETE, at=at)
    record(f"assessment.{row.kind}.closed", by=by, at=at, context=row.case_id, subject=row, important=True)
    return row


@transaction.atomic
def reopen_assessment(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Assessment:
    """Take a closed assessment up again; the way of the pathway holds until it is closed anew.

    :raises OperationRefused: no reason, or the project is already signed.
    """
    row = _lock(assessment)
    state = ASSESSMENT_TRANSITIONS.move("reopen", row.state)
    _refuse_others(row, by, at)
    if not reason.strip():
        raise OperationRefused(_("Say why it is reopened."), field="reason")
    if row.pathway.state == PathwayState.CLOSED:
        raise OperationRefused(_("The pathway is closed: its assessments stay as they are."))
    if row.kind != AssessmentKind.SIX_AREAS and row.pathway.stage in TOO_LATE_TO_REOPEN:
        raise OperationRefused(
            _("The project is already signed: write what has changed in a review of the six areas.")
        )
    # A closed row has both: see the constraint assessment_closed_has_who_and_when.
    UndoneClosing.objects.create(
        assessment=row,
        closed_on=row.closed_on,  # type: ignore[misc]
        closed_by=row.closed_by,
        decided_way=row.decided_way,
        reopened_on=timezone.localtime(at).date(),
        reopened_by=by,
        reason=reason.strip()[:300],
    )
    row.state, row.closed_on, row.closed_by = state, None, None
    row.save(update_fields=["state", "closed_on", "closed_by"])
    record(
        f"assessment.{row.kind}.reopened",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        reason=reason.strip()[:300],
    )
    return row


@transaction.atomic
def interrupt_assessment(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Assessment:
    """Leave an unfinished assessment for good, also after its pathway has closed: it stays readable as it is.

    It decides nothing and counts in no figure; while the pathway runs, another may be begun.

    :raises OperationRefused: no reason, or it is not being filled.
    :raises NotPermitted: `by` does not decide for this household.
    """
    row = _lock(assessment)
    if row.state == AssessmentState.CLOSED:
        raise OperationRefused(_("The assessment is closed: there is nothing left to interrupt."))
    state = ASSESSMENT_TRANSITIONS.move("interrupt", row.state)
    _refuse_others(row, by, at)
    why = " ".join(reason.split())[:300]
    if not why:
        raise OperationRefused(_("Say why it stays unfinished."), field="reason")
    row.state, row.interrupted_by, row.interruption_reason = state, by, why
    row.interrupted_on = timezone.localtime(at).date()
    row.save(update_fields=["state", "interrupted_on", "interrupted_by", "interruption_reason"])
    if row.kind == AssessmentKind.SECTION_A:
        close_deadlines(
            subject=row.pathway_id, code=ANALYSIS_TO_COMPLETE, at=at, state=DeadlineState.CANCELLED
        )
    record(
        f"assessment.{row.kind}.interrupted",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        reason=why,
    )
    return row


def _lock(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("instrument", "case__household", "pathway")
        .get(pk=assessment.pk)
    )


def _refuse_others(assessment: Assessment, by: User, at: datetime) -> None:
    if not (by.may("assessment.decide") and reader_of(by, assessment, at).right.inside):
        raise NotPermitted(
            _("Only those in charge of the household close, interrupt and reopen an assessment.")
        )


def _undecided(sheet: Sheet) -> list[str]:
    return [
        _("Whether %(name)s can be activated to work") % {"name": member.person.first_name or member.person}
        for member in member_rows(sheet)
        if member.to_decide and not member.activability
    ]


def _decide_way(assessment: Assessment, sheet: Sheet, way: str, reason: str) -> None:
    if way not in Way.values:
        raise OperationRefused(_("Choose the way that the household will take."), field="way")
    proposed = proposal_of(sheet).way
    if way != proposed and not reason:
        raise OperationRefused(
            _("The answers point to «%(proposed)s»: say why you decide otherwise.")
            % {"proposed": Way(proposed).label},
            field="reason",
        )
    assessment.proposed_way, assessment.decided_way, assessment.decision_reason = proposed, way, reason
