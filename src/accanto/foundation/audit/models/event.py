from django.conf import settings
from django.db import models


class Event(models.Model):
    """One thing that happened, told once and never edited; the timeline of a case is made of these rows.

    `verb` is a registered code (`accanto.foundation.audit.verbs`); `params` fill its sentence. `context` is the id of
    the case (or of what else gives the right to see it).
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    context = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    important = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["context", "-at"], name="event_context_at"),
            models.Index(fields=["subject", "-at"], name="event_subject_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
