from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accanto.casework.training.enums import TraineeshipState
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

OPEN = (TraineeshipState.PLANNED, TraineeshipState.RUNNING)


class TraineeshipQuerySet(models.QuerySet["Traineeship"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, as a student or as a tutor; all of them to those who manage the staff."""
        if user.may("staff.manage"):
            return self.all()
        return self.filter(Q(tutor=user) | Q(student=user))


class Traineeship(models.Model):
    """A student learns beside a tutor, from–to (half-open); of the cases of the tutor sees those that are chosen."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    student = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="traineeships")
    tutor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="students")
    body = models.CharField(max_length=160, help_text="university or school, and the course")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="first day on which it no longer lasts")
    hours = models.PositiveSmallIntegerField(null=True, help_text="agreed with the university, in all")
    note = models.TextField(blank=True)
    state = models.CharField(
        max_length=12, choices=TraineeshipState.choices, default=TraineeshipState.PLANNED
    )
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = TraineeshipQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="traineeship_ends_after_start", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="nobody_is_their_own_tutor", condition=~Q(student=F("tutor"))),
            models.CheckConstraint(
                name="traineeship_state_has_its_facts",
                condition=Q(state="planned", begun_at=None, closed_at=None)
                | Q(state="running", begun_at__isnull=False, closed_at=None)
                | Q(state="ended", begun_at__isnull=False, closed_at__isnull=False)
                | Q(state="interrupted", closed_at__isnull=False) & ~Q(closing_reason=""),
            ),
            models.UniqueConstraint(
                fields=["student"], name="one_open_traineeship", condition=Q(state__in=["planned", "running"])
            ),
        ]
        indexes = [models.Index(fields=["tutor", "state"], name="traineeship_tutor_state")]

    def __str__(self) -> str:
        return f"{self.student_id} ← {self.tutor_id}"

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    @property
    def ends_at(self) -> datetime:
        """Midnight after the last day, by the clock of the zone: until then the student sees the cases."""
        return timezone.make_aware(datetime.combine(self.ends_on, time.min))


class TraineeCaseQuerySet(models.QuerySet["TraineeCase"]):
    def visible_to(self, user: "User") -> Self:
        mine = Q(traineeship__tutor=user) | Q(traineeship__student=user)
        return self.filter(mine, seen_by_context(user, context="case_id", unit="case__unit_id"))


class TraineeCase(models.Model):
    """A case that the tutor chose for the student, from–to, and why."""

    traineeship = models.ForeignKey(Traineeship, models.CASCADE, related_name="cases")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="trainee_cases")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = TraineeCaseQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["traineeship", "case"], name="case_chosen_once", condition=Q(ends_at=None)
            ),
            models.CheckConstraint(
                name="trainee_case_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
            models.CheckConstraint(name="case_chosen_for_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.traineeship_id} {self.case_id}"
