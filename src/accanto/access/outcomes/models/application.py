from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.outcomes.enums import CandidateState, Outcome
from accanto.access.outcomes.models.imports import OutcomeImport
from accanto.casework.pathways.enums import Measure
from accanto.people.matching.enums import Strength
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import apart_from, ids_from, seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: "User") -> Self:
        """Whoever follows the lists of the zone sees them all; others those of the cases that they read.

        A partner in the team is told what the team needs; codes and past outcomes of the household are not that.
        Where somebody stands of whom `user` may learn nothing, there is no application for them (decision 17).
        """
        rows = self.exclude(pk__in=ids_from("acc_withheld_from", user))
        if user.may("outcomes.view"):
            return rows
        return rows.filter(seen_by_context(user, depth=Depth.READ, context="case_id"))


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def told_to(self, user: "User") -> Self:
        """Without those that name somebody of whom `user` may learn nothing."""
        return self.exclude(person__in=apart_from(user))


class Application(models.Model):
    """An application to the national agency with its present outcome; its past is in ApplicationEvent.

    `fiscal_code` and names are as the list gave them; `person` once identity is decided; `case_id` once assigned.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.CharField(max_length=4, choices=Measure.choices)
    protocol = models.CharField(max_length=60)
    submitted_on = models.DateField(null=True)
    fiscal_code = models.CharField(max_length=20, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, related_name="applications")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    outcome_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    pad_signed_on = models.DateField(null=True)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="applications")
    household = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, related_name="applications"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="applications")
    outcome_import = models.ForeignKey(OutcomeImport, models.PROTECT, null=True, related_name="applications")
    created_at = models.DateTimeField()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-outcome_on", "protocol"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "protocol"], name="application_protocol_once"),
            models.CheckConstraint(
                name="positive_application_has_a_date",
                condition=~Q(outcome="positive") | Q(outcome_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "outcome", "municipality"], name="application_tally"),
            models.Index(fields=["fiscal_code"], name="application_fiscal_code"),
            models.Index(
                fields=["outcome_on"],
                name="application_to_assign",
                condition=Q(outcome="positive", case=None),
            ),
        ]

    def __str__(self) -> str:
        return self.protocol


class Applicant(models.Model):
    """A member of the household as the list gave it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="applicants")
    fiscal_code = models.CharField(max_length=20, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True)
    relation = models.CharField(max_length=12, blank=True, help_text="a households.Relation value")
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["application"], name="applicant_to_identify", condition=Q(person=None))
        ]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"


class ApplicationEvent(models.Model):
    """The outcome as one list told it; never edited. The table «on any date» is counted from these rows.

    `known_on` is the day from which the zone knew it: the import's day, or the outcome's own date for history.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    outcome_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    known_on = models.DateField()
    outcome_import = models.ForeignKey(OutcomeImport, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["known_on", "id"]
        indexes = [models.Index(fields=["application", "known_on"], name="event_application_known")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"


class Candidate(models.Model):
    """Somebody already known who may be this applicant; a person decides, and «not the same» is remembered."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="candidates")
    applicant = models.ForeignKey(Applicant, models.CASCADE, null=True, related_name="candidates")
    person = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    strength = models.CharField(
        max_length=12,
        choices=Strength.choices,
        blank=True,
        help_text="empty where the list had a rule of its own",
    )
    score = models.PositiveSmallIntegerField(help_text="points of the rule that compared them")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=CandidateState.choices, default=CandidateState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-score"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "applicant", "person"], name="candidate_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.score}"


class Accompaniment(models.Model):
    """A contact with somebody whose application was refused, suspended or lapsed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="accompaniments")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    done = models.BooleanField(default=False, help_text="nothing more to do")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"
