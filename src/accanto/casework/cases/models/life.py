"""How a case began, and when its work rested."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.cases.enums import OpeningSource, SuspensionReason, TransferKind
from accanto.casework.cases.models.case import Case


class CaseOpening(models.Model):
    """What led to a case, and why it was taken in charge. `source_id` is the row of the room that the source names."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="opening")
    source = models.CharField(max_length=14, choices=OpeningSource.choices)
    source_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    case_id: UUID

    def __str__(self) -> str:
        return f"{self.case_id} {self.source}"


class HandedSummary(models.Model):
    """What came out of a fence into an ordinary case: on whose mandate, until when, which help the family is to have.

    It leads to nothing behind the fence: the unit is a name, and the note a paper of this case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="summaries")
    kind = models.CharField(max_length=10, choices=TransferKind.choices)
    from_unit = models.CharField(max_length=160)
    entrusted_by = models.CharField(max_length=200)
    concluded_on = models.DateField()
    help_project = models.TextField()
    note = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    case_id: UUID

    class Meta:
        verbose_name_plural = "handed summaries"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="handed_summary_is_whole", condition=~Q(entrusted_by="") & ~Q(help_project="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_unit}"


class CaseSuspension(models.Model):
    """The work on a case rests, from–to; the last one of a suspended case has no end."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=14, choices=SuspensionReason.choices)
    note = models.CharField(max_length=500)
    starts_on = models.DateField()
    expected_on = models.DateField(help_text="when somebody looks again whether it goes on")
    suspended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_on = models.DateField(null=True)
    end_note = models.CharField(max_length=500, blank=True)
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    id: int
    case_id: UUID

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_running_suspension", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="case_suspension_ends_after_start",
                condition=Q(expected_on__gt=F("starts_on"))
                & (Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            ),
            models.CheckConstraint(
                name="suspension_ended_says_by_whom",
                condition=Q(ends_on=None, resumed_by=None, end_note="")
                | Q(ends_on__isnull=False, resumed_by__isnull=False) & ~Q(end_note=""),
            ),
            models.CheckConstraint(name="suspension_says_why", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_on}"
