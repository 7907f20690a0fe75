"""The end of a project: nothing may be left open, and change is measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Moment
from accanto.casework.cases.operations import close_deadlines
from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.operations import close_pathway
from accanto.casework.projects.enums import PROJECT_TRANSITIONS, ActionState, ClosureOutcome, ProjectState
from accanto.casework.projects.models import Action, Project, ProjectClosure
from accanto.casework.projects.operations.measuring import measure
from accanto.casework.projects.operations.proposing import withdraw_version
from accanto.casework.projects.operations.reading import end_reading
from accanto.casework.projects.operations.revisions import clean_text, locked
from accanto.casework.projects.operations.running import settle
from accanto.casework.projects.operations.watches import refresh_watches
from accanto.casework.projects.queries.content import who_does
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.gone import with_people
from accanto.territory.staff.models import User


class ProjectStillOpen(OperationRefused):
    """Actions are open; `missing` lists them."""


@dataclass(frozen=True)
class Closing:
    """`fates`: for each open action, by id, ("done", "") or ("cancelled", reason); `levels`: the six areas at exit."""

    outcome: str
    evaluation: str
    closed_on: date
    fates: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def close_project(*, project: Project, closing: Closing, by: User, at: datetime) -> ProjectClosure:
    """End a signed project with its outcome and evaluation; the pathway closes with it.

    :raises ProjectStillOpen: listing the actions that are neither done nor cancelled.
    :raises OperationRefused: never signed (abandon it), no evaluation, or days in the wrong order.
    """
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("close", row.state)
    if row.defined_on is None:
        raise OperationRefused(_("This project was never signed: abandon it instead of closing it."))
    if closing.outcome not in ClosureOutcome.values or closing.outcome == ClosureOutcome.ABANDONED:
        raise OperationRefused(_("Say how the project ended."), field="outcome")
    if not closing.evaluation.strip():
        raise OperationRefused(_("Write the evaluation: what changed, and what did not."), field="evaluation")
    if closing.closed_on > at.date() or closing.closed_on < (row.started_on or row.defined_on):
        raise OperationRefused(
            _("The day must lie between the start of the project and today."), field="closed_on"
        )
    _settle_actions(row, closing, by, at)
    measure(pathway=row.pathway, moment=Moment.EXIT, levels=closing.levels, by=by, at=at)
    closure = _end(row, state, closing.outcome, closing.evaluation, closing.closed_on, by, at)
    if row.pathway.state != PathwayState.CLOSED:
        close_pathway(
            pathway=row.pathway,
            reason=str(ClosureOutcome(closing.outcome).label),
            on=closing.closed_on,
            by=by,
            at=at,
        )
    refresh_watches(pathway=row.pathway, by=by, at=at)
    return closure


def _settle_actions(project: Project, closing: Closing, by: User, at: datetime) -> None:
    actions = open_actions(project)
    undecided = [action for action in actions if closing.fates.get(action.pk, ("", ""))[0] not in _FATES]
    if undecided:
        raise ProjectStillOpen(
            _("Some actions are still open: say of each whether it was done or why it is cancelled."),
            missing=[_("%(action)s (%(who)s)") % {"action": a.text, "who": who_does(a)} for a in undecided],
            field="actions",
        )
    for action in actions:
        fate, reason = closing.fates[action.pk]
        settle(
            action,
            state=ActionState(fate),
            by=by,
            at=at,
            on=closing.closed_on if fate == ActionState.DONE else None,
            reason=reason,
            project=project,
        )


_FATES = {ActionState.DONE, ActionState.CANCELLED}


def open_actions(project: Project) -> list[Action]:
    return with_people(
        Action.objects.present()
        .filter(goal__project=project, goal__removed_at=None, state=ActionState.OPEN)
        .select_related("person", "user", "organisation")
        .order_by("goal__position", "due_on", "id")
    )


def _end(
    project: Project, state: str, outcome: str, evaluation: str, on: date, by: User, at: datetime
) -> ProjectClosure:
    if project.state == ProjectState.PROPOSED:
        withdraw_version(project, by=by, at=at, reason=_("the project is closed"))
    for suspension in project.suspensions.filter(ends_on=None):
        suspension.ends_on = max(on, suspension.starts_on)
        suspension.save(update_fields=["ends_on"])
    project.state, project.next_review_on = state, None
    project.save(update_fields=["state", "next_review_on"])
    close_deadlines(subject=project.pk, at=at, state="cancelled")
    end_reading(project, by=by, at=at)
    record(
        "projects.project.closed",
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        important=True,
        outcome=outcome,
    )
    return ProjectClosure.objects.create(
        project=project, closed_on=on, outcome=outcome, evaluation=evaluation.strip(), by=by
    )


@transaction.atomic
def abandon_project(*, project: Project, reason: str, by: User, at: datetime) -> ProjectClosure:
    """Give up a project that was never signed; its pathway goes on and may have another one.

    :raises OperationRefused: it was signed once (then it is closed), or no reason is given.
    """
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("abandon", row.state)
    if row.defined_on is not None:
        raise OperationRefused(_("This project was signed: close it with its outcome."))
    note = clean_text(reason, field="reason", message=_("Say why the project is not carried on."), limit=1000)
    closure = _end(row, state, ClosureOutcome.ABANDONED, note, at.date(), by, at)
    refresh_watches(pathway=row.pathway, by=by, at=at)
    return closure


__all__ = ["Closing", "ProjectStillOpen", "abandon_project", "close_project", "open_actions"]
