from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.desk.enums import IN_HAND, Priority, TicketState
from accanto.access.desk.models.point import AccessPoint

FIRST_WORDS = 80


class Ticket(models.Model):
    """A number of a day at an access point. What stands beside it is read by those who serve there, never outside."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    point = models.ForeignKey(AccessPoint, models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=FIRST_WORDS, blank=True, help_text="first words, never a full name")
    language = models.CharField(max_length=3, blank=True)
    priority = models.CharField(max_length=12, choices=Priority.choices, blank=True)
    state = models.CharField(max_length=8, choices=TicketState.choices, default=TicketState.WAITING)
    arrived_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    window = models.PositiveSmallIntegerField(null=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    calls = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["point", "day", "number"], name="ticket_number_of_a_day"),
            models.CheckConstraint(
                name="ticket_state_has_its_facts",
                condition=Q(state__in=["arrived", "waiting"], called_by=None, ended_at=None, served_at=None)
                | Q(state="called", called_at__isnull=False, called_by__isnull=False, ended_at=None)
                | Q(state="serving", served_at__isnull=False, called_by__isnull=False, ended_at=None)
                | Q(state="done", ended_at__isnull=False, called_by__isnull=False)
                | Q(state="left", ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["called_by", "day"], name="one_ticket_in_hand", condition=Q(state__in=IN_HAND)
            ),
        ]
        indexes = [models.Index(fields=["point", "day", "state"], name="ticket_point_day_state")]

    def __str__(self) -> str:
        return f"{self.number} ({self.day})"

    def waited(self, now: datetime) -> int:
        """Whole minutes from arriving to being called, or until now."""
        until = self.called_at or self.ended_at or now
        return max(0, int((until - self.arrived_at).total_seconds() // 60))

    def minutes_served(self, now: datetime) -> int | None:
        """Whole minutes since the person sat down, at least one; None before."""
        began = self.served_at or self.called_at
        if began is None:
            return None
        return max(1, int(((self.ended_at or now) - began).total_seconds() // 60))
