"""What only some kinds of report have: an eviction on a day, the order of a court."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.reports.enums import EvictionEnd
from accanto.access.reports.models.report import Report


class Eviction(models.Model):
    """A household must leave its home on a day; who lives there is counted as the institution says."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="eviction")
    execution_on = models.DateField()
    address = models.CharField(max_length=200, blank=True)
    members = models.PositiveSmallIntegerField(null=True)
    minors = models.PositiveSmallIntegerField(null=True)
    over_65 = models.PositiveSmallIntegerField(null=True)
    disabled = models.PositiveSmallIntegerField(null=True)
    end = models.CharField(max_length=12, choices=EvictionEnd.choices, blank=True)
    end_note = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    postponed_to = models.DateField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="eviction_end_has_its_facts",
                condition=Q(end="", ended_on=None, postponed_to=None, ended_by=None)
                | Q(
                    end="postponed",
                    postponed_to__isnull=False,
                    ended_on__isnull=False,
                    ended_by__isnull=False,
                )
                | Q(end__in=["carried_out", "solved"], ended_on__isnull=False, ended_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.execution_on}"


class EvictionMeasure(models.Model):
    """Something done for the household before or on the day; `code` is one of `data/measures.yaml`."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="measures")
    code = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    done_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["done_on", "id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.code}"


class CourtRequest(models.Model):
    """What a judge or a prosecutor asks, and by when, as the order says."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="court_request")
    court = models.CharField(max_length=160)
    proceeding = models.CharField(max_length=60, help_text="number of the proceeding")
    hearing_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text="last day for the report, as the order says")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_has_a_term",
                condition=Q(due_on__isnull=False) | Q(hearing_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.proceeding}"
