from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.casework.cases.enums import AppointmentKind
from accanto.core.transitions import Transitions


class SlotKind(models.TextChoices):
    """What a place for the public is for."""

    INFORMATION = "information", _("information and guidance")
    FIRST_MEETING = "first_meeting", _("first meeting")
    INTERVIEW = "interview", _("interview")
    FOLLOW_UP = "follow_up", _("follow-up meeting")
    GROUP = "group", _("group meeting")


# As what an operator's time is taken, once somebody comes.
AS_APPOINTMENT = {
    SlotKind.INFORMATION: AppointmentKind.INTERVIEW,
    SlotKind.FIRST_MEETING: AppointmentKind.FIRST_MEETING,
    SlotKind.INTERVIEW: AppointmentKind.INTERVIEW,
    SlotKind.FOLLOW_UP: AppointmentKind.FOLLOW_UP,
    SlotKind.GROUP: AppointmentKind.INTERVIEW,
}


# A household comes by appointment; at the others people are informed, or met together.
ONE_BY_ONE = (SlotKind.FIRST_MEETING, SlotKind.INTERVIEW, SlotKind.FOLLOW_UP)


class SlotState(models.TextChoices):
    OPEN = "open", _("open")
    CANCELLED = "cancelled", _("cancelled")


class PlaceState(models.TextChoices):
    INVITED = "invited", _("invited")
    BOOKED = "booked", _("booked")
    CAME = "came", _("came")
    MISSED = "missed", _("did not come")
    CANCELLED = "cancelled", pgettext_lazy("place", "cancelled")
    LAPSED = "lapsed", _("no reply")


# Those that hold a seat; the database counts the same ones (sql/places.sql).
STANDING = (PlaceState.INVITED, PlaceState.BOOKED, PlaceState.CAME, PlaceState.MISSED)
AWAITED = (PlaceState.INVITED, PlaceState.BOOKED)

PLACE_TRANSITIONS = Transitions(
    {
        "confirm": ({PlaceState.INVITED}, PlaceState.BOOKED),
        "come": ({PlaceState.INVITED, PlaceState.BOOKED}, PlaceState.CAME),
        "miss": ({PlaceState.INVITED, PlaceState.BOOKED}, PlaceState.MISSED),
        "cancel": ({PlaceState.INVITED, PlaceState.BOOKED}, PlaceState.CANCELLED),
        "lapse": ({PlaceState.INVITED}, PlaceState.LAPSED),
    }
)


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")


class ReminderState(models.TextChoices):
    """`sending`: begun, and nobody knows how it ended: it is not sent again."""

    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("reminder", "sent")
    FAILED = "failed", _("not delivered")
    WITHHELD = "withheld", _("not sent")


class Withheld(models.TextChoices):
    """Why nothing is sent. Whoever sees the person reads it; it says nothing that the page does not say already."""

    RESTRICTED = "restricted", _("the data are restricted (GDPR art. 18)")
    CALL_SAFELY = "call_safely", _("only as the safe contact says: call")
    PROTECTED = "protected", _("contacts are not used: nothing is sent")
    NO_CONTACT = "no_contact", _("no e-mail and no mobile telephone")
    NO_SENDER = "no_sender", _("text messages are not switched on here")
    NOT_WANTED = "not_wanted", _("no reminder was wanted")
