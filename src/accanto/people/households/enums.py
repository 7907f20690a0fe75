from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseholdKind(models.TextChoices):
    REGISTRY = "registry", _("registry household")
    ISEE = "isee", _("ISEE household")


class Relation(models.TextChoices):
    """Relation to the reference person."""

    REFERENCE = "reference", _("reference person")
    SPOUSE = "spouse", _("spouse")
    PARTNER = "partner", _("partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    SIBLING = "sibling", _("brother or sister")
    GRANDPARENT = "grandparent", _("grandparent")
    GRANDCHILD = "grandchild", _("grandchild")
    OTHER = "other", _("other member")
