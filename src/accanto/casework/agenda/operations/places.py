"""Taking a place for the public, giving it back, saying who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import (
    AS_APPOINTMENT,
    AWAITED,
    PLACE_TRANSITIONS,
    PlaceState,
    SlotKind,
    SlotState,
)
from accanto.casework.agenda.models import Place, Slot, SlotMeeting
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, Case
from accanto.casework.cases.operations import book_appointment, settle_appointment
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.people.households.models import Household
from accanto.people.persons.models import Person
from accanto.territory.bodies.queries import closed_on
from accanto.territory.staff.models import User

_VERBS = {
    AppointmentState.CANCELLED: "cancel",
    AppointmentState.HELD: "come",
    AppointmentState.MISSED: "miss",
}


class NoPlaceLeft(OperationRefused):
    """All the places of the slot are taken."""


@dataclass(frozen=True)
class Whom:
    """For whom: a case, a person, a household (as one has them), or only a name that was given."""

    case: Case | None = None
    person: Person | None = None
    household: Household | None = None
    name: str = ""


@transaction.atomic
def take_place(
    *,
    slot: Slot,
    by: User,
    at: datetime,
    person: Person | None = None,
    household: Household | None = None,
    case: Case | None = None,
    name: str = "",
    contact: str = "",
    note: str = "",
    remind: bool = True,
) -> Place:
    """A place in the slot for somebody; the operator's time is taken with the first one.

    :raises NoPlaceLeft: every place is taken.
    :raises AppointmentOverlaps: the operator is busy with something else at that hour.
    :raises OperationRefused: nobody named, cancelled, past, a closed day, or they have a place in it already.
    """
    row = locked_slot(slot)
    check_slot(row, at)
    whom = Whom(case, person, household, " ".join(name.split())[:120])
    place = seat(row, whom, by=by, at=at, contact=contact, note=note, remind=remind)
    _tell("agenda.place.taken", place, row, by, at, office=row.office.name)
    return place


@transaction.atomic
def seat_appointment(
    *, slot: Slot, case: Case, kind: str, operators: Sequence[User], by: User, at: datetime
) -> Appointment:
    """A place for a meeting that another room follows (a convocation): it is booked for the whole hour, where that is.

    From then on the place goes the way of the appointment: cancelled it is free again, held or missed it says so. The
    room that asks keeps it in the record and lets the reminder leave.

    :raises NoPlaceLeft: every place is taken.
    :raises AppointmentOverlaps: one of the operators is busy with something else at that hour.
    :raises OperationRefused: cancelled, past, a closed day, whoever receives in it is not among the operators, or the
        case has a place in it already.
    """
    row = locked_slot(slot)
    check_slot(row, at)
    if row.operator is not None and row.operator not in operators:
        raise OperationRefused(
            _("In this hour %(name)s receives: choose them, or another hour.") % {"name": row.operator},
            field="slot",
        )
    if not row.free:
        raise NoPlaceLeft(_("The last place has just been taken: choose another hour."), field="slot")
    appointment = book_appointment(
        case=case,
        kind=kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        office=row.office,
        place=row.room.name if row.room else "",
        operators=operators,
        by=by,
        at=at,
        beside=_in_this_hour(row),
    )
    seat(row, Whom(case=case), by=by, at=at, remind=False, appointment=appointment)
    return appointment


def follow_appointment(appointment: Appointment, by: User | None, at: datetime) -> None:
    """What became of an appointment becomes of the place that it took."""
    found = Place.objects.filter(appointment=appointment, state__in=AWAITED).select_related("slot").first()
    verb = _VERBS.get(AppointmentState(appointment.state))
    if found is None or verb is None:
        return
    row, slot = locked_place(found)
    _settle(row, verb, _("the appointment was cancelled") if verb == "cancel" else "", by, at)
    if verb == "cancel":
        release_operator(slot, by, at)


def follow_meeting(appointment: Appointment, by: User | None, at: datetime) -> None:
    """The operator's appointment of an hour that stays open was cancelled elsewhere: its places are free again."""
    if appointment.state != AppointmentState.CANCELLED:
        return
    meeting = SlotMeeting.objects.filter(appointment=appointment).select_related("slot").first()
    if meeting is None or meeting.slot.state != SlotState.OPEN:
        return  # of an hour that is cancelled itself, whoever is expected in it is to be called
    _free_places(meeting.slot, by, at)
    meeting.delete()


