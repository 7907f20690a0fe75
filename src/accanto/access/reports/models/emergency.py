from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.reports.enums import CallState, ShiftState
from accanto.access.reports.models.report import Report

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ShiftQuerySet(models.QuerySet["DutyShift"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(Q(worker=user) | Q(office__in=user.access.coordinates))


class DutyShift(models.Model):
    """Somebody answers emergency calls for an office, from–to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duty_shifts")
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="duty_shifts")
    state = models.CharField(max_length=8, choices=ShiftState.choices, default=ShiftState.OPEN)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["worker"], name="one_open_shift", condition=Q(state="open")),
            models.CheckConstraint(
                name="shift_closed_has_a_time",
                condition=Q(state="open", ends_at=None) | Q(state="closed", ends_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.starts_at:%Y-%m-%d %H:%M}"


class CallQuerySet(models.QuerySet["EmergencyCall"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(report__in=Report.objects.visible_to(user))


class EmergencyCall(models.Model):
    """A call to the emergency social intervention, with the note of an immediate placement if there was one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="calls")
    shift = models.ForeignKey(DutyShift, models.PROTECT, null=True, related_name="calls")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CallState.choices, default=CallState.WAITING)
    called_at = models.DateTimeField()
    happened = models.TextField(help_text="what happened, as told at the telephone")
    caller = models.CharField(
        max_length=400, blank=True, help_text="who called this time, where the report has another sender"
    )
    covered = models.BooleanField(default=False, help_text="who called asks not to be named")
    measures = models.TextField(blank=True)
    placed_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    until = models.CharField(max_length=160, blank=True, help_text="until when, in words")
    accompanied_by = models.CharField(max_length=160, blank=True)
    handed_things = models.CharField(max_length=300, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-called_at"]
        constraints = [
            models.CheckConstraint(
                name="placement_has_its_place",
                condition=Q(placed_at=None) | ~Q(place=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called_at:%Y-%m-%d %H:%M}"


class Handover(models.Model):
    """Who took a call over from whoever was on duty. Made with the call, and not done until somebody accepts it."""

    call = models.OneToOneField(EmergencyCall, models.CASCADE, primary_key=True, related_name="handover")
    note = models.TextField(blank=True, help_text="what is left to do, from whoever was on duty")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_accepted_by_somebody",
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} → {self.accepted_by_id}"
