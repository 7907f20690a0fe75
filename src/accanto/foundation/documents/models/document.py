from uuid import uuid4

from django.conf import settings
from django.db import models

from accanto.foundation.documents.enums import DocumentKind


class Document(models.Model):
    """A stored file. `context` is the id of the case that gives the right to open it; without one only its author may.

    A frozen document is never replaced: a change is a new document with the next `version`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="documents/%Y/%m/")
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    frozen = models.BooleanField(default=False)
    context = models.UUIDField(null=True, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title
