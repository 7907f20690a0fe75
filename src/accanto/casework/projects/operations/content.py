"""Goals with their actions, and commitments: added, changed, taken away while the project is being written."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Manager, Max
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Area
from accanto.casework.projects.enums import ContentChange
from accanto.casework.projects.models import Action, Commitment, Goal, Project
from accanto.casework.projects.operations.revisions import (
    bump,
    clean_text,
    locked_for_writing,
    refuse_stranger,
    take_away,
)
from accanto.core.errors import OperationRefused
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User


@transaction.atomic
def write_summary(
    *, project: Project, text: str, by: User, at: datetime, expected_revision: int | None = None
) -> Project:
    """What the project is about, in the family's words."""
    row = locked_for_writing(project.pk, expected_revision)
    clean = text.strip()
    if clean == row.summary:
        return row
    row.summary = clean
    row.save(update_fields=["summary"])
    return bump(row, ContentChange.SUMMARY, text="", by=by, at=at)


@transaction.atomic
def add_goal(
    *,
    project: Project,
    area: str,
    text: str,
    by: User,
    at: datetime,
    expected_result: str = "",
    expected_by: date | None = None,
    expected_revision: int | None = None,
) -> Goal:
    """:raises OperationRefused: no text, an unknown area, or a day that has passed."""
    row = locked_for_writing(project.pk, expected_revision)
    goal = Goal(project=row, position=_last(row.goals) + 1)
    _fill_goal(goal, area, text, expected_result, expected_by)
    goal.save()
    bump(row, ContentChange.GOAL_ADDED, text=goal.text, by=by, at=at)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    area: str,
    text: str,
    by: User,
    at: datetime,
    expected_result: str = "",
    expected_by: date | None = None,
    expected_revision: int | None = None,
) -> Goal:
    row = locked_for_writing(goal.project_id, expected_revision)
    present = Goal.objects.select_for_update().get(pk=goal.pk)
    _fill_goal(present, area, text, expected_result, expected_by)
    present.save()
    bump(row, ContentChange.GOAL_CHANGED, text=present.text, by=by, at=at)
    return present


def _fill_goal(goal: Goal, area: str, text: str, expected_result: str, expected_by: date | None) -> None:
    if area not in Area.values:
        raise OperationRefused(_("Choose one of the six areas."), field="area")
    goal.area = area
    goal.text = clean_text(text, field="text", message=_("Write what should change."))
    goal.expected_result = " ".join(expected_result.split())[:400]
    goal.expected_by = expected_by


@transaction.atomic
def remove_goal(*, goal: Goal, by: User, at: datetime, expected_revision: int | None = None) -> None:
    """Takes its actions with it."""
    row = locked_for_writing(goal.project_id, expected_revision)
    present = Goal.objects.select_for_update().get(pk=goal.pk)
    for action in present.actions.present():
        take_away(row, action, at)
    take_away(row, present, at)
    bump(row, ContentChange.GOAL_REMOVED, text=present.text, by=by, at=at)


@transaction.atomic
def add_action(
    *,
    goal: Goal,
    text: str,
    by: User,
    at: datetime,
    person: Person | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
    expected_revision: int | None = None,
) -> Action:
    """:raises OperationRefused: no text, or not exactly one who does it: a member, an operator or a body."""
    row = locked_for_writing(goal.project_id, expected_revision)
    action = Action(goal=goal)
    _fill_action(row, action, text, person, user, organisation, due_on)
    action.save()
    bump(row, ContentChange.ACTION_ADDED, text=action.text, by=by, at=at)
    return action


@transaction.atomic
def change_action(
    *,
    action: Action,
    text: str,
    by: User,
    at: datetime,
    person: Person | None = None,
    user: User | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
    expected_revision: int | None = None,
) -> Action:
    row = locked_for_writing(action.goal.project_id, expected_revision)
    present = Action.objects.select_for_update().get(pk=action.pk)
    _fill_action(row, present, text, person, user, organisation, due_on)
    present.save()
    bump(row, ContentChange.ACTION_CHANGED, text=present.text, by=by, at=at)
    return present


def _fill_action(
    project: Project,
    action: Action,
    text: str,
    person: Person | None,
    user: User | None,
    organisation: Organisation | None,
    due_on: date | None,
) -> None:
    if sum(who is not None for who in (person, user, organisation)) != 1:
        raise OperationRefused(_("Say who does it: one member, one operator or one body."), field="who")
    if person is not None:
        refuse_stranger(project, person, "who")
    action.text = clean_text(text, field="text", message=_("Write what is to be done."))
    action.person, action.user, action.organisation = person, user, organisation
    action.due_on = due_on


@transaction.atomic
def remove_action(*, action: Action, by: User, at: datetime, expected_revision: int | None = None) -> None:
    row = locked_for_writing(action.goal.project_id, expected_revision)
    present = Action.objects.select_for_update().get(pk=action.pk)
    take_away(row, present, at)
    bump(row, ContentChange.ACTION_REMOVED, text=present.text, by=by, at=at)


@transaction.atomic
def add_commitment(
    *,
    project: Project,
    person: Person,
    text: str,
    by: User,
    at: datetime,
    expected_revision: int | None = None,
) -> Commitment:
    """:raises OperationRefused: no text, or somebody who is not of the household."""
    row = locked_for_writing(project.pk, expected_revision)
    refuse_stranger(row, person, "person")
    commitment = Commitment.objects.create(
        project=row,
        person=person,
        text=clean_text(text, field="text", message=_("Write what the person undertakes.")),
        position=_last(row.commitments) + 1,
    )
    bump(row, ContentChange.COMMITMENT_ADDED, text=commitment.text, by=by, at=at)
    return commitment


@transaction.atomic
def change_commitment(
    *,
    commitment: Commitment,
    person: Person,
    text: str,
    by: User,
    at: datetime,
    expected_revision: int | None = None,
) -> Commitment:
    row = locked_for_writing(commitment.project_id, expected_revision)
    refuse_stranger(row, person, "person")
    present = Commitment.objects.select_for_update().get(pk=commitment.pk)
    present.person = person
    present.text = clean_text(text, field="text", message=_("Write what the person undertakes."))
    present.save()
    bump(row, ContentChange.COMMITMENT_CHANGED, text=present.text, by=by, at=at)
    return present


@transaction.atomic
def remove_commitment(
    *, commitment: Commitment, by: User, at: datetime, expected_revision: int | None = None
) -> None:
    row = locked_for_writing(commitment.project_id, expected_revision)
    present = Commitment.objects.select_for_update().get(pk=commitment.pk)
    take_away(row, present, at)
    bump(row, ContentChange.COMMITMENT_REMOVED, text=present.text, by=by, at=at)


def _last(rows: Manager[Any]) -> int:
    found = rows.aggregate(last=Max("position"))["last"]
    return int(found or 0)
