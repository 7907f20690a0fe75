"""Moving to another hour in one step: the old one is given back, the new one taken, or nothing changes at all."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import AWAITED, PLACE_TRANSITIONS, ReminderState, SlotState, Withheld
from accanto.casework.agenda.models import Place, Reminder, Room, RoomUse, Slot, SlotMeeting
from accanto.casework.agenda.operations.meetings import check_day, check_time
from accanto.casework.agenda.operations.places import (
    Whom,
    check_slot,
    refuse_followed,
    release_operator,
    seat,
)
from accanto.casework.agenda.operations.rooms import take_room
from accanto.casework.agenda.owners import followed_elsewhere
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import move_appointment
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


@transaction.atomic
def move_place(*, place: Place, to: Slot, by: User, at: datetime) -> Place:
    """Whoever has the place has one in `to` instead; the former keeps its row and says where they went.

    It may come from an hour that was cancelled. A reminder leaves for the new hour, whatever left for the old one.

    :raises NoPlaceLeft: somebody was quicker; the former place stands.
    :raises AppointmentOverlaps: the operator is busy with something else at the new hour.
    :raises OperationRefused: the same hour, known how it went, begun, past, a closed day, they have a place in it.
    """
    old, new = _locked_slots(place, to)
    rows = Place.objects.select_for_update(of=("self",)).select_related("case", "person", "household")
    row = rows.get(pk=place.pk)
    refuse_followed(row)
    if new.pk == old.pk:
        raise OperationRefused(
            _("They have a place in this hour already: choose another hour."), field="slot"
        )
    if row.state not in AWAITED:
        raise OperationRefused(_("What became of this place is already known: reload the page."))
    if old.state == SlotState.OPEN and old.starts_at <= at:
        raise OperationRefused(_("The hour has begun: say whether they came or not."))
    check_slot(new, at)
    when = date_time_words(new.starts_at)
    row.state = PLACE_TRANSITIONS.move("cancel", row.state)
    row.settled_at, row.settled_by = at, by
    row.reason = (_("moved to %(when)s") % {"when": when})[:200]
    row.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    release_operator(old, by, at)
    whom = Whom(row.case, row.person, row.household, row.name)
    made = seat(new, whom, by=by, at=at, contact=row.contact, note=row.note, remind=row.remind)
    row.moved_to = made
    row.save(update_fields=["moved_to"])
    record(
        "agenda.place.moved",
        by=by,
        at=at,
        context=row.case_id,
        subject=made,
        when=date_time_words(old.starts_at),
        to=when,
        office=new.office.name,
    )
    return made


@transaction.atomic
def move_meeting(
    *,
    appointment: Appointment,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    at: datetime,
    room: Room | None = None,
) -> Appointment:
    """The same people at another hour, in `room` or in none; calendars that know it move it with them.

    A reminder leaves for the new hour, unless none was wanted.

    :raises OperationRefused: another page follows it, known how it went, past, over midnight, a closed day, or the hour
        at which it is.
    :raises AppointmentOverlaps: one of the operators is busy.
    :raises RoomTaken: somebody else meets in the room.
    """
    if followed_elsewhere(appointment) or SlotMeeting.objects.filter(appointment=appointment).exists():
        raise OperationRefused(_("This appointment is moved on its own page."))
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.state != AppointmentState.PLANNED:
        raise OperationRefused(_("What became of this appointment is already known: reload the page."))
    check_time(starts_at, ends_at, at)
    if row.office is not None:
        check_day(row.office, starts_at)
    before = row.starts_at
    if (before, row.ends_at) == (starts_at, ends_at):
        raise OperationRefused(_("It is at this hour already: choose another one."), field="starts_at")
    moved = move_appointment(
        appointment=row, starts_at=starts_at, ends_at=ends_at, place=room.name if room else "", by=by, at=at
    )
    RoomUse.objects.filter(appointment=row).delete()
    if room is not None:
        take_room(room=room, appointment=moved)
    not_wanted = {"state": ReminderState.WITHHELD, "why": Withheld.NOT_WANTED}
    Reminder.objects.filter(appointment=row).exclude(**not_wanted).delete()
    record(
        "agenda.moved",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        when=date_time_words(before),
        to=date_time_words(starts_at),
    )
    for one in moved.operators.exclude(user=by).select_related("user"):
        notify(
            "agenda.moved",
            user=one.user,
            at=at,
            url=reverse("agenda_appointment", args=[row.pk]),
            context=row.case_id,
            when=date_time_words(before),
            to=date_time_words(starts_at),
        )
    return moved


@serving("agenda")  # whoever closes an office does not see whose appointments they are
def tell_of_moves(*, office: Office, first: datetime, end: datetime, by: User | None, at: datetime) -> int:
    """The office is shut on those days: whoever is expected there is told; returns how many appointments."""
    rows = Appointment.objects.filter(
        office=office,
        state=AppointmentState.PLANNED,
        slot_meeting=None,
        public_place=None,
        starts_at__gte=first,
        starts_at__lt=end,
    )
    found = list(rows.prefetch_related("operators__user"))
    for row in found:
        for one in row.operators.all():
            notify(
                "agenda.to_move",
                user=one.user,
                at=at,
                url=reverse("agenda_calls"),
                context=row.case_id,
                when=date_time_words(row.starts_at),
                office=office.name,
            )
    return len(found)


def _locked_slots(place: Place, to: Slot) -> tuple[Slot, Slot]:
    """Both in the order of their ids: two who move against one another do not wait in a circle."""
    rows = Slot.objects.select_for_update(of=("self",)).select_related("office", "operator", "room")
    found = {row.pk: row for row in rows.filter(pk__in=[place.slot_id, to.pk]).order_by("pk")}
    return found[place.slot_id], found[to.pk]
