from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class GiverKind(models.TextChoices):
    PERSON = "person", pgettext_lazy("giver", "a person")
    BODY = "body", pgettext_lazy("giver", "an association or a body")


class OfferState(models.TextChoices):
    OPEN = "open", pgettext_lazy("offer", "open")
    ENDED = "ended", pgettext_lazy("offer", "ended")


class Urgency(models.TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("need", "when it is possible")
    SOON = "soon", pgettext_lazy("need", "within this week")
    URGENT = "urgent", pgettext_lazy("need", "at once")


class NeedState(models.TextChoices):
    OPEN = "open", pgettext_lazy("need", "looking for somebody")
    COVERED = "covered", pgettext_lazy("need", "somebody does it")
    MET = "met", pgettext_lazy("need", "met")
    WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")


class Withdrawal(models.TextChoices):
    """Why nobody is looked for any more."""

    NOBODY = "nobody", _("nobody was found")
    OTHERWISE = "otherwise", _("it was solved in another way")
    NO_LONGER = "no_longer", _("it is no longer needed")


class MatchState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("match", "to be asked")
    ACCEPTED = "accepted", pgettext_lazy("match", "accepted")
    DECLINED = "declined", pgettext_lazy("match", "declined")
    FINISHED = "finished", pgettext_lazy("match", "finished")


class VisitState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "planned")
    DONE = "done", pgettext_lazy("visit", "done")
    MISSED = "missed", pgettext_lazy("visit", "not done")


NEED_TRANSITIONS = Transitions(
    {
        "cover": ({NeedState.OPEN}, NeedState.COVERED),
        "look_again": ({NeedState.COVERED}, NeedState.OPEN),
        "meet": ({NeedState.COVERED}, NeedState.MET),
        "withdraw": ({NeedState.OPEN}, NeedState.WITHDRAWN),
    }
)
MATCH_TRANSITIONS = Transitions(
    {
        "accept": ({MatchState.PROPOSED}, MatchState.ACCEPTED),
        "decline": ({MatchState.PROPOSED}, MatchState.DECLINED),
        "finish": ({MatchState.ACCEPTED}, MatchState.FINISHED),
    }
)
VISIT_TRANSITIONS = Transitions(
    {
        "do": ({VisitState.PLANNED}, VisitState.DONE),
        "miss": ({VisitState.PLANNED}, VisitState.MISSED),
    }
)
