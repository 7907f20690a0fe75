from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.cases.models import Case
from accanto.people.persons.models import Person
from accanto.steering.privacy.enums import RetentionState

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class RetentionReviewQuerySet(models.QuerySet["RetentionReview"]):
    def visible_to(self, user: "User") -> Self:
        """The privacy officer, without a name, those of the zone; who coordinates, those of their own cases."""
        if user.may("privacy.review"):
            return self
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))


class RetentionReview(models.Model):
    """A case whose term of retention has passed: somebody says until when it stays, or that it goes.

    Found by the nightly job; nothing is ever erased because a row stands here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="retention_review")
    number = models.CharField(max_length=12, help_text="of the case: who reviews may not see the case itself")
    closed_on = models.DateField()
    term = models.CharField(max_length=30, help_text="key in data/retention.yaml")
    due_on = models.DateField(help_text="first day after the term")
    held = models.BooleanField(default=False, help_text="a court hold covers somebody of the household")
    state = models.CharField(max_length=10, choices=RetentionState.choices, default=RetentionState.TO_REVIEW)
    keep_until = models.DateField(null=True)
    reason = models.TextField(blank=True)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RetentionReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.CheckConstraint(
                name="retention_kept_until_a_day",
                condition=Q(state="kept", keep_until__isnull=False) | ~Q(state="kept") & Q(keep_until=None),
            ),
            models.CheckConstraint(
                name="retention_decided_by_somebody",
                condition=Q(state="to_review") | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="retention_state_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class CourtHoldQuerySet(models.QuerySet["CourtHold"]):
    def visible_to(self, user: "User") -> Self:
        if user.may("privacy.review"):
            return self
        return self.filter(person__in=Person.objects.visible_to(user).values("pk"))


class CourtHold(models.Model):
    """An authority asks that nothing of a person be erased, from a day until another."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="court_holds")
    authority = models.CharField(max_length=200)
    reason = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="first day without the hold")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CourtHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-placed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="hold_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"