@transaction.atomic
def confirm_place(*, place: Place, by: User, at: datetime) -> Place:
    """Whoever was invited says that they come.

    :raises OperationRefused: not an invitation (any more), or its hour was cancelled.
    """
    row, slot = locked_place(place)
    refuse_followed(row)
    if slot.state == SlotState.CANCELLED:
        raise OperationRefused(_("The hour was cancelled: take another place for them."))
    row.state = PLACE_TRANSITIONS.move("confirm", row.state)
    row.save(update_fields=["state"])
    _tell("agenda.place.confirmed", row, slot, by, at)
    return row


@transaction.atomic
def settle_place(*, place: Place, outcome: str, by: User, at: datetime, reason: str = "") -> Place:
    """`came`, `missed` (once the hour has begun), or `cancelled` with its reason, which frees the place.

    :raises OperationRefused: known already, not begun yet, past (a cancellation), no reason.
    """
    row, slot = locked_place(place)
    refuse_followed(row)
    if outcome == PlaceState.CANCELLED:
        if slot.starts_at <= at and slot.state == SlotState.OPEN:
            raise OperationRefused(_("The hour has begun: say whether they came or not."), field="outcome")
        if not reason.strip():
            raise OperationRefused(_("Say why the place is given back."), field="reason")
        _settle(row, "cancel", reason, by, at)
        release_operator(slot, by, at)
        _tell("agenda.place.cancelled", row, slot, by, at, reason=row.reason)
        return row
    if slot.state == SlotState.CANCELLED:
        raise OperationRefused(_("The hour was cancelled: nobody can have come."), field="outcome")
    if slot.starts_at > at:
        raise OperationRefused(_("The hour has not come yet."), field="outcome")
    _settle(row, "come" if outcome == PlaceState.CAME else "miss", reason, by, at)
    _settle_meeting(slot, by, at)
    _tell(f"agenda.place.{row.state}", row, slot, by, at)
    return row


@transaction.atomic
def note_call(*, place: Place, by: User, at: datetime) -> Place:
    """Whoever had a place in an hour that was cancelled has been told.

    :raises OperationRefused: the hour was not cancelled, or they were told already.
    """
    row, slot = locked_place(place)
    refuse_followed(row)
    if slot.state != SlotState.CANCELLED:
        raise OperationRefused(_("The hour is not cancelled: there is nobody to call."))
    _settle(row, "cancel", _("Hour cancelled: %(reason)s") % {"reason": slot.cancel_reason}, by, at)
    _tell("agenda.place.cancelled", row, slot, by, at, reason=row.reason)
    return row


def refuse_followed(place: Place) -> None:
    """:raises OperationRefused: its appointment is another room's to settle."""
    if place.appointment_id is not None:
        raise OperationRefused(
            _("This place is a convocation’s: what becomes of it is said on its own page.")
        )


def check_slot(slot: Slot, at: datetime) -> None:
    if slot.state == SlotState.CANCELLED:
        raise OperationRefused(_("This hour was cancelled: choose another."), field="slot")
    if slot.starts_at <= at:
        raise OperationRefused(_("This hour is past: choose one to come."), field="slot")
    closed = closed_on(slot.office, timezone.localdate(slot.starts_at))
    if closed is not None:
        raise OperationRefused(
            _("On that day %(office)s is closed (%(why)s): choose another day.")
            % {"office": slot.office.name, "why": closed.words},
            field="slot",
        )


def seat(
    slot: Slot,
    whom: Whom,
    *,
    by: User,
    at: datetime,
    reply_by: date | None = None,
    contact: str = "",
    note: str = "",
    remind: bool = True,
    appointment: Appointment | None = None,
) -> Place:
    """Write the place of a slot that is locked and was checked; an `appointment` of its own takes the time."""
    if not (whom.case or whom.person or whom.household or whom.name):
        raise OperationRefused(_("Say for whom: choose a case, or write a name."), field="name")
    if slot.taken >= slot.capacity:
        raise NoPlaceLeft(_("The last place has just been taken: choose another hour."), field="slot")
    try:
        with transaction.atomic():
            place = Place.objects.create(
                slot=slot,
                case=whom.case,
                person=whom.person,
                household=whom.household,
                name=whom.name,
                contact=contact.strip()[:120],
                note=note.strip()[:200],
                state=PlaceState.INVITED if reply_by else PlaceState.BOOKED,
                reply_by=reply_by,
                remind=remind,
                appointment=appointment,
                taken_at=at,
                taken_by=by,
            )
    except IntegrityError as error:
        if "one_place_for_a" in str(error):
            raise OperationRefused(_("They have a place in this hour already."), field="slot") from None
        raise NoPlaceLeft(
            _("The last place has just been taken: choose another hour."), field="slot"
        ) from None
    slot.taken += 1  # as the database has counted
    if appointment is None:
        take_operator(slot, place, by, at)
    return place


