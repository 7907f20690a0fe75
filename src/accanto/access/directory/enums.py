from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accanto.core.transitions import Transitions


class EntryState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("entry of the directory", "draft")
    PUBLISHED = "published", pgettext_lazy("entry of the directory", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("entry of the directory", "withdrawn")


ENTRY_TRANSITIONS = Transitions(
    {
        "publish": ({EntryState.DRAFT, EntryState.WITHDRAWN}, EntryState.PUBLISHED),
        "withdraw": ({EntryState.DRAFT, EntryState.PUBLISHED}, EntryState.WITHDRAWN),
        "change": ({EntryState.DRAFT, EntryState.PUBLISHED}, EntryState.DRAFT),
        "assure": ({EntryState.PUBLISHED}, EntryState.PUBLISHED),
    }
)


class Target(models.TextChoices):
    """For whom a service is; none said means everybody."""

    FAMILIES = "families", _("families with children")
    MINORS = "minors", _("children and young people")
    ADULTS = "adults", _("adults")
    ELDERLY = "elderly", _("elderly people")
    DISABLED = "disabled", _("people with a disability")
    WOMEN = "women", _("women")
    FOREIGNERS = "foreigners", _("people from other countries")
    HOMELESS = "homeless", _("people without a home")
    CAREGIVERS = "caregivers", _("those who care for a relative")


class Fee(models.TextChoices):
    UNKNOWN = "unknown", _("nobody has asked yet")
    FREE = "free", _("free")
    PAID = "paid", _("to be paid")
    BY_ISEE = "by_isee", _("depends on the ISEE")


class Change(models.TextChoices):
    """What happened to an entry, as its history tells it."""

    WRITTEN = "written", _("written down")
    CHANGED = "changed", _("changed")
    ASSURED = "assured", _("checked: all still right")
    PUBLISHED = "published", pgettext_lazy("what happened to an entry", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("what happened to an entry", "withdrawn")
    IMPORTED = "imported", _("taken over from another directory")
