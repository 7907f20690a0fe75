from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class PointKind(models.TextChoices):
    URP = "urp", _("public relations office")
    SOCIAL_SECRETARIAT = "social_secretariat", _("social secretariat")
    SOCIAL_DESK = "social_desk", _("social desk of a unit or district")
    IMMIGRANTS = "immigrants", _("immigrants’ desk")
    MULTI_PURPOSE = "multi_purpose", _("multi-purpose desk")
    FAMILY_CENTRE = "family_centre", _("family centre")


class TicketState(models.TextChoices):
    """`arrived`: a number taken before the desk opens; it waits from the opening on."""

    ARRIVED = "arrived", pgettext_lazy("ticket", "arrived before opening")
    WAITING = "waiting", pgettext_lazy("ticket", "waiting")
    CALLED = "called", pgettext_lazy("ticket", "called")
    SERVING = "serving", pgettext_lazy("ticket", "being received")
    DONE = "done", pgettext_lazy("ticket", "received")
    LEFT = "left", pgettext_lazy("ticket", "gone away")


TICKET = Transitions(
    {
        "wait": ({TicketState.ARRIVED}, TicketState.WAITING),
        "call": ({TicketState.WAITING}, TicketState.CALLED),
        "put_back": ({TicketState.CALLED}, TicketState.WAITING),
        "serve": ({TicketState.CALLED}, TicketState.SERVING),
        "finish": ({TicketState.CALLED, TicketState.SERVING}, TicketState.DONE),
        "leave": (
            {TicketState.ARRIVED, TicketState.WAITING, TicketState.CALLED, TicketState.SERVING},
            TicketState.LEFT,
        ),
    }
)
IN_LINE = (TicketState.ARRIVED, TicketState.WAITING)
IN_HAND = (TicketState.CALLED, TicketState.SERVING)


class Priority(models.TextChoices):
    """Why somebody goes before the others; empty: nobody does."""

    NONE = "", _("in turn")
    INFANT = "infant", _("pregnant, or with a small child")
    DISABILITY = "disability", _("disability or illness")
    ELDERLY = "elderly", _("elderly person")
    URGENT = "urgent", _("something that cannot wait")
    APPOINTMENT = "appointment", _("has an appointment")


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("at the desk")
    PHONE = "phone", _("by telephone")
    EMAIL = "email", _("by e-mail")
    VIDEO = "video", _("by video call")
    OUTSIDE = "outside", _("outside: street, home, other services")


class Identity(models.TextChoices):
    """How much is kept of who asks. Of an anonymous contact nothing, and nothing can be added later."""

    ANONYMOUS = "anonymous", _("anonymous")
    NAME = "name", _("a name only")
    PERSON = "person", _("a known person")


class ForWhom(models.TextChoices):
    SELF = "self", _("for oneself")
    CHILD = "child", _("for a child")
    PARENT = "parent", _("for a parent")
    PARTNER = "partner", _("for a husband, wife or partner")
    RELATIVE = "relative", _("for another relative")
    NEIGHBOUR = "neighbour", _("for a neighbour or friend")
    CLIENT = "client", _("for somebody whom one follows by profession")


class NationalityGroup(models.TextChoices):
    UNKNOWN = "", _("not asked")
    ITALIAN = "italian", _("Italian")
    EU = "eu", _("of another country of the Union")
    NON_EU = "non_eu", _("of a country outside the Union")
    STATELESS = "stateless", _("stateless")


class OutcomeKind(models.TextChoices):
    INFORMATION = "information", _("information")
    SIGNPOSTING = "signposting", _("signposting to a service")
    FORM_HELP = "form_help", _("help with a form")
    APPOINTMENT = "appointment", _("appointment")
    APPLICATION = "application", _("application")
    REPORT = "report", _("report")
    CASE = "case", _("taking in charge")


class OutcomeState(models.TextChoices):
    DONE = "done", pgettext_lazy("outcome", "done")
    TO_DO = "to_do", pgettext_lazy("outcome", "to do")
    DROPPED = "dropped", pgettext_lazy("outcome", "given up")


OUTCOME = Transitions(
    {
        "do": ({OutcomeState.TO_DO}, OutcomeState.DONE),
        "drop": ({OutcomeState.TO_DO}, OutcomeState.DROPPED),
        "take_up": ({OutcomeState.DROPPED}, OutcomeState.TO_DO),
    }
)
# Done by being said; the others are a step that somebody takes, now or next week.
SAID = frozenset({OutcomeKind.INFORMATION, OutcomeKind.SIGNPOSTING, OutcomeKind.FORM_HELP})


class Slip(models.TextChoices):
    """How the slip of a signposting was given."""

    NONE = "", _("no slip")
    PRINTED = "printed", _("printed")
    EMAIL = "email", _("sent by e-mail")
    SMS = "sms", _("sent by message")


class UnmetReason(models.TextChoices):
    NO_SERVICE = "no_service", _("no service does this")
    NO_PLACE = "no_place", _("no place free")
    NOT_ENTITLED = "not_entitled", _("has no right to it")
    TOO_FAR = "too_far", _("too far, no transport")
    LANGUAGE = "language", _("nobody speaks the language")
    HOURS = "hours", _("hours that cannot be kept")
    COST = "cost", _("costs too much")
    DOCUMENTS = "documents", _("documents that are missing")
    REFUSED = "refused", _("the person does not want it")


class MediatorState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("mediator", "asked for")
    PRESENT = "present", pgettext_lazy("mediator", "here, or on the telephone")
    DONE = "done", pgettext_lazy("mediator", "done")
    UNAVAILABLE = "unavailable", pgettext_lazy("mediator", "not available")


MEDIATOR = Transitions(
    {
        "arrive": ({MediatorState.ASKED}, MediatorState.PRESENT),
        "finish": ({MediatorState.PRESENT}, MediatorState.DONE),
        "fail": ({MediatorState.ASKED}, MediatorState.UNAVAILABLE),
    }
)


class MediatorMode(models.TextChoices):
    IN_PERSON = "in_person", pgettext_lazy("mediator", "in person")
    PHONE = "phone", pgettext_lazy("mediator", "by telephone")


class NoMediator(models.TextChoices):
    NOBODY = "nobody", _("nobody for this language")
    BUSY = "busy", _("nobody free now")
    NO_ANSWER = "no_answer", _("nobody answers")
    NOT_WANTED = "not_wanted", _("the person does not want a mediator")


class ChargeState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("taking in charge", "to be decided")
    ACCEPTED = "accepted", pgettext_lazy("taking in charge", "accepted")
    REFUSED = "refused", pgettext_lazy("taking in charge", "refused")


CHARGE = Transitions(
    {
        "accept": ({ChargeState.PROPOSED}, ChargeState.ACCEPTED),
        "refuse": ({ChargeState.PROPOSED}, ChargeState.REFUSED),
    }
)
