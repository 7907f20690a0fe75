from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.cases.enums import CaseRole, CaseState, Compartment
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        return self.filter(seen_by_context(user, depth=depth, unit="unit_id"))


class Case(models.Model):
    """A household taken in charge by a unit. Everything that happens in it points here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True, help_text="year/progressive")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="cases")
    unit = models.ForeignKey("bodies.Office", models.PROTECT, related_name="cases")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="responsible_for"
    )
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    compartment = models.CharField(max_length=20, choices=Compartment.choices, default=Compartment.ORDINARY)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    suspended_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    # Read together with the row by `queries.for_page`: how deeply the reader sees it, since when it is
    # in hand, what the reader has typed in its diary and not registered.
    depth: int
    responsible_since: date | None
    typed: dict[str, Any] | None

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-number"]
        constraints = [
            models.CheckConstraint(
                name="case_closed_has_a_date",
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on=None),
            ),
            models.CheckConstraint(
                name="case_suspended_has_a_date",
                condition=Q(state="suspended", suspended_on__isnull=False)
                | ~Q(state="suspended") & Q(suspended_on=None),
            ),
            models.UniqueConstraint(
                fields=["household", "compartment"],
                name="one_open_case_per_household_and_compartment",
                condition=~Q(state="closed"),
            ),
        ]
        indexes = [
            models.Index(fields=["responsible", "state"], name="case_responsible_state"),
            models.Index(fields=["unit", "state", "-opened_on"], name="case_unit_state"),
            # The list of the zone, newest first, reads its 25 rows from here.
            models.Index(fields=["-opened_on", "id"], name="case_in_charge", condition=~Q(state="closed")),
            # The few behind a fence are looked for whenever a list must leave them out.
            models.Index(
                fields=["compartment"], name="case_kept_apart", condition=~Q(compartment="ordinary")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseWorker(models.Model):
    """Who works on a case, from–to; history of responsibility is never edited."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="workers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="case_work")
    role = models.CharField(max_length=12, choices=CaseRole.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_responsible_worker", condition=Q(ends_on=None, role="responsible")
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class CaseClosure(models.Model):
    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="closure")
    closed_on = models.DateField()
    outcome = models.CharField(max_length=40)
    evaluation = models.TextField(blank=True, help_text="what changed for the household")
    remains = models.TextField(blank=True, help_text="what is still open")
    followed_by = models.TextField(blank=True, help_text="who follows it from now")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
