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


# A revision of a project that has started goes back to running by its last signature, without a second start.
# What was never signed is abandoned; what was signed is closed, at whatever point.
PROJECT_TRANSITIONS = Transitions(
    {
        "propose": ({ProjectState.DRAFT}, ProjectState.PROPOSED),
        "withdraw": ({ProjectState.PROPOSED}, ProjectState.DRAFT),
        "complete_signatures": ({ProjectState.PROPOSED}, ProjectState.SIGNED),
        "complete_revision": ({ProjectState.PROPOSED}, ProjectState.RUNNING),
        "start": ({ProjectState.SIGNED}, ProjectState.RUNNING),
        "revise": ({ProjectState.SIGNED, ProjectState.RUNNING}, ProjectState.DRAFT),
        "suspend": ({ProjectState.RUNNING}, ProjectState.SUSPENDED),
        "resume": ({ProjectState.SUSPENDED}, ProjectState.RUNNING),
        "close": (
            {
                ProjectState.RUNNING,
                ProjectState.SUSPENDED,
                ProjectState.SIGNED,
                ProjectState.DRAFT,
                ProjectState.PROPOSED,
            },
            ProjectState.CLOSED,
        ),
        "abandon": ({ProjectState.DRAFT, ProjectState.PROPOSED}, ProjectState.CLOSED),
    }
)


class ContentChange(models.TextChoices):
    """Sentences: `%(text)s` is the piece."""

    SUMMARY = "summary", _("wrote the summary again")
    GOAL_ADDED = "goal_added", _("added the goal «%(text)s»")
    GOAL_CHANGED = "goal_changed", _("changed the goal «%(text)s»")
    GOAL_REMOVED = "goal_removed", _("took away the goal «%(text)s»")
    ACTION_ADDED = "action_added", _("added the action «%(text)s»")
    ACTION_CHANGED = "action_changed", _("changed the action «%(text)s»")
    ACTION_REMOVED = "action_removed", _("took away the action «%(text)s»")
    COMMITMENT_ADDED = "commitment_added", _("added the commitment «%(text)s»")
    COMMITMENT_CHANGED = "commitment_changed", _("changed the commitment «%(text)s»")
    COMMITMENT_REMOVED = "commitment_removed", _("took away the commitment «%(text)s»")
    SUPPORT_ADDED = "support_added", _("added the support «%(text)s»")
    SUPPORT_CHANGED = "support_changed", _("changed the support «%(text)s»")
    SUPPORT_REMOVED = "support_removed", _("took away the support «%(text)s»")
    PARTY_ADDED = "party_added", _("asked %(text)s to sign")
    PARTY_REMOVED = "party_removed", _("no longer asks %(text)s to sign")
    REPRESENTED = "represented", _("wrote who signs for %(text)s")
    REPRESENTED_NO_MORE = "unrepresented", _("wrote that %(text)s signs in person")
    EXTENDED = "extended", _("carried the project on into a new application")


class RepresentativeRole(models.TextChoices):
    """Who a court lets sign for an adult (Civil Code, articles 343, 392 and 404)."""

    SUPPORT_ADMINISTRATOR = "support", _("support administrator")
    GUARDIAN = "guardian", _("guardian")
    CURATOR = "curator", _("curator")


class ProjectKind(models.TextChoices):
    SOCIAL = "social", _("project of the social service")
    COMPLEX = "complex", _("project of the multidisciplinary team")


class SignatureKind(models.TextChoices):
    PAPER = "paper", _("on paper, scanned")
    DRAWN = "drawn", _("drawn on screen")
    TYPED = "typed", _("name typed on screen")


class Fulfilment(models.TextChoices):
    YES = "yes", _("kept")
    PARTLY = "partly", _("partly kept")
    NO = "no", _("not kept")


class GoalProgress(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    UNDER_WAY = "under_way", _("making headway")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("dropped")


class ActionState(models.TextChoices):
    OPEN = "open", _("to do")
    DONE = "done", _("carried out")
    CANCELLED = "cancelled", _("cancelled")


class ClosureOutcome(models.TextChoices):
    AUTONOMY = "autonomy", _("autonomy reached")
    PARTIAL = "partial", _("goals partly reached")
    OTHER_PATH = "other_path", _("continues in another pathway")
    MOVED = "moved", _("moved away")
    WITHDRAWN = "withdrawn", _("withdrawn by the household")
    BENEFIT_ENDED = "benefit_ended", _("benefit ended")
    DEATH = "death", _("death")
    ABANDONED = "abandoned", _("not carried on")
