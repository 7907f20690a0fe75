"""Two records of one person: joined by a row between them, so that taking the row away restores everything."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.people.persons.visibility import seen_by_person

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class PersonLinkQuerySet(models.QuerySet["PersonLink"]):
    """For whoever sees both people."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(seen_by_person(user, person="first_id"), seen_by_person(user, person="second_id"))


class PersonLink(models.Model):
    """`first` and `second` are the same person: who says so, when and on which grounds; ended with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list, help_text="what was shown of their likeness when it was decided")
    note = models.CharField(max_length=200, blank=True)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)

    objects = PersonLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-linked_at", "id"]
        constraints = [
            models.CheckConstraint(name="link_in_one_order", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(
                fields=["first", "second"], name="linked_once", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="link_ends_with_a_reason",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__gte=F("linked_at"), ended_by__isnull=False) & ~Q(end_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"


class NotTheSameQuerySet(models.QuerySet["NotTheSame"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(seen_by_person(user, person="first_id"), seen_by_person(user, person="second_id"))


class NotTheSame(models.Model):
    """Somebody judged that these are two people. While `known` (what was known of both) stays, nobody asks again."""

    first = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    known = models.CharField(max_length=64, help_text="digest of names, birth, codes and contacts of both")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = NotTheSameQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-id"]
        verbose_name_plural = "not the same"
        constraints = [
            models.CheckConstraint(name="parted_in_one_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="parted_with_a_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["first", "second"], name="parted_pair")]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
