from django.db import models
from django.utils.translation import gettext_lazy as _

from accanto.core.transitions import Transitions


class ProjectState(models.TextChoices):
    DRAFT = "draft", _("being written")
    PROPOSED = "proposed", _("to be signed")
    SIGNED = "signed", _("signed")
    RUNNING = "running", _("running")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


PROJECT_TRANSITIONS = Transitions(
    {
        "propose": ({ProjectState.DRAFT}, ProjectState.PROPOSED),
        "withdraw": ({ProjectState.PROPOSED}, ProjectState.DRAFT),
        "complete_signatures": ({ProjectState.PROPOSED}, ProjectState.SIGNED),
        "start": ({ProjectState.SIGNED}, ProjectState.RUNNING),
        "revise": ({ProjectState.SIGNED, ProjectState.RUNNING}, ProjectState.DRAFT),
        "suspend": ({ProjectState.RUNNING}, ProjectState.SUSPENDED),
        "resume": ({ProjectState.SUSPENDED}, ProjectState.RUNNING),
        "close": ({ProjectState.RUNNING, ProjectState.SUSPENDED, ProjectState.SIGNED}, ProjectState.CLOSED),
    }
)


class ProjectKind(models.TextChoices):
    SOCIAL = "social", _("project of the social service")
    COMPLEX = "complex", _("project of the multidisciplinary team")


class SignatureKind(models.TextChoices):
    PAPER = "paper", _("on paper, scanned")
    DRAWN = "drawn", _("on screen")


class Fulfilment(models.TextChoices):
    YES = "yes", _("kept")
    PARTLY = "partly", _("partly kept")
    NO = "no", _("not kept")


class GoalProgress(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    UNDER_WAY = "under_way", _("under way")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("dropped")


class ActionState(models.TextChoices):
    OPEN = "open", _("to do")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class ClosureOutcome(models.TextChoices):
    AUTONOMY = "autonomy", _("autonomy reached")
    PARTIAL = "partial", _("goals partly reached")
    OTHER_PATH = "other_path", _("continues in another pathway")
    MOVED = "moved", _("moved away")
    WITHDRAWN = "withdrawn", _("withdrawn by the household")
    BENEFIT_ENDED = "benefit_ended", _("benefit ended")
    DEATH = "death", _("death")
