"""What the team decides on each household."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.pathways.enums import Stage, Way
from accanto.casework.pathways.operations import enter_stage, set_way
from accanto.casework.teams.enums import ITEM_TRANSITIONS, ItemState, TeamDecision
from accanto.casework.teams.errors import TeamRefused
from accanto.casework.teams.models import AgendaItem
from accanto.casework.teams.operations.agenda import locked_item
from accanto.casework.teams.operations.deadlines import close_team_deadline
from accanto.casework.teams.operations.meetings import meeting_day
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

MAX_TEXT = 20_000
WAYS = {TeamDecision.SPECIALIST: Way.SPECIALIST, TeamDecision.SOCIAL_ONLY: Way.SOCIAL_ONLY}


@transaction.atomic
def decide_item(*, item: AgendaItem, decision: str, text: str, by: User, at: datetime) -> AgendaItem:
    """The pathway enters the stage «team» on the day of the meeting, its clock stops, the responsible worker is told.

    Until the meeting is closed the decision may be corrected: it is decided again, and the way goes back first.

    :raises TeamRefused: the meeting has not begun, or the decision or its words are missing.
    """
    row = locked_item(item)
    state = ITEM_TRANSITIONS.move("decide", row.state)
    _refuse_incomplete(row, decision, text, at)
    corrected = row.state == ItemState.DISCUSSED
    chosen = TeamDecision(decision)
    day = meeting_day(row.meeting)
    enter_stage(pathway=row.pathway, stage=Stage.TEAM, on=day, by=by, at=at)
    _follow(row, chosen, by=by, at=at)
    row.state, row.decision, row.decision_text = state, chosen, text.strip()
    row.decided_at, row.decided_by = at, by
    row.save()
    close_team_deadline(pathway=row.pathway, at=at)
    record(
        "teams.item.corrected" if corrected else "teams.item.decided",
        by=by,
        at=at,
        context=row.pathway.case_id,
        subject=row,
        important=True,
        decision=str(chosen),
        day=date_words(day),
        **{f"is_{chosen}": True},
    )
    _tell_responsible(row, by=by, at=at)
    return row


def _refuse_incomplete(item: AgendaItem, decision: str, text: str, at: datetime) -> None:
    day = meeting_day(item.meeting)
    if timezone.localdate(at) < day:
        raise TeamRefused(
            _("The meeting is on %(day)s: the team has not decided yet.") % {"day": date_words(day)}
        )
    if decision not in TeamDecision.values:
        raise TeamRefused(_("Choose what the team decided."), field="decision")
    if not text.strip():
        raise TeamRefused(
            _("Write in two lines what was agreed: who does what, by when."), field="decision_text"
        )
    if len(text) > MAX_TEXT:
        raise TeamRefused(
            _("The text is longer than 20,000 characters: attach it as a document instead."),
            field="decision_text",
        )


def _follow(item: AgendaItem, decision: TeamDecision, *, by: User, at: datetime) -> None:
    """Two decisions change the way of the pathway; correcting one gives the way back."""
    way = WAYS.get(decision) or item.way_before
    if way and way != item.pathway.way:
        before = item.way_before or item.pathway.way
        set_way(pathway=item.pathway, way=way, by=by, at=at)
        item.way_before = before if decision in WAYS else ""


def _tell_responsible(item: AgendaItem, *, by: User, at: datetime) -> None:
    case = item.pathway.case
    if case.responsible is None or case.responsible_id == by.pk:
        return
    notify(
        f"teams.decided.{item.decision}",
        user=case.responsible,
        at=at,
        url=reverse("team_item", args=[item.pk]),
        context=case.pk,
        household=case.household.label,
    )
