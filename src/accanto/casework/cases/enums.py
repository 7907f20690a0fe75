from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions
from accanto.people.persons.enums import Compartment

__all__ = [
    "CASE_TRANSITIONS",
    "REQUEST_TRANSITIONS",
    "AppointmentKind",
    "AppointmentState",
    "CaseOutcome",
    "CaseRole",
    "CaseState",
    "Compartment",
    "DeadlineState",
    "DiaryKind",
    "RequestState",
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
    NETWORK = "network", _("Network")
    PERSONAL = "personal", _("Personal note")


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
