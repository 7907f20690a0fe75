from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.models import Room, RoomUse, SlotSeries
from accanto.casework.cases.models import Appointment
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class RoomTaken(OperationRefused):
    """Somebody else meets there at that time."""


@transaction.atomic
def open_room(
    *,
    office: Office,
    name: str,
    capacity: int,
    by: User,
    at: datetime,
    accessible: bool = False,
    note: str = "",
) -> Room:
    """:raises OperationRefused: no name, nobody fits in, or the office has a room of that name."""
    told = " ".join(name.split())[:80]
    if not told:
        raise OperationRefused(_("Give the room the name that stands on its door."), field="name")
    if capacity < 1:
        raise OperationRefused(_("At least one person fits into a room."), field="capacity")
    try:
        with transaction.atomic():
            room = Room.objects.create(
                office=office, name=told, capacity=capacity, accessible=accessible, note=note.strip()[:160]
            )
    except IntegrityError:
        raise OperationRefused(
            _("This office has a room with that name already: choose another."), field="name"
        ) from None
    record("agenda.room.opened", by=by, at=at, subject=room, room=room.name, office=office.name)
    return room


@transaction.atomic
def retire_room(*, room: Room, by: User, at: datetime) -> Room:
    """It is no longer taken for anything.

    :raises OperationRefused: retired already, something is to take place there, or places for the public are.
    """
    row = Room.objects.select_for_update(of=("self",)).select_related("office").get(pk=room.pk)
    if row.retired_at is not None:
        raise OperationRefused(_("This room is no longer used already."))
    ahead = RoomUse.objects.filter(room=row, released_at=None, ends_at__gt=at).order_by("starts_at").first()
    if ahead is not None:
        raise OperationRefused(
            _("Something is to take place there on %(day)s: move it to another room first.")
            % {"day": f"{timezone.localtime(ahead.starts_at):%d/%m/%Y}"}
        )
    today = timezone.localdate(at)
    if SlotSeries.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), room=row).exists():
        raise OperationRefused(_("Places for the public are given there: end that series first."))
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    record("agenda.room.retired", by=by, at=at, subject=row, room=row.name, office=row.office.name)
    return row


@transaction.atomic
def take_room(*, room: Room, appointment: Appointment) -> RoomUse:
    """:raises RoomTaken: somebody meets there at that time; the room is no longer used."""
    if room.retired_at is not None:
        raise RoomTaken(_("This room is no longer used: choose another."), field="room")
    try:
        with transaction.atomic():
            return RoomUse.objects.create(
                room=room,
                appointment=appointment,
                starts_at=appointment.starts_at,
                ends_at=appointment.ends_at,
            )
    except IntegrityError:
        raise RoomTaken(
            _("The room %(room)s is taken at that time: choose another room or another hour.")
            % {"room": room.name},
            missing=taken_words(room, appointment.starts_at, appointment.ends_at),
            field="room",
        ) from None


def taken_words(room: Room, starts_at: datetime, ends_at: datetime) -> list[str]:
    """From when to when it is taken; never for whom."""
    uses = RoomUse.objects.filter(
        room=room, released_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).order_by("starts_at")
    return [
        _("%(room)s is taken from %(start)s to %(end)s")
        % {
            "room": room.name,
            "start": f"{timezone.localtime(use.starts_at):%H:%M}",
            "end": f"{timezone.localtime(use.ends_at):%H:%M}",
        }
        for use in uses
    ]
