from django.db import models
from django.utils.translation import gettext_lazy as _

from accanto.core.transitions import Transitions


class Measure(models.TextChoices):
    """Income measures: the first two are closed history."""

    REI = "rei", _("Reddito di inclusione")
    RDC = "rdc", _("Reddito di cittadinanza")
    ADI = "adi", _("Assegno di inclusione")


class PathwayState(models.TextChoices):
    RUNNING = "running", _("running")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


PATHWAY_TRANSITIONS = Transitions(
    {
        "suspend": ({PathwayState.RUNNING}, PathwayState.SUSPENDED),
        "resume": ({PathwayState.SUSPENDED}, PathwayState.RUNNING),
        "close": ({PathwayState.RUNNING, PathwayState.SUSPENDED}, PathwayState.CLOSED),
    }
)


class Stage(models.TextChoices):
    """Stages of the inclusion pathway; their order and clocks are in `data/inclusion_income.yaml`."""

    OUTCOME = "outcome", _("Outcome received")
    ASSIGNED = "assigned", _("Assigned")
    CONVOKED = "convoked", _("Convoked")
    ANALYSIS = "analysis", _("Preliminary analysis")
    SERVICE_PACT = "service_pact", _("Service pact")
    TEAM = "team", _("Multidisciplinary team")
    PROJECT = "project", _("Project signed")
    STARTED = "started", _("Started")
    REVIEW = "review", _("Review")
    CLOSED = "closed", _("Closed")


class Way(models.TextChoices):
    """What the preliminary analysis leads to (seed plan 2018–2020, art. 5 D.Lgs 147/2017)."""

    WORK_ONLY = "work_only", _("work only")
    SOCIAL_ONLY = "social_only", _("social only")
    COMPLEX = "complex", _("complex need")
    SPECIALIST = "specialist", _("specialist service")


class ClockStart(models.TextChoices):
    """The event from which the legal terms of a pathway run."""

    PAD = "pad", _("signature of the household’s digital activation pact")
    SENDING = "sending", _("sending of the application to the municipality")
    APPLICATION = "application", _("application")
    OUTCOME = "outcome", _("positive outcome")


class ConvocationPurpose(models.TextChoices):
    FIRST = "first", _("first meeting")
    PERIODIC = "periodic", _("periodic meeting")
    RENEWAL = "renewal", _("first meeting after renewal")


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("phone call")
    BY_HAND = "by_hand", _("by hand")


class ConvocationState(models.TextChoices):
    PLANNED = "planned", _("to be sent")
    SENT = "sent", _("sent")
    HELD = "held", _("meeting held")
    ABSENT_JUSTIFIED = "absent_justified", _("justified absence")
    ABSENT = "absent", _("absent without a reason")
    CANCELLED = "cancelled", _("cancelled")


CONVOCATION_TRANSITIONS = Transitions(
    {
        "send": ({ConvocationState.PLANNED}, ConvocationState.SENT),
        "hold": ({ConvocationState.PLANNED, ConvocationState.SENT}, ConvocationState.HELD),
        "justify": ({ConvocationState.SENT, ConvocationState.ABSENT}, ConvocationState.ABSENT_JUSTIFIED),
        "miss": ({ConvocationState.SENT}, ConvocationState.ABSENT),
        "cancel": ({ConvocationState.PLANNED, ConvocationState.SENT}, ConvocationState.CANCELLED),
    }
)


class ConsequenceKind(models.TextChoices):
    """What people decided after a term or a meeting was missed; the product proposes, it never decides."""

    LAPSE_REPORTED = "lapse_reported", _("lapse reported to the agency")
    NOT_REPORTED = "not_reported", _("nothing reported")
    SUSPENDED = "suspended", _("benefit suspended")
    RESUMED = "resumed", _("benefit resumed")


class PactState(models.TextChoices):
    RECORDED = "recorded", _("recorded")
    CHECKED = "checked", _("checked")
    ENDED = "ended", _("ended")


PACT_TRANSITIONS = Transitions(
    {
        "check": ({PactState.RECORDED}, PactState.CHECKED),
        "end": ({PactState.RECORDED, PactState.CHECKED}, PactState.ENDED),
    }
)
