from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.assessment.enums import Activability, AssessmentKind, AssessmentState, Moment
from accanto.casework.pathways.enums import Way
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        """That it exists; which of its sections one reads is said by `queries.reader_of`."""
        return self.filter(seen_by_context(user, depth=depth, context="case_id"))

    def standing(self) -> Self:
        """Without the interrupted ones, which say nothing of the household."""
        return self.exclude(state=AssessmentState.INTERRUPTED)


class InstrumentVersion(models.Model):
    """A published version of an instrument: its file never changes again, which `sha256` proves."""

    code = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    published_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Assessment(models.Model):
    """Answers of one pathway to one version of an instrument, at one moment."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pathway = models.ForeignKey("pathways.Pathway", models.CASCADE, related_name="assessments")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="assessments")
    kind = models.CharField(max_length=10, choices=AssessmentKind.choices)
    moment = models.CharField(max_length=6, choices=Moment.choices, default=Moment.ENTRY)
    instrument = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=8, choices=AssessmentState.choices, default=AssessmentState.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    interrupted_on = models.DateField(null=True)
    interrupted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    interruption_reason = models.CharField(max_length=300, blank=True)
    proposed_way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    decided_way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    decision_reason = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="assessment_closed_has_who_and_when",
                condition=Q(state="closed", closed_on__isnull=False, closed_by__isnull=False)
                | Q(state__in=["open", "stopped"], closed_on=None, closed_by=None),
            ),
            models.CheckConstraint(
                name="assessment_interrupted_has_who_when_and_why",
                condition=Q(state="stopped", interrupted_on__isnull=False, interrupted_by__isnull=False)
                & ~Q(interruption_reason="")
                | ~Q(state="stopped") & Q(interrupted_on=None, interrupted_by=None, interruption_reason=""),
            ),
            models.CheckConstraint(
                name="assessment_interrupted_after_it_was_begun",
                condition=Q(interrupted_on=None) | Q(interrupted_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="section_a_closed_has_a_way",
                condition=~Q(state="closed", kind="section_a") | ~Q(decided_way=""),
            ),
            models.UniqueConstraint(
                fields=["pathway", "kind"],
                name="one_assessment_at_entry",
                condition=Q(moment="entry") & ~Q(state="stopped"),
            ),
        ]
        indexes = [models.Index(fields=["kind", "closed_on"], name="assessment_kind_closed")]

    def __str__(self) -> str:
        return f"{self.kind} {self.opened_on}"


class UndoneClosing(models.Model):
    """A closing that was taken back: what was known between the two days stays true of those days. Rows are only
    added, so that a figure of the past says what it said then."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="undone_closings")
    closed_on = models.DateField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    reopened_on = models.DateField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["-reopened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="closing_undone_after_it_was_done", condition=Q(reopened_on__gte=F("closed_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.closed_on}–{self.reopened_on}"


class Answer(models.Model):
    """The present answer to one item, for the household or for one member. `version` grows with every change."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item", "person"], name="answer_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.version}"


class AnswerRevision(models.Model):
    """An answer as somebody wrote it, the present one included; rows are only added."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="revisions")
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="answer_revision_once")]
        indexes = [models.Index(fields=["at"], name="answer_revision_at")]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"


class MemberOutcome(models.Model):
    """What the preliminary analysis says of one member: can be activated to work or not, and why not."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="member_outcomes")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="+")
    activability = models.CharField(max_length=14, choices=Activability.choices, blank=True)
    exemption = models.CharField(max_length=40, blank=True, help_text="code in data/exemptions.yaml")
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "person"], name="member_outcome_once"),
            models.CheckConstraint(
                name="exempt_has_a_reason", condition=~Q(activability="exempt") | ~Q(exemption="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.activability}"
