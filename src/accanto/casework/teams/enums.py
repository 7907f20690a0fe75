from django.db import models
from django.utils.translation import gettext_lazy as _

from accanto.core.transitions import Transitions


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("concluded")
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
    DROPPED = "dropped", _("taken off the agenda")


ITEM_TRANSITIONS = Transitions(
    {
        # Until the meeting is held a decision may be corrected: it is decided again.
        "decide": ({ItemState.WAITING, ItemState.DISCUSSED}, ItemState.DISCUSSED),
        "postpone": ({ItemState.WAITING}, ItemState.POSTPONED),
        "drop": ({ItemState.WAITING}, ItemState.DROPPED),
    }
)


class TeamDecision(models.TextChoices):
    PROJECT = "project", _("write the project")
    EXTEND = "extend", _("confirm or extend the running project")
    DEEPEN = "deepen", _("deepen the assessment")
    SPECIALIST = "specialist", _("refer to a specialist service")
    SOCIAL_ONLY = "social_only", _("continue with the social service alone")
    CLOSE = "close", _("close")


# After these the team has nothing more to do with the household.
LAST_DECISIONS = frozenset({TeamDecision.SOCIAL_ONLY, TeamDecision.CLOSE})


class Membership(models.TextChoices):
    BASIC = "basic", _("basic member")
    EXTENDED = "extended", _("called by need")


class Need(models.TextChoices):
    """Why an extended member is called (zone plan 2018–2020, table 6)."""

    MENTAL_HEALTH = "mental_health", _("mental health")
    ADDICTIONS = "addictions", _("addictions")
    DISABILITY = "disability", _("disability and dependency")
    SCHOOL = "school", _("school")
    HOUSING = "housing", _("home")
    OTHER = "other", _("another need")
