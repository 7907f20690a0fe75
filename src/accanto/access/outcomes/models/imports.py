from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.outcomes.enums import ImportState, Outcome
from accanto.casework.pathways.enums import Measure


class OutcomeSource(models.Model):
    """Where lists come from; remembers which column means what (`mapping`: our field → their heading)."""

    name = models.CharField(max_length=120, unique=True)
    mapping = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OutcomeImport(models.Model):
    """One list: the file as received, how it was read, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    source = models.ForeignKey(OutcomeSource, models.PROTECT, related_name="imports")
    measure = models.CharField(max_length=4, choices=Measure.choices)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    reading = models.JSONField(default=dict, help_text="encoding, separator, sheets, formats, mapping")
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="null: the command line",
    )
    finished_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="import_over_has_a_time",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | ~Q(state__in=["done", "failed"]) & Q(finished_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.filename


class RejectedRow(models.Model):
    """A row that was refused, whole, so that it can be mended and imported again."""

    outcome_import = models.ForeignKey(OutcomeImport, models.CASCADE, related_name="rejected_rows")
    sheet = models.CharField(max_length=80, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["sheet", "row", "id"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class ListTotal(models.Model):
    """A total that the list itself states (null municipality: column total; null outcome: row total)."""

    outcome_import = models.ForeignKey(OutcomeImport, models.CASCADE, related_name="totals")
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    stated = models.PositiveIntegerField()
    computed = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outcome_import", "municipality", "outcome"],
                name="list_total_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.stated} / {self.computed}"
