"""The office opens after all: the hours that its closure had cancelled are there again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import AWAITED, SlotState
from accanto.casework.agenda.models import Place, RoomUse, Slot, SlotMeeting
from accanto.casework.agenda.operations.places import take_operator
from accanto.casework.agenda.operations.rooms import RoomTaken
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.bodies.models import OfficeClosure
from accanto.territory.bodies.queries import timetables
from accanto.territory.staff.models import User


@transaction.atomic
@serving("agenda")  # whoever opens the office again does not see who has a place there
def reopen_slots(*, closure: OfficeClosure, by: User | None, at: datetime) -> int:
    """Those to come; returns how many. Whoever had a place and was not called yet has it again.

    An hour stays cancelled where its series has ended or skips the day, where the office is shut for another reason,
    where the operator or the room was taken meanwhile: whoever had a place in it is still to be called.
    """
    rows = Slot.objects.select_for_update(of=("self",)).filter(
        closure=closure, state=SlotState.CANCELLED, starts_at__gt=at
    )
    found = list(rows.select_related("series", "office", "operator", "room").order_by("pk"))
    days = [timezone.localdate(slot.starts_at) for slot in found]
    if not found:
        return 0
    timetable = timetables([closure.office], min(days), max(days))[closure.office_id]
    return sum(
        _reopened(slot, by, at)
        for slot, day in zip(found, days, strict=True)
        if timetable.closed_on(day) is None
        and day not in slot.series.except_on
        and (slot.series.ends_on is None or day < slot.series.ends_on)
    )


def _reopened(slot: Slot, by: User | None, at: datetime) -> bool:
    places = list(Place.objects.filter(slot=slot, state__in=AWAITED).select_related("taken_by", "case"))
    try:
        with transaction.atomic():
            _open_again(slot, [place for place in places if place.appointment_id is None], by, at)
    except (IntegrityError, OperationRefused):
        return False
    when, office = date_time_words(slot.starts_at), slot.office.name
    record("agenda.slot.reopened", by=by, at=at, subject=slot, when=when, office=office)
    told = {place.taken_by for place in places} | ({slot.operator} if places and slot.operator else set())
    for user in sorted(told - {by}, key=lambda one: one.pk):
        notify(
            "agenda.open_again",
            user=user,
            at=at,
            url=reverse("slot", args=[slot.pk]),
            when=when,
            office=office,
        )
    return True


def _open_again(slot: Slot, places: list[Place], by: User | None, at: datetime) -> None:
    """:raises IntegrityError: another hour of the operator, or another use of the room.

    :raises OperationRefused: the room is no longer used; the operator is elsewhere in that hour.
    """
    if slot.room and slot.room.retired_at is not None:
        raise RoomTaken(_("This room is no longer used: choose another."), field="room")
    slot.state, slot.cancelled_at, slot.cancel_reason, slot.closure = SlotState.OPEN, None, "", None
    slot.save(update_fields=["state", "cancelled_at", "cancel_reason", "closure"])
    RoomUse.objects.filter(slot=slot).update(released_at=None)
    SlotMeeting.objects.filter(slot=slot).delete()
    if places:
        take_operator(slot, places[0], by or places[0].taken_by, at)
