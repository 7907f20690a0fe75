from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.people.matching.enums import PairState, Strength
from accanto.people.persons.visibility import seen_by_person

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class PairQuerySet(models.QuerySet["Pair"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(seen_by_person(user, person="first_id"), seen_by_person(user, person="second_id"))


class Pair(models.Model):
    """Two records that the night found alike, for whoever sees both to decide. Never of people kept apart."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    second = models.ForeignKey("persons.Person", models.CASCADE, related_name="+")
    strength = models.CharField(max_length=12, choices=Strength.choices)
    points = models.FloatField()
    reasons = models.JSONField(default=list)
    known = models.CharField(max_length=64, help_text="digest of what was known of both")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=PairState.choices, default=PairState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-points", "id"]
        constraints = [
            models.CheckConstraint(name="pair_in_one_order", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(
                name="pair_state_has_its_facts",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | ~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "-points"], name="pair_to_look_at")]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
