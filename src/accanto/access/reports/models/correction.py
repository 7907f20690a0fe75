from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.access.reports.enums import Moment
from accanto.access.reports.models.report import Report


class ReportCorrection(models.Model):
    """A day or an hour that terms are counted from was written wrongly: what stood there, what stands there now.

    Values are in ISO 8601: a moment in UTC, or a day; empty where nothing is written. Of how an eviction went: its end
    and the day.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections")
    what = models.CharField(max_length=16, choices=Moment.choices)
    was = models.CharField(max_length=40, blank=True)
    now = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="correction_changes_something", condition=~Q(was=F("now"))),
            models.CheckConstraint(name="correction_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.was} → {self.now}"
