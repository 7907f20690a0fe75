from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.people.persons.enums import Compartment, Depth, GrantReason
from accanto.people.persons.models.person import Person


class AccessGrant(models.Model):
    """Who may see whom, how deeply, why, from–to. `context` is the id of what gave the right (the case)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="access_grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="access_grants"
    )
    office = models.ForeignKey("bodies.Office", models.PROTECT, null=True, related_name="access_grants")
    depth = models.PositiveSmallIntegerField(choices=Depth.choices)
    reason = models.CharField(max_length=20, choices=GrantReason.choices)
    note = models.CharField(max_length=200, blank=True)
    context = models.UUIDField(null=True)
    compartment = models.CharField(
        max_length=20, choices=Compartment.choices, default=Compartment.ORDINARY, db_default="ordinary"
    )
    reaches = models.BooleanField(
        default=True,
        db_default=True,
        editable=False,
        help_text="kept by the database: false when person or case lie in a fenced compartment not carried",
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_to_a_user_or_an_office",
                condition=Q(user=None, office__isnull=False) | Q(user__isnull=False, office=None),
            ),
            models.CheckConstraint(
                name="grant_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["person", "user"], name="grant_person_user"),
            models.Index(fields=["person", "office"], name="grant_person_office"),
            models.Index(fields=["context", "user"], name="grant_context_user"),
            models.Index(fields=["context", "office"], name="grant_context_office"),
            models.Index(fields=["user", "context"], name="grant_user_context"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.office_id} → {self.person_id} ({self.reason})"
