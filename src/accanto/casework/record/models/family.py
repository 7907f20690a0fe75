from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.record.enums import BondQuality, RelationKind
from accanto.people.persons.enums import Depth, Sex
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

M = TypeVar("M", bound=models.Model)


class OfCaseQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User", depth: int = Depth.READ) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="case_id"))


class StandingQuerySet(OfCaseQuerySet[M]):
    def standing(self, on: date) -> Self:
        """In force on a day, and not written by mistake."""
        begun = Q(starts_on=None) | Q(starts_on__lte=on)
        return self.filter(begun & (Q(ends_on=None) | Q(ends_on__gt=on)), mistaken=False)


class BondQuerySet(StandingQuerySet["Bond"]):
    def told_at(self, depth: int) -> Self:
        """Violence is told only to those who work on the case; the database keeps to it too."""
        return self if depth >= Depth.WORK else self.exclude(quality=BondQuality.VIOLENCE)


class Relative(models.Model):
    """Somebody of the family who is no member of the household, as far as the genogram needs: a third person."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="relatives")
    name = models.CharField(max_length=80)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    deceased = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    mistaken = models.BooleanField(default=False, help_text="taken away: it was written by mistake")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="relative_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class _Between(models.Model):
    """Two people, each a member of the household or a relative; from–to, half-open."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="%(class)ss")
    one_person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    one_relative = models.ForeignKey(Relative, models.PROTECT, null=True, related_name="+")
    other_person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    other_relative = models.ForeignKey(Relative, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    mistaken = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_two_ends",
                condition=(
                    Q(one_person__isnull=False, one_relative=None)
                    | Q(one_person=None, one_relative__isnull=False)
                )
                & (
                    Q(other_person__isnull=False, other_relative=None)
                    | Q(other_person=None, other_relative__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_ends_are_two_people",
                condition=(Q(one_person=None) | Q(other_person=None) | ~Q(one_person=F("other_person")))
                & (Q(one_relative=None) | Q(other_relative=None) | ~Q(one_relative=F("other_relative"))),
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="%(class)s_ended_for_a_reason",
                condition=Q(ends_on=None, mistaken=False) | ~Q(end_reason=""),
            ),
        ]

    @property
    def one_key(self) -> str:
        return f"p{self.one_person_id}" if self.one_person_id else f"r{self.one_relative_id}"

    @property
    def other_key(self) -> str:
        return f"p{self.other_person_id}" if self.other_person_id else f"r{self.other_relative_id}"


class Relationship(_Between):
    """Kinship beyond the relation to the reference person that the household holds."""

    kind = models.CharField(max_length=10, choices=RelationKind.choices)

    objects = StandingQuerySet["Relationship"].as_manager()

    class Meta(_Between.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.one_key} {self.kind} {self.other_key}"


class Bond(_Between):
    """How two people are with one another: an evaluation of the worker, apart from kinship."""

    quality = models.CharField(max_length=12, choices=BondQuality.choices)

    objects = BondQuerySet.as_manager()

    class Meta(_Between.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.one_key} {self.quality} {self.other_key}"
