from django.db import models
from django.utils.translation import gettext_lazy as _

from accanto.core.transitions import Transitions


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


MEETING_TRANSITIONS = Transitions(
    {
        "hold": ({MeetingState.PLANNED}, MeetingState.HELD),
        "cancel": ({MeetingState.PLANNED}, MeetingState.CANCELLED),
    }
)


class ItemState(models.TextChoices):
    WAITING = "waiting", _("to be discussed")
    DISCUSSED = "discussed", _("discussed")
    POSTPONED = "postponed", _("postponed")


ITEM_TRANSITIONS = Transitions(
    {
        "decide": ({ItemState.WAITING}, ItemState.DISCUSSED),
        "postpone": ({ItemState.WAITING}, ItemState.POSTPONED),
    }
)


class TeamDecision(models.TextChoices):
    PROJECT = "project", _("write the project")
    EXTEND = "extend", _("confirm or extend the running project")
    DEEPEN = "deepen", _("deepen the assessment")
    SPECIALIST = "specialist", _("refer to a specialist service")
    SOCIAL_ONLY = "social_only", _("continue with the social service alone")
    CLOSE = "close", _("close")


class Membership(models.TextChoices):
    BASIC = "basic", _("basic member")
    EXTENDED = "extended", _("called by need")
