from datetime import date, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accanto.casework.mandates.enums import ConcernedRole, Kept, MeasureEnding, MeasureState, Told
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: "User", depth: int = Depth.READ) -> Self:
        """What a court decided is for those who read the case; partners of a team do not."""
        return self.filter(seen_by_context(user, depth=depth, context="case_id", unit="case__unit_id"))

    def in_force(self) -> Self:
        return self.filter(state=MeasureState.IN_FORCE)


class Measure(models.Model):
    """What a court ordered for somebody of a case. `kind` is a key of data/kinds.yaml.

    Periods are half-open: `ends_on` is the first day on which it no longer holds. `begun_on`: when the proceedings
    began, which decides whether art. 5-bis applies to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="measures")
    authority = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    register_number = models.CharField(max_length=40, blank=True, help_text="of the proceedings (R.G.)")
    order_number = models.CharField(max_length=40, blank=True)
    order_on = models.DateField()
    received_at = models.DateTimeField(help_text="when the order was notified to the service")
    begun_on = models.DateField(null=True)
    mandate = models.TextField(help_text="what the court asks of the service, in the words of the order")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    duration_words = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=MeasureState.choices, default=MeasureState.IN_FORCE)
    ended_on = models.DateField(null=True)
    ended_how = models.CharField(max_length=10, choices=MeasureEnding.choices, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    signalled_on = models.DateField(null=True, help_text="the prosecutor was told that a placement is ending")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-order_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="measure_state_has_its_facts",
                condition=Q(state="in_force", ended_on=None, ended_how="", end_reason="")
                | Q(state="ended", ended_on__isnull=False) & ~Q(ended_how="") & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="measure_replaced_names_the_other",
                condition=Q(ended_how="replaced", replaced_by__isnull=False)
                | ~Q(ended_how="replaced") & Q(replaced_by=None),
            ),
            models.CheckConstraint(
                name="measure_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["case", "authority", "order_number", "order_on", "kind"],
                name="measure_registered_once",
                condition=~Q(order_number=""),
            ),
        ]
        indexes = [models.Index(fields=["case", "state"], name="measure_case_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_on}"

    @property
    def last_day(self) -> date | None:
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    @property
    def open(self) -> bool:
        return self.state == MeasureState.IN_FORCE

    @property
    def law_day(self) -> date:
        """The day whose law holds for the proceedings: their beginning; where it is not known, the order's."""
        return self.begun_on or self.order_on


class Concerned(models.Model):
    """Whom an order is about: a member of the household, or somebody else by name (a curator, a parent elsewhere)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="concerned")
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=10, choices=ConcernedRole.choices)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "concerned"
        constraints = [
            models.CheckConstraint(
                name="concerned_is_a_person_or_a_name",
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""),
            ),
            models.UniqueConstraint(
                fields=["measure", "person", "role"],
                name="concerned_once",
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)


class Prescription(models.Model):
    """What the order prescribes, and to whom; a later one of the same proceedings adds to it, or lifts it."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="prescriptions")
    addressee = models.CharField(max_length=160)
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField(
        null=True, help_text="day of the later order that adds it; null: the order itself"
    )
    added_by_order = models.CharField(max_length=160, blank=True)
    lifted_on = models.DateField(null=True, help_text="day of the later order that lifts it")
    lifted_by_order = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="prescription_says_what_and_to_whom", condition=~Q(text="") & ~Q(addressee="")
            ),
            models.CheckConstraint(
                name="later_orders_of_a_prescription_have_a_day",
                condition=(Q(added_on=None) | ~Q(added_by_order=""))
                & (Q(lifted_on=None) | ~Q(lifted_by_order="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class PrescriptionCheck(models.Model):
    """On a day somebody saw whether a prescription is kept; rows are only added."""

    prescription = models.ForeignKey(Prescription, models.CASCADE, related_name="checks")
    kept = models.CharField(max_length=6, choices=Kept.choices)
    seen_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_on", "-id"]

    def __str__(self) -> str:
        return f"{self.prescription_id} {self.kept}"


class ServiceResponsible(models.Model):
    """Who answers for the measure in the service, since when, and to whom the name was communicated."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="responsibles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_on = models.DateField()
    told = ArrayField(models.CharField(max_length=12, choices=Told.choices), default=list)
    told_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-named_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], name="one_responsible_of_a_measure", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="responsible_told_on_a_day",
                condition=Q(told=[], told_on=None) | ~Q(told=[]) & Q(told_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.named_on}"


class EntrustmentTerms(models.Model):
    """What the order that entrusts a child to the social service indicates (L. 184/1983 art. 5-bis), (a) to (h)."""

    measure = models.OneToOneField(Measure, models.CASCADE, primary_key=True, related_name="entrustment")
    placed_with = models.CharField(max_length=200, help_text="(a)")
    service_acts = models.TextField(blank=True, help_text="(b)")
    placement_acts = models.TextField(blank=True, help_text="(c)")
    parents_acts = models.TextField(blank=True, help_text="(d)")
    curator_acts = models.TextField(blank=True, help_text="(e)")
    service_tasks = models.TextField(help_text="(f)")
    duration_months = models.PositiveSmallIntegerField(null=True, help_text="(g)")
    reporting_months = models.PositiveSmallIntegerField(null=True, help_text="(h)")

    def __str__(self) -> str:
        return f"{self.measure_id}"
