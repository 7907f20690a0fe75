"""Who must act when an appointment was settled or cancelled; rooms above register in `ready()`."""

from collections.abc import Callable
from datetime import datetime

from accanto.casework.cases.models import Appointment
from accanto.territory.staff.models import User

# The appointment as it stands now, who decides (nobody: the system), and when.
AppointmentFollower = Callable[[Appointment, User | None, datetime], object]
_followers: list[AppointmentFollower] = []


def register_appointment_follower(follower: AppointmentFollower) -> None:
    """It is called inside the transaction of the change, with the appointment locked."""
    _followers.append(follower)


def tell_appointment_followers(appointment: Appointment, by: User | None, at: datetime) -> None:
    for follower in _followers:
        follower(appointment, by, at)
