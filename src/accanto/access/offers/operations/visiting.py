"""How each service went, and when it is all over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.offers.enums import MATCH_TRANSITIONS, NEED_TRANSITIONS, VISIT_TRANSITIONS, VisitState
from accanto.access.offers.kinds import kind_of
from accanto.access.offers.models import Match, Visit
from accanto.access.offers.operations.checking import day_of, locked_match
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User

MOST_MINUTES = 24 * 60


@transaction.atomic
def settle_visit(
    *, visit: Visit, outcome: str, by: User, at: datetime, minutes: int = 0, told: str = ""
) -> Visit:
    """`done` with the minutes given, or `missed` with the reason. What was needed once is then finished by itself.

    :raises OperationRefused: told already, still to come, no minutes, no reason.
    """
    match = locked_match(visit.match, by)
    row = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    state = VISIT_TRANSITIONS.move("do" if outcome == VisitState.DONE else "miss", row.state)
    if row.day > day_of(at):
        raise OperationRefused(_("The day has not come yet."), field="outcome")
    goods = kind_of(match.need.kind).is_goods
    if state == VisitState.DONE and not goods and not 1 <= minutes <= MOST_MINUTES:
        raise OperationRefused(_("Write how long it lasted."), field="minutes")
    if state == VisitState.MISSED and not told.strip():
        raise OperationRefused(_("Say why it was not done."), field="told")
    row.state, row.told, row.settled_at, row.settled_by = VisitState(state), told.strip(), at, by
    row.minutes = (0 if goods else minutes) if state == VisitState.DONE else None
    row.save(update_fields=["state", "told", "settled_at", "settled_by", "minutes"])
    record(
        "offers.done" if state == VisitState.DONE else "offers.missed",
        by=by, at=at, context=match.need.case_id, subject=match.need,
    )  # fmt: skip
    over = goods or (match.need.last_day is not None and match.need.last_day <= row.day)
    if over and state == VisitState.DONE and not _planned(match):
        _finish(match, "", by, at)
    return row


@transaction.atomic
def finish_match(*, match: Match, note: str, by: User, at: datetime) -> Match:
    """It is over: days still to come are cancelled. Nothing was done: somebody is looked for again.

    :raises OperationRefused: not accepted, or a past day of which nobody said how it went.
    """
    row = locked_match(match, by)
    waiting = row.visits.filter(state=VisitState.PLANNED)
    if waiting.filter(day__lt=day_of(at)).exists():
        raise OperationRefused(_("First say how the days that are past went."))
    MATCH_TRANSITIONS.move("finish", row.state)
    waiting.delete()
    return _finish(row, note, by, at)


def _planned(match: Match) -> bool:
    return match.visits.filter(state=VisitState.PLANNED).exists()


def _finish(row: Match, note: str, by: User, at: datetime) -> Match:
    need = row.need
    done = row.visits.filter(state=VisitState.DONE).exists()
    row.state = MATCH_TRANSITIONS.move("finish", row.state)
    row.finished_at, row.end_note = at, note.strip()
    row.kept = done and kind_of(need.kind).is_goods
    row.save(update_fields=["state", "finished_at", "end_note", "kept"])
    need.state = NEED_TRANSITIONS.move("meet" if done else "look_again", need.state)
    need.closed_at = at if done else None
    need.save(update_fields=["state", "closed_at"])
    record("offers.finished", by=by, at=at, context=need.case_id, subject=need)
    return row
