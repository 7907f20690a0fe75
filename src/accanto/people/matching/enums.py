from django.db import models
from django.utils.translation import gettext_lazy as _

from accanto.core.transitions import Transitions


class Strength(models.TextChoices):
    """How alike two records are."""

    SAME = "same", _("the same")
    VERY_ALIKE = "very_alike", _("very alike")
    ALIKE = "alike", _("alike")


class PairState(models.TextChoices):
    """What became of a proposal: somebody must look, or somebody has."""

    OPEN = "open", _("to be looked at")
    LEFT = "left", _("set aside")
    SAME = "same", _("the same person")
    DIFFERENT = "different", _("two people")


PAIR = Transitions(
    {
        "leave": ({PairState.OPEN}, PairState.LEFT),
        "reopen": ({PairState.LEFT, PairState.SAME, PairState.DIFFERENT}, PairState.OPEN),
        "link": ({PairState.OPEN, PairState.LEFT, PairState.DIFFERENT}, PairState.SAME),
        "part": ({PairState.OPEN, PairState.LEFT, PairState.SAME}, PairState.DIFFERENT),
    }
)
