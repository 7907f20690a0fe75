from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions
from accanto.people.persons.enums import Compartment

__all__ = [
    "CASE_TRANSITIONS",
    "OFFICIAL_KINDS",
    "REQUEST_TRANSITIONS",
    "TRANSFER_TRANSITIONS",
    "USUAL_MINUTES",
    "AppointmentKind",
    "AppointmentState",
    "CaseOutcome",
    "CaseRole",
    "CaseState",
    "ChangeKind",
    "Compartment",
    "DeadlineState",
    "DiaryKind",
    "NetworkRole",
    "OpeningSource",
    "ProposalDecision",
    "RequestState",
    "SuspensionReason",
    "TakenBy",
    "Tie",
    "TieFlow",
    "ToldHousehold",
    "TransferKind",
    "TransferState",
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
    HEARING = "hearing", _("hearing")


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


class OpeningSource(models.TextChoices):
    """What led to a case."""

    DESK_CONTACT = "desk_contact", _("somebody who came to the desk")
    REPORT = "report", _("a report of a third party")
    COURT_MEASURE = "court_measure", _("a measure of a court")
    OUTCOME_LIST = "outcome_list", _("an outcome list")
    OTHER_CASE = "other_case", _("another case")
    OTHER_TOWN = "other_town", _("another town handed it over")
    PROTECTION = "protection", _("handed over after a mandate of protection")
    EIAM = "eiam", _("handed over after the interinstitutional abuse team (EIAM)")
    SPONTANEOUS = "spontaneous", _("the household asked by itself")


class SuspensionReason(models.TextChoices):
    """Why the work on a case rests."""

    AWAY = "away", _("The household is away for a while")
    HOSPITAL = "hospital", _("Somebody is in hospital or in a facility")
    NO_ANSWER = "no_answer", _("Nobody answers, and the search goes on")
    OTHER_BODY = "other_body", _("What another body decides is awaited")
    HOUSEHOLD_ASKS = "household_asks", _("The household asked for a pause")
    OTHER = "other", _("Something else")


class TransferKind(models.TextChoices):
    UNIT = "unit", _("to another unit of the zone")
    OUTSIDE = "outside", _("to a town outside the zone")
    PROTECTION = "protection", _("to the territorial unit, after a mandate of protection")
    EIAM = "eiam", _("to the territorial unit, after the interinstitutional abuse team (EIAM)")


SUMMARIES = frozenset({TransferKind.PROTECTION, TransferKind.EIAM})
"""A written summary leaves the fence; the case stays behind it."""


class TransferState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("transfer", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "accepted")
    REFUSED = "refused", pgettext_lazy("transfer", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "withdrawn")


TRANSFER_TRANSITIONS = Transitions(
    {
        "accept": ({TransferState.PROPOSED}, TransferState.ACCEPTED),
        "refuse": ({TransferState.PROPOSED}, TransferState.REFUSED),
        "withdraw": ({TransferState.PROPOSED}, TransferState.WITHDRAWN),
    }
)


class TakenBy(models.TextChoices):
    """Who goes to an appointment that was planned before a handover."""

    NEW = "new", _("whoever takes the case over")
    BOTH = "both", _("both, as a handover")
    NOBODY = "nobody", _("nobody: it is cancelled")


class ChangeKind(models.TextChoices):
    """What happened in a household."""

    SPLIT = "split", _("It splits in two")
    JOINED = "joined", _("Another household joins it")
    MOVED = "moved", _("It moves house")
    BIRTH = "birth", _("A child is born")
    DEATH = "death", _("Somebody died")
    AWAY = "away", _("Somebody moved away")


class ProposalDecision(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("proposal", "done")
    LEFT = "left", pgettext_lazy("proposal", "left as it is")
