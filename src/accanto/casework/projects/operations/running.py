"""A signed project under way: start, actions done, reviews, suspension."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Moment
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.cases.operations.overlapping import confirm_beside, refuse_unsaid, running_beside
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.operations import enter_stage
from accanto.casework.projects import what_runs
from accanto.casework.projects.enums import (
    PROJECT_TRANSITIONS,
    ActionState,
    Fulfilment,
    GoalProgress,
    ProjectState,
)
from accanto.casework.projects.models import (
    Action,
    Commitment,
    CommitmentReview,
    Goal,
    GoalReview,
    Project,
    ProjectSuspension,
    Review,
    Support,
)
from accanto.casework.projects.operations.measuring import measure
from accanto.casework.projects.operations.proposing import REVIEW, TO_START
from accanto.casework.projects.operations.revisions import clean_text, locked
from accanto.casework.projects.operations.terms import term_of
from accanto.casework.projects.operations.watches import refresh_watches
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.gone import with_people
from accanto.territory.staff.models import User

# A revision that is being written does not stop the project that is under way.
UNDER_WAY = {ProjectState.RUNNING, ProjectState.DRAFT, ProjectState.PROPOSED}


class ReviewRefused(OperationRefused):
    """The review cannot be recorded; `missing` names what nobody has answered."""


@transaction.atomic
def start_project(
    *, project: Project, on: date, by: User, at: datetime, beside: str | None = None
) -> Project:
    """The first support or action begins; reviews are due from this day.

    :param beside: as in `add_support`: something like its supports may have begun elsewhere since they were agreed.
    :raises RunsAlready: it has, and nobody has said why they begin all the same.
    :raises OperationRefused: not signed, or a day before the last signature or in the future.
    """
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("start", row.state)
    if row.defined_on and on < row.defined_on:
        raise OperationRefused(_("The project cannot start before the last signature."), field="on")
    if on > at.date():
        raise OperationRefused(
            _("The day is in the future: record the start when it has happened."), field="on"
        )
    found = _elsewhere(row, by, on) if beside is not None else []
    refuse_unsaid(found, beside)
    row.state, row.started_on = state, on
    row.save(update_fields=["state", "started_on"])
    confirm_beside(found=found, beside=beside, case=row.case_id, subject=row, by=by, at=at)
    close_deadlines(subject=row.pk, code=TO_START, at=at)
    ask_for_review(row, since=on)
    enter_stage(pathway=row.pathway, stage=Stage.STARTED, on=on, by=by, at=at)
    record("projects.project.started", by=by, at=at, context=row.case_id, subject=row, important=True)
    refresh_watches(pathway=row.pathway, by=by, at=at)
    return row


def _elsewhere(project: Project, by: User, on: date) -> list[str]:
    """What runs in other cases beside its supports: within the project it was asked when each was written."""
    rows = Support.objects.present().filter(project=project).select_related("service", "person")
    new = [what_runs.as_running(row, project.case) for row in with_people(rows)]
    return running_beside(new=new, by=by, on=on, elsewhere=True)


def ask_for_review(project: Project, *, since: date, due_on: date | None = None) -> None:
    """The next review, at the latest when the rule says; an earlier day may be agreed."""
    term = term_of("review", since, project.pathway.municipality.istat_code)
    project.next_review_on = min(due_on or term.due_on, term.due_on)
    project.save(update_fields=["next_review_on"])
    open_deadline(
        case=project.case,
        owner=project.case.responsible,
        code=REVIEW,
        subject=project.pk,
        started_on=since,
        due_on=project.next_review_on,
        rule=term.rule.source[:200],
        project=str(project.pk),
        since=since.isoformat(),
    )


def latest_review_day(project: Project, since: date) -> date:
    return term_of("review", since, project.pathway.municipality.istat_code).due_on


@transaction.atomic
def settle_action(
    *, action: Action, state: str, by: User, at: datetime, on: date | None = None, reason: str = ""
) -> Action:
    """Done on a day, cancelled with a reason, or open again. It changes no content: nothing is signed anew.

    :raises OperationRefused: the project has not been signed or is closed, no reason, a day in the future.
    """
    row = locked(action.goal.project_id)
    if row.defined_on is None or row.state == ProjectState.CLOSED:
        raise OperationRefused(_("Actions are followed from the signature until the closing of the project."))
    return settle(action, state=ActionState(state), by=by, at=at, on=on, reason=reason, project=row)


def settle(
    action: Action,
    *,
    state: ActionState,
    by: User,
    at: datetime,
    on: date | None,
    reason: str,
    project: Project,
) -> Action:
    """For operations that hold the project's lock."""
    present = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if state == ActionState.DONE and (on or at.date()) > at.date():
        raise OperationRefused(_("The day is in the future."), field="on")
    present.state = state
    present.done_on = (on or at.date()) if state == ActionState.DONE else None
    present.cancel_reason = (
        clean_text(reason, field="reason", message=_("Say why the action is cancelled."), limit=300)
        if state == ActionState.CANCELLED
        else ""
    )
    present.save(update_fields=["state", "done_on", "cancel_reason"])
    record(
        f"projects.action.{state}",
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        text=present.text,
        reason=present.cancel_reason,
    )
    return present


