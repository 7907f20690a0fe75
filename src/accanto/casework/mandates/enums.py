from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class MeasureState(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", pgettext_lazy("measure", "ended")


MEASURE_TRANSITIONS = Transitions({"end": ({MeasureState.IN_FORCE}, MeasureState.ENDED)})


class MeasureEnding(models.TextChoices):
    """How a measure stops."""

    EXPIRED = "expired", _("Its term has passed")
    REVOKED = "revoked", _("The court revoked it")
    REPLACED = "replaced", _("Another measure takes its place")
    FULFILLED = "fulfilled", _("What it asked for was done")


class ConcernedRole(models.TextChoices):
    """As what somebody stands in an order."""

    MINOR = "minor", _("minor")
    PARENT = "parent", _("parent")
    HOLDER = "holder", _("holder of parental responsibility")
    CURATOR = "curator", _("special curator")
    ADULT = "adult", _("adult")


class Told(models.TextChoices):
    """To whom the name of the responsible person is communicated (L. 184/1983 art. 5-bis)."""

    COURT = "court", _("the judge")
    PARENTS = "parents", _("the parents")
    HOLDERS = "holders", _("who holds parental responsibility")
    CURATOR = "curator", _("the special curator")
    PLACED_WITH = "placed_with", _("whoever the child lives with")
    PROSECUTOR = "prosecutor", _("the public prosecutor")


class Kept(models.TextChoices):
    YES = "yes", pgettext_lazy("prescription", "kept")
    PARTLY = "partly", pgettext_lazy("prescription", "partly kept")
    NO = "no", pgettext_lazy("prescription", "not kept")


class TermState(models.TextChoices):
    OPEN = "open", pgettext_lazy("term", "running")
    DONE = "done", pgettext_lazy("term", "no report is due any more")


TERM_TRANSITIONS = Transitions({"finish": ({TermState.OPEN}, TermState.DONE)})


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("court report", "being written")
    SIGNED = "signed", pgettext_lazy("court report", "signed, to be sent")
    SENT = "sent", pgettext_lazy("court report", "sent")


REPORT_TRANSITIONS = Transitions(
    {
        "sign": ({ReportState.DRAFT}, ReportState.SIGNED),
        "send": ({ReportState.SIGNED}, ReportState.SENT),
    }
)


class Speaker(models.TextChoices):
    """Whose words a report tells (Code of civil procedure, art. 473-bis.27)."""

    PARTY = "party", _("a party")
    MINOR = "minor", _("the minor")
    THIRD = "third", _("a third person")


class Channel(models.TextChoices):
    TELEMATIC = "telematic", _("online filing")
    CERTIFIED_MAIL = "certified_mail", _("certified e-mail")
    BY_HAND = "by_hand", _("handed in at the registry")


class HearingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("hearing", "fixed")
    HELD = "held", pgettext_lazy("hearing", "held")
    POSTPONED = "postponed", pgettext_lazy("hearing", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("hearing", "cancelled")


HEARING_TRANSITIONS = Transitions(
    {
        "hold": ({HearingState.PLANNED}, HearingState.HELD),
        "postpone": ({HearingState.PLANNED}, HearingState.POSTPONED),
        "cancel": ({HearingState.PLANNED}, HearingState.CANCELLED),
    }
)


class OfficeHeld(models.TextChoices):
    """Who acts for an adult by decree (Civil Code, articles 343, 392 and 404)."""

    SUPPORT = "support", _("support administrator")
    GUARDIAN = "guardian", _("guardian")
    CURATOR = "curator", _("curator")


class Power(models.TextChoices):
    INCOME = "income", _("collects pension and other income")
    ACCOUNTS = "accounts", _("manages accounts and ordinary expenses")
    BENEFITS = "benefits", _("applies for benefits and services")
    CARE = "care", _("signs contracts of care and admission to a facility")
    HOUSING = "housing", _("manages the home and its contracts")
    HEALTH = "health", _("gives consent to treatment")
    TAXES = "taxes", _("deals with taxes and public offices")
    PROPERTY = "property", _("sells or buys property, authorised by the judge")
    LAWSUITS = "lawsuits", _("goes to court, authorised by the judge")
