from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.pathways.enums import ClockStart, Measure, PathwayState, Stage, Way
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class PathwayQuerySet(models.QuerySet["Pathway"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="case_id"))


class Pathway(models.Model):
    """The inclusion pathway of one positive outcome, inside a case.

    `source` is the id of the application that gave rise to it (a row of a storey above, so no foreign key).
    `clock_starts_on` is the day from which legal terms run and `clock_from` the event of that day: signature of the
    household's digital activation pact (PAD) for ADI, the outcome where that is not known. A renewal starts the
    clock again (`Renewal`) and leaves these as they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="pathways")
    measure = models.CharField(max_length=4, choices=Measure.choices)
    source = models.UUIDField(unique=True)
    protocol = models.CharField(max_length=60)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, related_name="pathways")
    outcome_on = models.DateField()
    submitted_on = models.DateField(null=True, help_text="day of the application, where the list told it")
    clock_starts_on = models.DateField()
    clock_from = models.CharField(max_length=12, choices=ClockStart.choices, default=ClockStart.OUTCOME)
    state = models.CharField(max_length=10, choices=PathwayState.choices, default=PathwayState.RUNNING)
    stage = models.CharField(max_length=14, choices=Stage.choices)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    closed_on = models.DateField(null=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    objects = PathwayQuerySet.as_manager()

    class Meta:
        ordering = ["-outcome_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="pathway_closed_has_a_date",
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on=None),
            )
        ]
        indexes = [
            models.Index(fields=["case", "state"], name="pathway_case_state"),
            models.Index(fields=["measure", "outcome_on"], name="pathway_measure_outcome"),
            models.Index(fields=["stage", "state"], name="pathway_stage_state"),
        ]

    def __str__(self) -> str:
        return self.protocol


class StageEntry(models.Model):
    """The pathway entered a stage. Never edited: every duration is the distance between two of these rows."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=14, choices=Stage.choices)
    entered_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["entered_on", "id"]
        verbose_name_plural = "stage entries"
        indexes = [models.Index(fields=["stage", "entered_on"], name="stage_entered")]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "stage"], name="stage_entered_once", condition=~Q(stage="review")
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.entered_on}"


class Renewal(models.Model):
    """The household signed a new digital activation pact: the terms of the first meeting run again. Never edited."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="renewals")
    pad_signed_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pad_signed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["pathway", "pad_signed_on"], name="renewal_once")]

    def __str__(self) -> str:
        return f"{self.pathway_id} {self.pad_signed_on}"
