from datetime import date, timedelta
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accanto.casework.mandates.enums import OfficeHeld, Power
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class SupportAdministratorQuerySet(models.QuerySet["SupportAdministrator"]):
    def visible_to(self, user: "User", depth: int = Depth.READ) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="case_id", unit="case__unit_id"))

    def acting_on(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


class SupportAdministrator(models.Model):
    """Who a judge lets act for, or beside, an adult of a case: the decree decides powers and when they report.

    Each case keeps its own row: another service that registers the same decree does not learn of this one.
    `every_months` and `report_from_on` say the interval that the decree writes; with the day alone, one report.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="administrators")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="administrators")
    office = models.CharField(max_length=8, choices=OfficeHeld.choices)
    holder = models.CharField(max_length=160, help_text="name and surname, or the body")
    holder_body = models.ForeignKey("bodies.Organisation", models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    court = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    decree_number = models.CharField(max_length=40)
    decree_on = models.DateField()
    powers_alone = ArrayField(models.CharField(max_length=10, choices=Power.choices), default=list)
    powers_assisted = ArrayField(models.CharField(max_length=10, choices=Power.choices), default=list)
    words_alone = models.TextField(blank=True)
    words_assisted = models.TextField(blank=True)
    words_beneficiary = models.TextField(blank=True)
    every_months = models.PositiveSmallIntegerField(null=True)
    report_from_on = models.DateField(null=True)
    reports_made = models.PositiveSmallIntegerField(default=0)
    next_report_on = models.DateField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    warned = models.BooleanField(default=False, help_text="the warning of art. 408 was read and set aside")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = SupportAdministratorQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="administrator_ends_for_a_reason",
                condition=Q(ends_on=None, end_reason="") | Q(ends_on__gt=F("starts_on")) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="interval_counts_from_a_day",
                condition=Q(every_months=None) | Q(every_months__gte=1, report_from_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "person", "office"],
                name="one_administrator_at_a_time",
                condition=Q(ends_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.holder

    @property
    def last_day(self) -> date | None:
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class AdministratorReport(models.Model):
    """The account of the administrator was handed to the judge; rows are only added."""

    administrator = models.ForeignKey(SupportAdministrator, models.CASCADE, related_name="accounts")
    due_on = models.DateField(null=True)
    made_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_on", "-id"]

    def __str__(self) -> str:
        return f"{self.administrator_id} {self.made_on}"
