from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q

from accanto.foundation.audit.enums import ReadingKind


class Reading(models.Model):
    """Somebody was shown personal data: who, whom, on which page, by which right, from where, when.

    `context` is the case that was opened, `subjects` the persons and cases that the page named. Written by the function
    `audit_read` alone, at the end of the request that showed them.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    xid = models.BigIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8, choices=ReadingKind.choices)
    page = models.CharField(max_length=60, help_text="name of the address")
    context = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField(), default=list)
    hits = models.IntegerField(default=0)
    query = models.CharField(max_length=64, blank=True, help_text="keyed hash of the words searched for")
    right = models.CharField(max_length=20, blank=True, help_text="reason of the grant that opened it")
    depth = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="what the reader wrote, where a reason is asked")
    address = models.GenericIPAddressField(null=True)
    request = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            BrinIndex(fields=["xid"], name="reading_xid", autosummarize=True, pages_per_range=32),
            models.Index(fields=["user", "at"], name="reading_user_at"),
            models.Index(
                fields=["context", "at"], name="reading_context_at", condition=Q(context__isnull=False)
            ),
            models.Index(fields=["at"], name="reading_at"),
            GinIndex(fields=["subjects"], name="reading_subjects"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.page}"
