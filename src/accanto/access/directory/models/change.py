from django.conf import settings
from django.db import models

from accanto.access.directory.enums import Change
from accanto.access.directory.models.entry import Entry


class EntryChange(models.Model):
    """What happened to an entry, when and by whom, with the words before and after: rows are only added.

    Where a place is secret the database takes its whereabouts out of all of them (`sql/secret.sql`).
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=Change.choices)
    fields = models.JSONField(default=dict, help_text="field → [before, after]")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["entry", "-at"], name="entry_change_at")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.what}"
