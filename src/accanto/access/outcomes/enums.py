from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    POSITIVE = "positive", _("positive")
    LAPSED = "lapsed", _("lapsed")
    SUSPENDED = "suspended", pgettext_lazy("application", "suspended")
    IN_PROCESS = "in_process", _("in process")
    REJECTED = "rejected", _("rejected")


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    MAPPED = "mapped", _("columns confirmed")
    RUNNING = "running", _("running")
    DONE = "done", _("imported")
    FAILED = "failed", _("refused")


class CandidateState(models.TextChoices):
    OPEN = "open", _("to be decided")
    SAME = "same", _("the same person")
    DIFFERENT = "different", _("another person")


TO_ACCOMPANY = (Outcome.LAPSED, Outcome.SUSPENDED, Outcome.REJECTED)
"""Outcomes after which somebody should be called."""
