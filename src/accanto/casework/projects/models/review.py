from django.conf import settings
from django.db import models

from accanto.casework.projects.enums import Fulfilment, GoalProgress
from accanto.casework.projects.models.content import Commitment, Goal
from accanto.casework.projects.models.project import Project


class Review(models.Model):
    """A periodic look at the project; immutable once recorded."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="reviews")
    held_on = models.DateField()
    notes = models.TextField(blank=True)
    next_review_on = models.DateField(null=True)
    assessment = models.OneToOneField(
        "assessment.Assessment",
        models.PROTECT,
        null=True,
        related_name="review",
        help_text="the six areas then",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.held_on}"


class CommitmentReview(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="commitments")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="reviews")
    fulfilment = models.CharField(max_length=6, choices=Fulfilment.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "commitment"], name="commitment_reviewed_once")
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.fulfilment}"


class GoalReview(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="goals")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="reviews")
    progress = models.CharField(max_length=12, choices=GoalProgress.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "goal"], name="goal_reviewed_once")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.progress}"
