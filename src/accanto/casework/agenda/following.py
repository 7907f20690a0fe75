"""What this room does when something changes below it."""

from datetime import date, datetime, time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import SlotState
from accanto.casework.agenda.models import RoomUse, Slot
from accanto.casework.agenda.operations import (
    cancel_slots,
    follow_appointment,
    follow_meeting,
    reopen_slots,
    tell_of_moves,
)
from accanto.casework.cases.appointment_followers import register_appointment_follower
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.territory.bodies.closure_followers import (
    register_closure_follower,
    register_hours_follower,
    register_reopening_follower,
)
from accanto.territory.bodies.models import Office, OfficeClosure
from accanto.territory.bodies.queries import timetables
from accanto.territory.staff.models import User


def register() -> None:
    register_appointment_follower(_give_the_room_back)
    register_appointment_follower(follow_appointment)
    register_appointment_follower(follow_meeting)
    register_closure_follower(_cancel_slots)
    register_reopening_follower(_reopen_slots)
    register_hours_follower(_cancel_on_shut_days)


def _give_the_room_back(appointment: Appointment, by: User | None, at: datetime) -> None:
    if appointment.state == AppointmentState.CANCELLED:
        RoomUse.objects.filter(appointment=appointment, released_at=None).update(released_at=at)


def _cancel_slots(closure: OfficeClosure, by: models.Model | None, at: datetime) -> None:
    """Whoever has a place on those days stands among those to be called; other appointments are to be moved."""
    first, end = midnight(closure.starts_on), midnight(closure.ends_on)
    rows = Slot.objects.filter(office=closure.office, starts_at__gte=max(first, at), starts_at__lt=end)
    worker = by if isinstance(by, User) else None
    cancel_slots(slots=rows, reason=closure.reason, by=worker, at=at, closure=closure)
    tell_of_moves(office=closure.office, first=max(first, at), end=end, by=worker, at=at)


def _reopen_slots(closure: OfficeClosure, by: models.Model | None, at: datetime) -> None:
    reopen_slots(closure=closure, by=by if isinstance(by, User) else None, at=at)


def _cancel_on_shut_days(
    office: Office, first: date, end: date | None, by: models.Model | None, at: datetime
) -> None:
    """The week has changed: hours for the public on a day on which it no longer opens at all."""
    begin = max(midnight(first), at)
    rows = Slot.objects.filter(office=office, state=SlotState.OPEN, starts_at__gte=begin)
    if end is not None:
        rows = rows.filter(starts_at__lt=midnight(end))
    found = dict(rows.values_list("pk", "starts_at"))
    if not found:
        return
    days = {pk: timezone.localdate(moment) for pk, moment in found.items()}
    table = timetables([office], min(days.values()), max(days.values()))[office.pk]
    shut = [pk for pk, day in days.items() if table.closed_on(day) is not None]
    worker = by if isinstance(by, User) else None
    reason = _("the opening days have changed")
    cancel_slots(slots=Slot.objects.filter(pk__in=shut), reason=reason, by=worker, at=at)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
