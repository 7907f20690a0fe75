from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.access.offers.enums import OfferState
from accanto.access.offers.models.giver import PERMISSIONS, Giver

if TYPE_CHECKING:
    from datetime import date

    from accanto.territory.staff.models import User


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: "User") -> Self:
        return self if any(user.may(permission) for permission in PERMISSIONS) else self.none()

    def standing(self, on: "date") -> Self:
        """Open, not past its last day; it may begin later."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=on), state=OfferState.OPEN)


class Offer(models.Model):
    """What somebody gives, when, where, for how many at once.

    `capacity`: households at the same time, or pieces. `taken` is counted by the database (`sql/taken.sql`) from the
    accepted matches, whoever sees them; it can never pass the capacity. Without hours it is at any hour; without
    municipalities, in the whole zone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    giver = models.ForeignKey(Giver, models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=40, help_text="key of data/kinds.yaml")
    what = models.CharField(max_length=300)
    capacity = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField(null=True, help_text="last day on which it holds")
    municipalities = models.ManyToManyField("places.Municipality", related_name="+")
    notes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="never_more_taken_than_offered",
                condition=Q(capacity__gte=1) & Q(taken__lte=F("capacity")),
            ),
            models.CheckConstraint(
                name="offer_days_in_order", condition=Q(last_day=None) | Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="offer_end_has_its_facts",
                condition=Q(state="open", ended_at=None, end_reason="")
                | Q(state="ended", ended_at__isnull=False) & ~Q(end_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="offer_kind_state")]

    def __str__(self) -> str:
        return self.what

    @property
    def free(self) -> int:
        return self.capacity - self.taken


class OfferHours(models.Model):
    """One day of the week and its hours, as on the wall; never past midnight."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(help_text="1 Monday – 7 Sunday")
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        verbose_name_plural = "offer hours"
        constraints = [
            models.CheckConstraint(name="offer_hours_of_one_day", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(
                name="offer_hours_on_a_weekday", condition=Q(weekday__gte=1, weekday__lte=7)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}–{self.ends:%H:%M}"
