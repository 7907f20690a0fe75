from uuid import uuid4

from django.conf import settings
from django.db import models

from accanto.foundation.documents.enums import DocumentKind


class Document(models.Model):
    """A stored file. `context` is the id of the case that gives the right to open it; without one only its author may.

    A document is never replaced: a change is a new document with the next `version` that says which one it `replaces`
    and why. The file on disk is encrypted with a key of its own, which stands here wrapped by the master key
    `key_name`; without a wrapped key the file is still plain, from before files were encrypted. `size` and `sha256`
    are those of the plain content.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    filename = models.CharField(
        max_length=130, blank=True, help_text="as the sender called it, made harmless"
    )
    file = models.FileField(upload_to="documents/%Y/%m/")
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    key_name = models.CharField(max_length=30, blank=True)
    wrapped_key = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)
    frozen = models.BooleanField(default=False)
    context = models.UUIDField(null=True, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="document_key_named",
                condition=models.Q(wrapped_key=None, key_name="")
                | (models.Q(wrapped_key__isnull=False) & ~models.Q(key_name="")),
            ),
            models.CheckConstraint(
                name="document_new_version_says_why",
                condition=models.Q(replaces=None) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
