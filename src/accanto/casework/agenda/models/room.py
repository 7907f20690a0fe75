from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accanto.casework.agenda.models.slot import Slot


class Room(models.Model):
    """A room of an office. One that is no longer used keeps its row: old meetings took place there."""

    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField(help_text="people, the operator included")
    accessible = models.BooleanField(default=False, help_text="reached and used on a wheelchair")
    note = models.CharField(max_length=160, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "name"], name="room_named_once"),
            models.CheckConstraint(name="room_holds_somebody", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="room_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class _Moments(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class RoomUse(models.Model):
    """The room is taken from–to (half-open), by an appointment or by places for the public."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="uses")
    appointment = models.OneToOneField(
        "cases.Appointment", models.CASCADE, null=True, related_name="room_use"
    )
    slot = models.OneToOneField(Slot, models.CASCADE, null=True, related_name="room_use")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="room_use_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="room_used_by_one",
                condition=Q(appointment=None, slot__isnull=False) | Q(appointment__isnull=False, slot=None),
            ),
            ExclusionConstraint(
                name="no_two_meetings_in_a_room",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (_Moments(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.starts_at:%Y-%m-%d %H:%M}"
