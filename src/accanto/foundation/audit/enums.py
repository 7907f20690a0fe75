from django.db import models
from django.utils.translation import gettext_lazy as _


class Operation(models.TextChoices):
    """What happened to a row. BULK: the owner loaded many rows without their history; the line says how many."""

    INSERT = "I", _("row written")
    UPDATE = "U", _("row changed")
    DELETE = "D", _("row removed")
    BULK = "B", _("loaded in bulk, without single lines")
    ERASE = "E", _("words erased from the record")


class ReadingKind(models.TextChoices):
    OPENED = "opened", _("opened")
    LISTED = "listed", _("seen in a list")
    SEARCHED = "searched", _("found by a search")
    TAKEN = "taken", _("taken away as a file")
    REVEALED = "revealed", _("name shown for a review")


class RecordKind(models.IntegerChoices):
    CHANGE = 1, _("writing")
    READING = 2, _("reading")
