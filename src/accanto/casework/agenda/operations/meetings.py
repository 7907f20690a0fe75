"""One's own appointments: taking the time of people and a room, and saying in one click how it went."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import ReminderState, Withheld
from accanto.casework.agenda.models import Reminder, Room, SlotMeeting
from accanto.casework.agenda.operations.rooms import take_room
from accanto.casework.agenda.owners import followed_elsewhere
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, Case
from accanto.casework.cases.operations import book_appointment, settle_appointment
from accanto.core.dated_rules import rule_at
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.queries import closed_on
from accanto.territory.staff.models import User

_SAYS = {
    AppointmentState.HELD: "held",
    AppointmentState.MISSED: "missed",
    AppointmentState.CANCELLED: "cancelled",
}


@transaction.atomic
def book_meeting(
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    office: Office,
    operators: Sequence[User],
    by: User,
    at: datetime,
    case: Case | None = None,
    room: Room | None = None,
    title: str = "",
    remind: bool = True,
) -> Appointment:
    """Take the time of the operators, and a room of the office.

    :raises OperationRefused: past, over midnight or too long, on a day on which the office is closed, nobody there.
    :raises AppointmentOverlaps: one of the operators is busy.
    :raises RoomTaken: somebody else meets in the room.
    """
    check_time(starts_at, ends_at, at)
    if not operators:
        raise OperationRefused(_("Say who will be there."), field="operators")
    check_day(office, starts_at)
    appointment = book_appointment(
        case=case,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        office=office,
        place=room.name if room else "",
        title=title.strip()[:160],
        operators=operators,
        by=by,
        at=at,
    )
    if room is not None:
        take_room(room=room, appointment=appointment)
    if case is not None and not remind:
        Reminder.objects.create(
            appointment=appointment, state=ReminderState.WITHHELD, why=Withheld.NOT_WANTED, created_at=at
        )
    record(
        "agenda.booked",
        by=by,
        at=at,
        context=case.pk if case else None,
        subject=appointment,
        when=date_time_words(starts_at),
        office=office.name,
    )
    return appointment


@transaction.atomic
def settle_meeting(
    *, appointment: Appointment, outcome: str, by: User, at: datetime, reason: str = ""
) -> Appointment:
    """Held, missed, or cancelled with its reason.

    :raises OperationRefused: another page follows this appointment; it is known already; not come yet; no reason.
    """
    if followed_elsewhere(appointment) or SlotMeeting.objects.filter(appointment=appointment).exists():
        raise OperationRefused(_("How this one went is said on its own page."))
    if outcome == AppointmentState.CANCELLED and not reason.strip():
        raise OperationRefused(_("Say why the appointment is cancelled."), field="reason")
    if outcome == AppointmentState.MISSED and appointment.starts_at > at:
        raise OperationRefused(_("The appointment has not come yet: nobody can have missed it."))
    row = settle_appointment(appointment=appointment, state=outcome, by=by, at=at)
    why: dict[str, Any] = {"reason": reason.strip()} if outcome == AppointmentState.CANCELLED else {}
    record(
        f"agenda.{_SAYS[AppointmentState(outcome)]}",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        when=date_time_words(row.starts_at),
        **why,
    )
    return row


def check_day(office: Office, starts_at: datetime) -> None:
    """:raises OperationRefused: the office is closed on that day."""
    closed = closed_on(office, timezone.localdate(starts_at))
    if closed is not None:
        raise OperationRefused(
            _("On that day %(office)s is closed (%(why)s): choose another day.")
            % {"office": office.name, "why": closed.words},
            field="day",
        )


def check_time(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """:raises OperationRefused: past, the wrong way round, over midnight, too long."""
    if starts_at <= at:
        raise OperationRefused(_("The appointment is in the past: choose a day to come."), field="day")
    if ends_at <= starts_at:
        raise OperationRefused(_("The meeting ends before it starts: correct the time."), field="ends")
    longest = rule_at("agenda.slots", timezone.localdate(at), "longest")["hours"]
    if timezone.localdate(ends_at) != timezone.localdate(starts_at) or ends_at - starts_at > timedelta(
        hours=longest
    ):
        raise OperationRefused(
            _("An appointment stays within a day and lasts %(n)d hours at most.") % {"n": longest},
            field="ends",
        )
