from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class TraineeshipState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("traineeship", "planned")
    RUNNING = "running", pgettext_lazy("traineeship", "under way")
    ENDED = "ended", pgettext_lazy("traineeship", "ended")
    INTERRUPTED = "interrupted", pgettext_lazy("traineeship", "interrupted")


TRAINEESHIP_TRANSITIONS = Transitions(
    {
        "begin": ({TraineeshipState.PLANNED}, TraineeshipState.RUNNING),
        "end": ({TraineeshipState.RUNNING}, TraineeshipState.ENDED),
        "interrupt": ({TraineeshipState.PLANNED, TraineeshipState.RUNNING}, TraineeshipState.INTERRUPTED),
    }
)


class Ending(models.TextChoices):
    """How a tutor closes it."""

    ENDED = "ended", _("It is finished")
    INTERRUPTED = "interrupted", _("It is interrupted before its end")
