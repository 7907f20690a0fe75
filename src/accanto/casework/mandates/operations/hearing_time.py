"""The time of those who go to a hearing: taken while it is fixed, given back when it is not held at its hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accanto.casework.cases.enums import AppointmentKind, AppointmentState
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import (
    book_appointment,
    book_more,
    give_back,
    settle_appointment,
)
from accanto.casework.cases.operations.agenda import overlapping
from accanto.casework.mandates.enums import HEARING_TRANSITIONS, HearingState
from accanto.casework.mandates.models import Hearing, HearingOperator, Measure
from accanto.casework.mandates.operations.clocks import HEARING, hearing_subject, start, stop
from accanto.territory.staff.models import User

# Nobody knows how long one lasts: so much of the time of whoever goes is kept.
_TAKES = timedelta(hours=2)


def take_time(hearing: Hearing, operators: Sequence[User], by: User, at: datetime) -> None:
    """The court fixes the hour, so it never refuses. The agenda of colleagues tells of a hearing, never whose.

    One that is written down afterwards takes no time any more.
    """
    if hearing.starts_at <= at:
        return
    plan = book_appointment(
        kind=AppointmentKind.HEARING,
        starts_at=hearing.starts_at,
        ends_at=hearing.starts_at + _TAKES,
        operators=(),
        by=by,
        at=at,
    )
    book_more(appointment=plan, operators=operators, by=by, at=at)
    hearing.appointment = plan
    hearing.save(update_fields=["appointment"])


def overlaps_of(hearing: Hearing) -> list[str]:
    """A sentence for each thing that whoever goes has at that hour: the hearing stands, the other gives way."""
    plan = hearing.appointment
    if plan is None or plan.state != AppointmentState.PLANNED:
        return []
    people = [one.user for one in hearing.operators.select_related("user")]
    return overlapping(people, plan.starts_at, plan.ends_at, leave=plan)


def settle_time(hearing: Hearing, by: User | None, at: datetime) -> None:
    """Free again where it is known beforehand; whoever went to court and came back with another day was there."""
    plan = hearing.appointment
    if plan is None or plan.state != AppointmentState.PLANNED:
        return
    went = hearing.state != HearingState.CANCELLED and plan.starts_at <= at
    state = AppointmentState.HELD if went else AppointmentState.CANCELLED
    settle_appointment(appointment=plan, state=state, by=by, at=at)


def drop_hearings(measure: Measure, *, by: User, at: datetime) -> None:
    """A measure that ends has no hearing to come; of one that has passed nobody is asked any more how it went."""
    waiting = Hearing.objects.select_for_update(of=("self",)).filter(
        measure=measure, state=HearingState.PLANNED
    )
    for row in waiting.select_related("appointment"):
        for one in row.operators.select_related("user"):
            stop(hearing_subject(row, one.user), at=at, done=False)
        if row.starts_at > at:
            row.state = HEARING_TRANSITIONS.move("cancel", row.state)
            row.outcome, row.settled_at = (
                _("The measure ended before: %(why)s") % {"why": measure.end_reason},
                at,
            )
            row.save(update_fields=["state", "outcome", "settled_at"])
            settle_time(row, by, at)


def hand_hearings_over(case: Case, former: User, by: User | None, at: datetime) -> None:
    """Another worker answers for the case: they go instead, even where it overlaps; the former one's time is free."""
    user = case.responsible
    rows = HearingOperator.objects.filter(
        user=former,
        hearing__measure__case=case,
        hearing__state=HearingState.PLANNED,
        hearing__starts_at__gt=at,
    )
    for one in rows.select_related("hearing__appointment", "hearing__measure__case__responsible"):
        if user is None:
            continue
        hearing = one.hearing
        stop(hearing_subject(hearing, former), at=at, code=HEARING, done=False)
        one.delete()
        HearingOperator.objects.get_or_create(hearing=hearing, user=user)
        start(HEARING, hearing, user)
        if hearing.appointment is not None:
            book_more(appointment=hearing.appointment, operators=[user], by=by, at=at)
            give_back(appointment=hearing.appointment, operator=former, by=by, at=at)