@dataclass(frozen=True)
class Answers:
    """What the review says: by id of commitment and goal, a value and a note; by area, its level from 1 to 5."""

    commitments: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    goals: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    notes: str = ""


@transaction.atomic
def record_review(
    *,
    project: Project,
    held_on: date,
    answers: Answers,
    by: User,
    at: datetime,
    next_review_on: date | None = None,
) -> Review:
    """A look at every commitment, every goal and the six areas, with the day of the next one.

    :raises ReviewRefused: the project has not started or is suspended, a commitment or a goal is left out, or the
        days are in the wrong order.
    """
    row = locked(project.pk)
    _refuse_out_of_time(row, held_on, next_review_on, at)
    commitments = list(row.commitments.present())
    goals = list(row.goals.present())
    left_out = [c.text for c in commitments if c.pk not in answers.commitments]
    left_out += [g.text for g in goals if g.pk not in answers.goals]
    if left_out:
        raise ReviewRefused(_("Some commitments or goals have no answer yet."), missing=left_out)
    assessment = measure(pathway=row.pathway, moment=Moment.REVIEW, levels=answers.levels, by=by, at=at)
    latest = latest_review_day(row, held_on)
    review = Review.objects.create(
        project=row,
        held_on=held_on,
        notes=answers.notes.strip(),
        next_review_on=min(next_review_on or latest, latest),
        assessment=assessment,
        by=by,
        recorded_at=at,
    )
    _keep_answers(review, commitments, goals, answers)
    close_deadlines(subject=row.pk, code=REVIEW, at=at)
    ask_for_review(row, since=held_on, due_on=next_review_on)
    enter_stage(pathway=row.pathway, stage=Stage.REVIEW, on=held_on, by=by, at=at)
    kept = sum(1 for value, _note in answers.commitments.values() if value == Fulfilment.YES)
    record(
        "projects.project.reviewed",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        kept=kept,
        all=len(commitments),
    )
    return review


def _keep_answers(review: Review, commitments: list[Commitment], goals: list[Goal], answers: Answers) -> None:
    CommitmentReview.objects.bulk_create(
        CommitmentReview(
            review=review,
            commitment=commitment,
            fulfilment=Fulfilment(answers.commitments[commitment.pk][0]),
            note=answers.commitments[commitment.pk][1][:300],
        )
        for commitment in commitments
    )
    GoalReview.objects.bulk_create(
        GoalReview(
            review=review,
            goal=goal,
            progress=GoalProgress(answers.goals[goal.pk][0]),
            note=answers.goals[goal.pk][1][:300],
        )
        for goal in goals
    )


def _refuse_out_of_time(project: Project, held_on: date, next_on: date | None, at: datetime) -> None:
    if project.started_on is None:
        raise ReviewRefused(_("The project has not started: there is nothing to review yet."))
    if project.state not in UNDER_WAY:
        raise ReviewRefused(_("The project is suspended or closed: it is not reviewed."))
    if held_on > at.date():
        raise ReviewRefused(_("The day of the review is in the future."), field="held_on")
    if held_on < project.started_on:
        raise ReviewRefused(_("The review comes before the start of the project."), field="held_on")
    last = project.reviews.order_by("-held_on").first()
    if last is not None and held_on < last.held_on:
        raise ReviewRefused(_("There is a later review already."), field="held_on")
    if next_on is not None and next_on <= held_on:
        raise ReviewRefused(_("The next review must come after this one."), field="next_review_on")


@transaction.atomic
def suspend_project(*, project: Project, reason: str, on: date, by: User, at: datetime) -> ProjectSuspension:
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("suspend", row.state)
    note = clean_text(reason, field="reason", message=_("Say why the project is suspended."), limit=300)
    if on > at.date() or (row.started_on and on < row.started_on):
        raise OperationRefused(_("The day must lie between the start of the project and today."), field="on")
    row.state = state
    row.save(update_fields=["state"])
    close_deadlines(subject=row.pk, code=REVIEW, at=at, state="cancelled")
    record(
        "projects.project.suspended",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        reason=note,
    )
    return ProjectSuspension.objects.create(project=row, starts_on=on, reason=note, by=by)


@transaction.atomic
def resume_project(*, project: Project, on: date, by: User, at: datetime) -> Project:
    """The project goes on; the clock of the reviews starts again."""
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("resume", row.state)
    suspension = row.suspensions.select_for_update().get(ends_on=None)
    if on < suspension.starts_on or on > at.date():
        raise OperationRefused(_("The day must lie between the suspension and today."), field="on")
    suspension.ends_on = on
    suspension.save(update_fields=["ends_on"])
    row.state = state
    row.save(update_fields=["state"])
    ask_for_review(row, since=on)
    record("projects.project.resumed", by=by, at=at, context=row.case_id, subject=row, important=True)
    return row
