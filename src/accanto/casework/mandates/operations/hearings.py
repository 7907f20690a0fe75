"""Hearings: fixed, held, postponed to another day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.mandates.enums import HEARING_TRANSITIONS, HearingState
from accanto.casework.mandates.models import Hearing, HearingOperator, Measure
from accanto.casework.mandates.operations.clocks import HEARING, hearing_subject, start, stop
from accanto.casework.mandates.operations.hearing_time import settle_time, take_time
from accanto.casework.mandates.operations.running import locked
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User

_VERBS = {
    HearingState.HELD: "hold",
    HearingState.POSTPONED: "postpone",
    HearingState.CANCELLED: "cancel",
}


@transaction.atomic
def add_hearing(
    *,
    measure: Measure,
    starts_at: datetime,
    place: str,
    about: str = "",
    operators: Sequence[User] = (),
    by: User,
    at: datetime,
) -> Hearing:
    """The court fixes a hearing; whoever goes finds it among their work, and in their agenda.

    What else they have at that hour does not forbid it: `overlaps_of` says it.

    :raises OperationRefused: no place, a moment already there or before the order, nobody who goes, or somebody who
        does not read the case.
    """
    row = locked(measure)
    if not place.strip():
        raise OperationRefused(_("Write where it is held."), field="place")
    if starts_at.date() < row.order_on and starts_at < at:
        raise OperationRefused(
            _("The hearing comes before the order: check day and time."), field="starts_at"
        )
    if Hearing.objects.filter(measure=row, starts_at=starts_at).exists():
        raise OperationRefused(_("This hearing is registered already."), field="starts_at")
    _check_operators(row, operators, at)
    hearing = Hearing.objects.create(
        measure=row, starts_at=starts_at, place=_line(place, 200), about=_line(about, 300), created_at=at
    )
    for user in operators:
        HearingOperator.objects.create(hearing=hearing, user=user)
        start(HEARING, hearing, user)
    take_time(hearing, operators, by, at)
    record(
        "mandates.hearing.fixed",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        day=date_words(starts_at.date()),
    )
    return hearing


def _check_operators(measure: Measure, operators: Sequence[User], at: datetime) -> None:
    if not operators:
        raise OperationRefused(_("Say who goes: the hearing appears among their work."), field="operators")
    for user in operators:
        if not _reads(user, measure, at):
            raise OperationRefused(
                _("%(name)s does not work on this case: let them in first.") % {"name": user},
                field="operators",
            )


def _reads(user: User, measure: Measure, at: datetime) -> bool:
    return grants_of(user, depth=Depth.READ, at=at).filter(context=measure.case_id).exists()


@transaction.atomic
def settle_hearing(
    *, hearing: Hearing, state: str, outcome: str, moved_to: datetime | None = None, by: User, at: datetime
) -> Hearing:
    """Say what became of a hearing; a postponed one opens the next with the same people, as far as they still
    read the case. Known beforehand, their time is free again.

    :raises OperationRefused: settled already, nothing said, held before its hour, or postponed to no later moment.
    """
    measure = locked(hearing.measure)
    row = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    if state not in _VERBS:
        raise OperationRefused(_("Choose what became of it."), field="state")
    if not outcome.strip():
        raise OperationRefused(_("Write what was decided or said, even in a line."), field="outcome")
    if state == HearingState.HELD and row.starts_at > at:
        raise OperationRefused(_("The hearing has not come yet."), field="state")
    if state == HearingState.POSTPONED and (moved_to is None or moved_to <= row.starts_at):
        raise OperationRefused(_("Write to which day and time it was postponed."), field="moved_to")
    row.state = HEARING_TRANSITIONS.move(_VERBS[HearingState(state)], row.state)
    row.outcome, row.settled_at = outcome.strip(), at
    settle_time(row, by, at)
    people = [one.user for one in row.operators.select_related("user")]
    for user in people:
        stop(hearing_subject(row, user), at=at, done=state == HearingState.HELD)
    if state == HearingState.POSTPONED and moved_to is not None:
        row.moved_to = add_hearing(
            measure=measure,
            starts_at=moved_to,
            place=row.place,
            about=row.about,
            operators=_who_goes_on(people, measure, at),
            by=by,
            at=at,
        )
    row.save(update_fields=["state", "outcome", "settled_at", "moved_to"])
    record(
        "mandates.hearing.settled", by=by, at=at, context=measure.case_id, subject=measure,
        day=date_words(row.starts_at.date()), how=str(HearingState(state).label),
    )  # fmt: skip
    return row


def _who_goes_on(people: Sequence[User], measure: Measure, at: datetime) -> list[User]:
    still = [user for user in people if _reads(user, measure, at)]
    return still or [user for user in (measure.case.responsible,) if user]


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