def release_operator(slot: Slot, by: User | None, at: datetime) -> None:
    """The last one has gone: the operator's time is free again."""
    slot.refresh_from_db(fields=["taken"])
    meeting = SlotMeeting.objects.filter(slot=slot).select_related("appointment").first()
    if meeting is None or slot.taken:
        return
    meeting.delete()
    if meeting.appointment.state == AppointmentState.PLANNED:
        settle_appointment(appointment=meeting.appointment, state=AppointmentState.CANCELLED, by=by, at=at)


def locked_slot(slot: Slot) -> Slot:
    rows = Slot.objects.select_for_update(of=("self",))
    return rows.select_related("office", "operator", "room").get(pk=slot.pk)


def locked_place(place: Place) -> tuple[Place, Slot]:
    """Slot first, as whoever takes a place does: nobody waits in a circle."""
    slot = locked_slot(place.slot)
    return Place.objects.select_for_update(of=("self",)).select_related("case").get(pk=place.pk), slot


def take_operator(slot: Slot, place: Place, by: User, at: datetime) -> None:
    """The operator's time is taken as soon as somebody has a place.

    :raises AppointmentOverlaps: the operator is elsewhere in that hour.
    """
    if slot.operator is None or SlotMeeting.objects.filter(slot=slot).exists():
        return
    appointment = book_appointment(
        # In a meeting of several nobody's case is named.
        case=place.case if slot.capacity == 1 else None,
        kind=AS_APPOINTMENT[SlotKind(slot.kind)],
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        office=slot.office,
        place=slot.room.name if slot.room else "",
        title=str(slot.get_kind_display()),
        operators=[slot.operator],
        by=by,
        at=at,
        beside=_in_this_hour(slot),
    )
    SlotMeeting.objects.create(slot=slot, appointment=appointment)


@serving("agenda")  # whoever takes the last place does not see who has the others
def _in_this_hour(slot: Slot) -> list[UUID]:
    """The appointments of its places, and its own: they share the hour."""
    own = SlotMeeting.objects.filter(slot=slot).values_list("appointment", flat=True)
    taken = Place.objects.filter(slot=slot, appointment__isnull=False).values_list("appointment", flat=True)
    return [*own, *(pk for pk in taken if pk)]


def _settle(row: Place, verb: str, reason: str, by: User | None, at: datetime) -> None:
    row.state = PLACE_TRANSITIONS.move(verb, row.state)
    row.settled_at, row.settled_by, row.reason = at, by, reason.strip()[:200]
    row.save(update_fields=["state", "settled_at", "settled_by", "reason"])


@serving("agenda")  # whoever cancels the appointment does not see who else has a place in the hour
def _free_places(slot: Slot, by: User | None, at: datetime) -> None:
    row = locked_slot(slot)
    places = Place.objects.select_for_update(of=("self",)).filter(
        slot=row, state__in=AWAITED, appointment=None
    )
    for place in places.order_by("pk"):
        _settle(place, "cancel", _("the appointment was cancelled"), by, at)
        _tell("agenda.place.cancelled", place, row, by, at, reason=place.reason)


def _settle_meeting(slot: Slot, by: User, at: datetime) -> None:
    """Held as soon as one came, missed when nobody did."""
    meeting = SlotMeeting.objects.filter(slot=slot).select_related("appointment").first()
    if meeting is None or meeting.appointment.state != AppointmentState.PLANNED:
        return
    states = set(Place.objects.filter(slot=slot).values_list("state", flat=True))
    if PlaceState.CAME in states:
        settle_appointment(appointment=meeting.appointment, state=AppointmentState.HELD, by=by, at=at)
    elif not states & set(AWAITED):
        settle_appointment(appointment=meeting.appointment, state=AppointmentState.MISSED, by=by, at=at)


def _tell(verb: str, place: Place, slot: Slot, by: User | None, at: datetime, **params: Any) -> None:
    record(
        verb,
        by=by,
        at=at,
        context=place.case_id,
        subject=place,
        when=date_time_words(slot.starts_at),
        **params,
    )
