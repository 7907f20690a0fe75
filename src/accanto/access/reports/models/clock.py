from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.access.reports.enums import ClockOwner
from accanto.access.reports.models.report import Report


class ReportClock(models.Model):
    """One term of a report, to the hour: from when to when, whose act it waits for, which rule says so.

    `code` is a term of the report's kind. Hours are elapsed hours; a term in days ends when its last day ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="clocks")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    owner = models.CharField(max_length=12, choices=ClockOwner.choices)
    position = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    whole_days = models.BooleanField(default=False, help_text="it ends with a day, not at an hour")
    provisional = models.BooleanField(
        default=False, help_text="counted from the latest moment of an act that is not known yet"
    )
    rule = models.CharField(max_length=200)
    from_memory = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True, help_text="the term no longer matters, `note` says why")

    class Meta:
        ordering = ["position", "due_at"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="one_clock_of_a_kind"),
            models.CheckConstraint(
                name="clock_does_not_run_backwards", condition=Q(due_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(name="clock_ends_once", condition=Q(done_at=None) | Q(dropped_at=None)),
            models.CheckConstraint(
                name="clock_dropped_for_a_reason", condition=Q(dropped_at=None) | ~Q(note="")
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="clock_running", condition=Q(done_at=None, dropped_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def running(self) -> bool:
        return self.done_at is None and self.dropped_at is None
