from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class RelationKind(models.TextChoices):
    """What the first is to the second."""

    PARENT = "parent", _("parent of")
    SPOUSE = "spouse", _("married to")
    PARTNER = "partner", _("lives as a couple with")
    SEPARATED = "separated", _("separated from")
    SIBLING = "sibling", _("brother or sister of")
    GUARDIAN = "guardian", _("guardian of")
    OTHER = "other", _("close to, without being a relative of")


class BondQuality(models.TextChoices):
    """How two people are with one another, as the worker sees it. Violence is told only to those who work on it."""

    CLOSE = "close", _("very close")
    CONFLICT = "conflict", _("in conflict")
    INTERRUPTED = "interrupted", _("interrupted")
    VIOLENCE = "violence", _("violence")


class ReportState(models.TextChoices):
    """Of a social report."""

    DRAFT = "draft", pgettext_lazy("social report", "being written")
    SIGNED = "signed", pgettext_lazy("social report", "signed")
    REPLACED = "replaced", pgettext_lazy("social report", "replaced by a new version")
    DROPPED = "dropped", pgettext_lazy("social report", "not finished")


REPORT_TRANSITIONS = Transitions(
    {
        "sign": ({ReportState.DRAFT}, ReportState.SIGNED),
        "replace": ({ReportState.SIGNED}, ReportState.REPLACED),
        "drop": ({ReportState.DRAFT}, ReportState.DROPPED),
    }
)


class Ending(models.TextChoices):
    """Why something of a family no longer stands."""

    ENDED = "ended", _("It is no longer so")
    MISTAKEN = "mistaken", _("It was written by mistake")
