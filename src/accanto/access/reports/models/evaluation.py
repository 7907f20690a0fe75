from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.reports.enums import Channel, OutcomeKind
from accanto.access.reports.models.report import Report


class Evaluation(models.Model):
    """What the service found, in the three parts that art. 473-bis.27 c.p.c. keeps apart; signed, it stays as it is."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="evaluation")
    facts = models.TextField(blank=True)
    statements = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evaluation_signed_by_somebody",
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(facts="") & ~Q(assessment=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version}"


class ReportAnswer(models.Model):
    """A letter to whoever reported, or the report to a court: frozen when it is written, then sent."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="report_answer")
    body = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    proof = models.CharField(max_length=120, blank=True, help_text="protocol or receipt of the sending")

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="answer_sent_somehow",
                condition=Q(sent_at=None, sent_channel="") | Q(sent_at__isnull=False) & ~Q(sent_channel=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.written_at:%Y-%m-%d}"


class ReportOutcome(models.Model):
    """What became of a report; the case, if any, stands on the report."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="outcome")
    kind = models.CharField(max_length=14, choices=OutcomeKind.choices)
    reason = models.TextField(blank=True)
    body = models.CharField(max_length=160, blank=True, help_text="the body that is competent")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outcome_has_its_reason",
                condition=Q(kind__in=["new_case", "existing_case"])
                | Q(kind="archived") & ~Q(reason="")
                | Q(kind="other_body") & ~Q(body=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"
