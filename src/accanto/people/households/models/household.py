from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from accanto.people.households.enums import HouseholdKind, Relation
from accanto.people.persons.enums import Depth
from accanto.people.persons.told_names import teller
from accanto.people.persons.visibility import grants_of

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class DatesLivedTogether(Func):
    """From–to, half-open; a day that is not known has no bound."""

    function = "daterange"
    output_field = DateRangeField()


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, user: "User", depth: int = Depth.CARD) -> Self:
        members = Member.objects.filter(household=OuterRef("pk"), ends_on=None)
        return self.filter(Exists(members.filter(person__in=grants_of(user, depth=depth).values("person"))))


class Household(models.Model):
    """People who live as one; the registry household and the ISEE household may rightly differ."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    label = models.CharField(max_length=120, help_text="surname(s) that name the household")
    kind = models.CharField(max_length=10, choices=HouseholdKind.choices, default=HouseholdKind.REGISTRY)
    created_at = models.DateTimeField()

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["label", "id"]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> Self:
        """As it is told to whoever reads, like the people of it."""
        household = super().from_db(*given, **more)
        told = teller()
        if told is not None:
            household.label = told.label_of(household.pk)
        return household


class Member(models.Model):
    """A person in a household with a relation to its reference person, from–to (half-open)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person"], name="member_once_at_a_time", condition=Q(ends_on=None)
            ),
            models.UniqueConstraint(
                fields=["household"],
                name="one_reference_person",
                condition=Q(ends_on=None, relation="reference"),
            ),
            models.CheckConstraint(
                name="member_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            ExclusionConstraint(
                name="member_periods_do_not_overlap",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DatesLivedTogether("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation}"
