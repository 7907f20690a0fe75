from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.projects.enums import ActionState
from accanto.casework.projects.models.project import Project

M = TypeVar("M", bound=models.Model)


class PieceQuerySet(models.QuerySet[M]):
    def present(self) -> Self:
        return self.filter(removed_at=None)


class Piece(models.Model):
    """Something that a project holds. Once a version has been frozen it is taken away by a date, never deleted."""

    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Goal(Piece):
    """What shall change, in the words of the family, in one of the six areas."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="goals")
    area = models.CharField(max_length=30, help_text="code in the six-areas instrument")
    text = models.CharField(max_length=400)
    expected_result = models.CharField(max_length=400, blank=True)
    expected_by = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Action(Piece):
    """Who does what, by when, for a goal: a member, an operator or a body."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=400)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    done_on = models.DateField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="action_by_exactly_one",
                condition=Q(person__isnull=False, user=None, organisation=None)
                | Q(person=None, user__isnull=False, organisation=None)
                | Q(person=None, user=None, organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="action_done_has_a_date", condition=~Q(state="done") | Q(done_on__isnull=False)
            ),
            models.CheckConstraint(
                name="action_cancelled_has_a_reason", condition=~Q(state="cancelled") | ~Q(cancel_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Commitment(Piece):
    """What one member undertakes; reviews say whether it was kept."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="commitments")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Support(Piece):
    """A service of the catalogue that the project gives, to the household or to one member."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="supports")
    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="+")
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    fund = models.ForeignKey("funding.Fund", models.PROTECT, null=True, related_name="+")
    plan_line = models.ForeignKey("funding.PlanLine", models.PROTECT, null=True, related_name="+")
    quantity = models.CharField(max_length=120, blank=True, help_text="in words: 3 hours a week")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="support_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} → {self.project_id}"
