from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accanto.casework.agenda.enums import SlotKind, SlotState

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class _Moments(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class SlotSeries(models.Model):
    """Places for the public that come again: on which days (`rule`, RFC 5545), from–to by the local clock.

    A day is cut into stretches of `minutes`. `starts_on`–`ends_on` half-open; without an end it goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="slot_series")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="slot_series",
        help_text="who receives; null: whoever is at the desk",
    )
    room = models.ForeignKey("agenda.Room", models.PROTECT, null=True, related_name="slot_series")
    kind = models.CharField(max_length=16, choices=SlotKind.choices)
    rule = models.CharField(max_length=120)
    opens = models.TimeField()
    closes = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    except_on = ArrayField(models.DateField(), default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on", "opens", "id"]
        verbose_name_plural = "slot series"
        constraints = [
            models.CheckConstraint(name="slot_series_closes_later", condition=Q(closes__gt=F("opens"))),
            models.CheckConstraint(
                name="slot_series_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="slot_series_has_places", condition=Q(capacity__gte=1, minutes__gte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.rule}"


class SlotQuerySet(models.QuerySet["Slot"]):
    def managed_by(self, user: "User") -> Self:
        """Those of the offices in which the user works or which they coordinate."""
        return self.filter(office_id__in=user.access.offices | user.access.coordinates)


class Slot(models.Model):
    """One stretch of time in which so many people can be received. Who they are stands in `Place`.

    `taken` is kept by the database (sql/places.sql), whoever sees which of the people.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    series = models.ForeignKey(SlotSeries, models.PROTECT, related_name="slots")
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="slots")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="slots")
    room = models.ForeignKey("agenda.Room", models.PROTECT, null=True, related_name="slots")
    kind = models.CharField(max_length=16, choices=SlotKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.SmallIntegerField(default=0, db_default=0, editable=False)
    state = models.CharField(max_length=10, choices=SlotState.choices, default=SlotState.OPEN)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    closure = models.ForeignKey(
        "bodies.OfficeClosure",
        models.PROTECT,
        null=True,
        related_name="slots",
        help_text="of the office, that cancelled it: withdrawn, it opens again",
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "starts_at"], name="slot_once_in_its_series"),
            models.CheckConstraint(name="slot_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="never_more_people_than_places", condition=Q(taken__gte=0, taken__lte=F("capacity"))
            ),
            models.CheckConstraint(
                name="slot_cancelled_for_a_reason",
                condition=Q(state="open", cancelled_at=None, cancel_reason="", closure=None)
                | Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason=""),
            ),
            ExclusionConstraint(
                name="one_slot_at_a_time_for_an_operator",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    (_Moments(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="open", operator__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "starts_at"], name="slot_office_start"),
            models.Index(fields=["operator", "starts_at"], name="slot_operator_start"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def free(self) -> int:
        return self.capacity - self.taken if self.state == SlotState.OPEN else 0
