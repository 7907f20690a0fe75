from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.steering.privacy.enums import FindingState


class Finding(models.Model):
    """What one operator opened on one day that a rule of `data/patterns.yaml` finds out of pattern.

    `evidence` lists the openings ({at, context, subject, page, right, depth, address}): ids, never a name.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    rule = models.CharField(max_length=30)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    evidence = models.JSONField(default=list)
    people = models.PositiveIntegerField(help_text="how many different cases and persons")
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.TO_REVIEW)
    found_at = models.DateTimeField()
    due_on = models.DateField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "-day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "user", "day"], name="one_finding_per_rule_user_day"),
            models.CheckConstraint(
                name="finding_reviewed_by_somebody",
                condition=Q(state="to_review") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="finding_state_due")]

    def __str__(self) -> str:
        return f"{self.rule} {self.user_id} {self.day}"


class Review(models.Model):
    """What was decided of a finding, by whom and why; written once."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=FindingState.choices)
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.outcome}"
