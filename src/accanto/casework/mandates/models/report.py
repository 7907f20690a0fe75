from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.mandates.enums import Channel, HearingState, ReportState, Speaker, TermState
from accanto.casework.mandates.models.measure import Measure
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ReportTerm(models.Model):
    """A term as this order writes it: one report by `from_on`, or one `every_months` counted from `from_on`.

    `due_on` is the report that is due now, the (`sent` + 1)th; months are always counted from the beginning, so that
    the end of a short month never moves the next term. `by_law`: the order is silent and the law's ceiling stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="terms")
    from_on = models.DateField()
    every_months = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True, help_text="as the order says it")
    by_law = models.BooleanField(default=False)
    sent = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=6, choices=TermState.choices, default=TermState.OPEN)
    changed_on = models.DateField(null=True, help_text="day of the later order that changed it")
    changed_by_order = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="open_term_has_a_day",
                condition=Q(state="open", due_on__isnull=False) | Q(state="done", due_on=None),
            ),
            models.CheckConstraint(
                name="term_interval_is_a_month_at_least",
                condition=Q(every_months=None) | Q(every_months__gte=1),
            ),
            models.CheckConstraint(
                name="changed_term_names_the_order",
                condition=Q(changed_on=None) | Q(state="done") & ~Q(changed_by_order=""),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="report_term_due", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.due_on}"


class CourtReportQuerySet(models.QuerySet["CourtReport"]):
    def visible_to(self, user: "User", depth: int = Depth.READ) -> Self:
        return self.filter(
            seen_by_context(user, depth=depth, context="measure__case_id", unit="measure__case__unit_id")
        )


class CourtReport(models.Model):
    """What the service tells the court, in three parts kept distinct (Code of civil procedure, art. 473-bis.27).

    `revision` grows with every save: whoever saves says which one they read. Words between [[ and ]] are told to the
    court and left out of the copy for the parties. After signing nothing changes: a correction is another version.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reports")
    term = models.ForeignKey(ReportTerm, models.PROTECT, null=True, related_name="reports")
    term_due_on = models.DateField(null=True, help_text="which of the terms it answers")
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    change_reason = models.CharField(max_length=300, blank=True)
    facts = models.TextField(blank=True)
    nobody_heard = models.CharField(max_length=300, blank=True, help_text="why there are no statements")
    evaluations = models.TextField(blank=True)
    personality = models.BooleanField(default=False, help_text="the evaluations judge somebody’s personality")
    instruments = models.TextField(blank=True, help_text="objective data and protocols on which they rest")
    state = models.CharField(max_length=6, choices=ReportState.choices, default=ReportState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the content")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    copy = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True)
    channel = models.CharField(max_length=14, choices=Channel.choices, blank=True)
    protocol = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    objects = CourtReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-version"]
        constraints = [
            models.CheckConstraint(
                name="court_report_state_has_its_facts",
                condition=Q(state="draft", signed_at=None, document=None, copy=None, sent_on=None)
                | Q(state="signed", signed_at__isnull=False, document__isnull=False, sent_on=None)
                | Q(state="sent", signed_at__isnull=False, document__isnull=False, sent_on__isnull=False)
                & ~Q(channel=""),
            ),
            models.CheckConstraint(
                name="corrected_report_says_why", condition=Q(replaces=None) | ~Q(change_reason="")
            ),
            models.UniqueConstraint(
                fields=["term", "term_due_on"],
                name="one_draft_for_a_term",
                condition=Q(state="draft", term__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} v{self.version}"


class Statement(models.Model):
    """Words of somebody, told as theirs. `withheld`: for the court alone, not in the copy for the parties."""

    report = models.ForeignKey(CourtReport, models.CASCADE, related_name="statements")
    who = models.CharField(max_length=160)
    speaker = models.CharField(max_length=6, choices=Speaker.choices, default=Speaker.PARTY)
    said_on = models.DateField(null=True)
    text = models.TextField()
    withheld = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.who


class Hearing(models.Model):
    """The court hears the parties at a moment, in a place."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="hearings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    about = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=HearingState.choices, default=HearingState.PLANNED)
    outcome = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    moved_to = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_from")
    appointment = models.OneToOneField(
        "cases.Appointment",
        models.PROTECT,
        null=True,
        related_name="hearing",
        help_text="the time of those who go; it names no case",
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="settled_hearing_says_how",
                condition=Q(state="planned", settled_at=None, outcome="")
                | ~Q(state="planned") & Q(settled_at__isnull=False) & ~Q(outcome=""),
            ),
            models.UniqueConstraint(fields=["measure", "starts_at"], name="hearing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.starts_at:%Y-%m-%d %H:%M}"


class HearingOperator(models.Model):
    """Who of the service goes."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="operators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["hearing", "user"], name="operator_goes_once")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.hearing_id}"
