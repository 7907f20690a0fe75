"""What this room does when something changes below it."""

from datetime import datetime, time

from django.db import models
from django.utils import timezone

from accanto.casework.agenda.models import RoomUse, Slot
from accanto.casework.agenda.operations import cancel_slots
from accanto.casework.cases.appointment_followers import register_appointment_follower
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.territory.bodies.closure_followers import register_closure_follower
from accanto.territory.bodies.models import OfficeClosure
from accanto.territory.staff.models import User


def register() -> None:
    register_appointment_follower(_give_the_room_back)
    register_closure_follower(_cancel_slots)


def _give_the_room_back(appointment: Appointment, by: User | None, at: datetime) -> None:
    if appointment.state == AppointmentState.CANCELLED:
        RoomUse.objects.filter(appointment=appointment, released_at=None).update(released_at=at)


def _cancel_slots(closure: OfficeClosure, by: models.Model | None, at: datetime) -> None:
    """Whoever has a place on those days stands among those to be called."""
    first, end = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (closure.starts_on, closure.ends_on)
    )
    rows = Slot.objects.filter(office=closure.office, starts_at__gte=max(first, at), starts_at__lt=end)
    cancel_slots(slots=rows, reason=closure.reason, by=by if isinstance(by, User) else None, at=at)
