from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.cases.enums import NetworkRole, Tie, TieFlow
from accanto.casework.cases.models.case import Case
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from datetime import date

    from accanto.territory.staff.models import User


class NetworkContactQuerySet(models.QuerySet["NetworkContact"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(seen_by_context(user, depth=Depth.READ, context="case_id"))

    def present(self, on: "date") -> Self:
        begun = Q(starts_on=None) | Q(starts_on__lte=on)
        return self.filter(begun & (Q(ends_on=None) | Q(ends_on__gt=on)))


class NetworkContact(models.Model):
    """Somebody around the household who counts: their data are of a third person, and never leave on paper.

    From–to, half-open. `tie` and `flow` are what the worker sees between them and the household.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="network")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=14, choices=NetworkRole.choices)
    organisation = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    note = models.TextField(blank=True)
    relation_to = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    tie = models.CharField(max_length=12, choices=Tie.choices, default=Tie.ORDINARY)
    flow = models.CharField(max_length=8, choices=TieFlow.choices, default=TieFlow.BOTH)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = NetworkContactQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="network_contact_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="network_contact_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
