from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.foundation.documents.models import Document
from accanto.steering.privacy.models.request import PersonRequest

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ExtractQuerySet(models.QuerySet["Extract"]):
    def visible_to(self, user: "User") -> Self:
        """Whoever sees the request; what the papers say is for whoever may prepare them (`extracting.may_prepare`)."""
        return self.filter(request__in=PersonRequest.objects.visible_to(user).values("pk"))


class Extract(models.Model):
    """What the zone keeps of a person, on paper and as data, in answer to a request of access (GDPR art. 15).

    Being prepared until it is issued; then it does not change any more. Its documents name no context: they open
    through the request alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.OneToOneField(PersonRequest, models.PROTECT, related_name="extract")
    covered = models.TextField(
        blank=True, help_text="further names to hide, one a line; emptied when it is issued"
    )
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was told")
    paper = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    data = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    objects = ExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="extract_issued_by_somebody",
                condition=(
                    Q(issued_at=None, issued_by=None, fingerprint="")
                    | Q(issued_at__isnull=False, issued_by__isnull=False, covered="") & ~Q(fingerprint="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.issued_at or ''}".strip()


class ExtractOmission(models.Model):
    """A section that is left out of an extract, on which ground and why: it stays in the record."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="omissions")
    section = models.CharField(max_length=30, help_text="code of a section (`persons.extracts`)")
    ground = models.CharField(max_length=30, help_text="key in data/extract_grounds.yaml")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["extract", "section"], name="section_left_out_once"),
            models.CheckConstraint(name="section_left_out_with_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.section} ({self.ground})"
