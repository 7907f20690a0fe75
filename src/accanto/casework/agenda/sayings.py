"""What this room tells in the record and in notifications."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "agenda.room.opened": _("Room {room} of {office} can be taken"),
    "agenda.room.retired": _("Room {room} of {office} is no longer used"),
    "agenda.series.opened": _("Places for the public at {office}: {kind}"),
    "agenda.series.ended": _("Places for the public at {office} end on {day}: {reason}"),
    "agenda.series.skipped": _("No places for the public at {office} on {day}: {reason}"),
    "agenda.slot.reopened": _("The hour of {when} at {office} is open again"),
    "agenda.slot.cancelled": _("The hour of {when} at {office} is cancelled: {reason}"),
    "agenda.place.taken": _("Place taken for {when} at {office}"),
    "agenda.place.invited": _("Invited for {when} at {office}"),
    "agenda.place.confirmed": _("The invitation for {when} was accepted"),
    "agenda.place.came": _("Came to the appointment of {when}"),
    "agenda.place.missed": _("Did not come to the appointment of {when}"),
    "agenda.place.cancelled": _("The place of {when} was given back: {reason}"),
    "agenda.place.moved": _("The place of {when} was moved to {to}, {office}"),
    "agenda.place.lapsed": _("The invitation for {when} was not answered"),
    "agenda.booked": _("Appointment on {when} at {office}"),
    "agenda.moved": _("The appointment of {when} was moved to {to}"),
    "agenda.held": _("The appointment of {when} took place"),
    "agenda.missed": _("Nobody came to the appointment of {when}"),
    "agenda.cancelled": _("The appointment of {when} was cancelled: {reason}"),
    "agenda.reminder.sent": _("Reminder sent for the appointment of {when}"),
    "agenda.feed.made": _("Secret address of the calendar made"),
    "agenda.feed.revoked": _("Secret address of the calendar revoked"),
}
NOTIFICATIONS: dict[str, Promise | str] = {
    "agenda.open_again": _("The hour of {when} at {office} is open again: who had a place has it"),
    "agenda.to_call": _("The hour of {when} at {office} is cancelled: somebody is to be called"),
    "agenda.to_move": _("{office} is closed on the day of the appointment of {when}: it is to be moved"),
    "agenda.moved": _("The appointment of {when} was moved to {to}"),
    "agenda.reminder_failed": _("The reminder for the appointment of {when} could not be delivered: call"),
}
