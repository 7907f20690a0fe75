from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class AssessmentState(models.TextChoices):
    """An interrupted assessment stays as it was left: it is not closed, decides nothing, and is not taken up again."""

    OPEN = "open", _("being filled")
    CLOSED = "closed", pgettext_lazy("assessment", "closed")
    INTERRUPTED = "stopped", pgettext_lazy("assessment", "interrupted")


ASSESSMENT_TRANSITIONS = Transitions(
    {
        "close": ({AssessmentState.OPEN}, AssessmentState.CLOSED),
        "reopen": ({AssessmentState.CLOSED}, AssessmentState.OPEN),
        "interrupt": ({AssessmentState.OPEN}, AssessmentState.INTERRUPTED),
    }
)


class AssessmentKind(models.TextChoices):
    """The code of an instrument in `data/instruments/`."""

    SECTION_A = "section_a", _("Section A: preliminary analysis")
    SECTION_B = "section_b", _("Section B: in-depth framework")
    SIX_AREAS = "six_areas", _("Six areas")


class Moment(models.TextChoices):
    ENTRY = "entry", _("at entry")
    REVIEW = "review", _("during")
    EXIT = "exit", _("at exit")


class Activability(models.TextChoices):
    UNKNOWN = "", _("to be decided")
    ACTIVABLE = "activable", _("can be activated to work")
    EXEMPT = "exempt", _("exempt")
    NOT_ACTIVABLE = "not_activable", _("cannot be activated now")


class Area(models.TextChoices):
    """The six domains of the multidimensional assessment (D.Lgs 147/2017 art. 5)."""

    FUNCTIONING = "functioning", _("health and autonomy")
    ECONOMIC = "economic", _("economy")
    WORK = "work", _("work")
    EDUCATION = "education", _("school and training")
    HOUSING = "housing", _("home")
    NETWORKS = "networks", _("family and networks")


class Audience(models.TextChoices):
    """For whom a section is meant; `data/audiences.yaml` says which body reads which."""

    EVERYONE = "everyone", _("the whole team")
    SOCIAL = "social", _("social service only")
    WORK = "work", _("social service and employment centre")
    HEALTH = "health", _("social service and health service")
