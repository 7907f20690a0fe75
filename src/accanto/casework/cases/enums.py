from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions
from accanto.people.persons.enums import Compartment

__all__ = [
    "CASE_TRANSITIONS",
    "OFFICIAL_KINDS",
    "REQUEST_TRANSITIONS",
    "USUAL_MINUTES",
    "AppointmentKind",
    "AppointmentState",
    "CaseOutcome",
    "CaseRole",
    "CaseState",
    "Compartment",
    "DeadlineState",
    "DiaryKind",
    "NetworkRole",
    "RequestState",
    "Tie",
    "TieFlow",
    "ToldHousehold",
]


class CaseState(models.TextChoices):
    OPEN = "open", _("taken in charge")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", pgettext_lazy("case", "closed")


CASE_TRANSITIONS = Transitions(
    {
        "suspend": ({CaseState.OPEN}, CaseState.SUSPENDED),
        "resume": ({CaseState.SUSPENDED}, CaseState.OPEN),
        "close": ({CaseState.OPEN, CaseState.SUSPENDED}, CaseState.CLOSED),
    }
)


class CaseRole(models.TextChoices):
    RESPONSIBLE = "responsible", _("responsible worker")
    CO_WORKER = "co_worker", _("co-worker")


class DiaryKind(models.TextChoices):
    INTERVIEW = "interview", _("Interview")
    HOME_VISIT = "home_visit", _("Home visit")
    PHONE = "phone", _("Phone call")
    MEETING = "meeting", _("Meeting")
    NETWORK = "network", _("Network")
    PERSONAL = "personal", _("Personal note")


# What the official record is made of; personal notes have a place of their own.
OFFICIAL_KINDS = [(kind.value, kind.label) for kind in DiaryKind if kind is not DiaryKind.PERSONAL]
# What a kind usually takes, written when nobody says otherwise; the form says so.
USUAL_MINUTES = {"interview": 60, "home_visit": 90, "phone": 15, "meeting": 60, "network": 30}


class NetworkRole(models.TextChoices):
    """What somebody around the household is to it."""

    DOCTOR = "doctor", _("family doctor")
    PAEDIATRICIAN = "paediatrician", _("paediatrician")
    SPECIALIST = "specialist", _("specialist or health service")
    TEACHER = "teacher", _("teacher")
    EDUCATOR = "educator", _("educator")
    NEIGHBOUR = "neighbour", _("neighbour")
    RELATIVE = "relative", _("relative")
    FRIEND = "friend", _("friend")
    PARISH = "parish", _("parish")
    VOLUNTEER = "volunteer", _("association or volunteer")
    LAWYER = "lawyer", _("lawyer")
    GUARDIAN = "guardian", _("guardian or support administrator")
    EMPLOYER = "employer", _("employer")
    OTHER = "other", pgettext_lazy("network", "other")


class Tie(models.TextChoices):
    """How strong a bond is, as the worker sees it."""

    STRONG = "strong", pgettext_lazy("tie", "strong")
    ORDINARY = "ordinary", pgettext_lazy("tie", "ordinary")
    WEAK = "weak", pgettext_lazy("tie", "weak")
    TENSE = "tense", pgettext_lazy("tie", "tense")
    INTERRUPTED = "interrupted", pgettext_lazy("tie", "interrupted")


class TieFlow(models.TextChoices):
    """Who gives help and energy to whom."""

    TO = "to", _("it gives to the household")
    FROM = "from", _("the household gives to it")
    BOTH = "both", _("both give and receive")


class DeadlineState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", pgettext_lazy("deadline", "done")
    CANCELLED = "cancelled", _("cancelled")


class AppointmentKind(models.TextChoices):
    FIRST_MEETING = "first_meeting", _("first meeting")
    FOLLOW_UP = "follow_up", _("follow-up meeting")
    TEAM = "team", _("multidisciplinary team")
    REVIEW = "review", _("project review")
    INTERVIEW = "interview", _("interview")


class AppointmentState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    MISSED = "missed", _("missed")
    CANCELLED = "cancelled", _("cancelled")


class CaseOutcome(models.TextChoices):
    """How a case ended."""

    GOALS_REACHED = "goals_reached", _("The goals were reached")
    PARTLY_REACHED = "partly_reached", _("The goals were partly reached")
    OTHER_SERVICE = "other_service", _("Another service follows the household")
    MOVED = "moved", _("The household moved away")
    WITHDRAWN = "withdrawn", _("The household does not want to go on")
    DEATH = "death", _("The person died")
    NOT_NEEDED = "not_needed", _("Nothing more is needed")


class RequestState(models.TextChoices):
    """Of a request to see a case."""

    OPEN = "open", pgettext_lazy("request", "waits for a decision")
    ALLOWED = "allowed", pgettext_lazy("request", "allowed")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    LAPSED = "lapsed", pgettext_lazy("request", "lapsed")


REQUEST_TRANSITIONS = Transitions(
    {
        "allow": ({RequestState.OPEN}, RequestState.ALLOWED),
        "refuse": ({RequestState.OPEN}, RequestState.REFUSED),
        "lapse": ({RequestState.OPEN}, RequestState.LAPSED),
    }
)


class ToldHousehold(models.TextChoices):
    """Whether the household knows that somebody else is about to read its case."""

    TOLD = "told", _("yes, it was told")
    NOT_TOLD = "not_told", _("no, it does not know")
