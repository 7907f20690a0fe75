from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accanto.access.desk.enums import MediatorMode, MediatorState, NoMediator
from accanto.access.desk.models.contact import Contact
from accanto.access.desk.models.point import AccessPoint
from accanto.access.desk.models.ticket import Ticket


class MediatorService(models.Model):
    """A body that sends mediators, for some languages, from–to (half-open). It names no mediator."""

    code = models.SlugField(unique=True, max_length=60)
    organisation = models.CharField(max_length=160)
    languages = ArrayField(models.CharField(max_length=3))
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=200, blank=True, help_text="in words")
    mode = models.CharField(max_length=10, choices=MediatorMode.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["organisation", "mode"]

    def __str__(self) -> str:
        return self.organisation


class MediatorCall(models.Model):
    """A mediator asked for at a desk: whether one came or was on the telephone, for how long, or why not."""

    point = models.ForeignKey(AccessPoint, models.PROTECT, related_name="mediator_calls")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="mediator_calls")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="mediator_calls")
    language = models.CharField(max_length=3)
    service = models.ForeignKey(MediatorService, models.PROTECT, null=True, related_name="calls")
    mode = models.CharField(max_length=10, choices=MediatorMode.choices)
    state = models.CharField(max_length=12, choices=MediatorState.choices, default=MediatorState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=12, choices=NoMediator.choices, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="mediator_state_has_its_facts",
                condition=Q(state="asked", arrived_at=None, ended_at=None, minutes=None, reason="")
                | Q(state="present", arrived_at__isnull=False, ended_at=None, minutes=None, reason="")
                | Q(state="done", arrived_at__isnull=False, ended_at__isnull=False, minutes__gte=1, reason="")
                | Q(state="unavailable", arrived_at=None, ended_at__isnull=False, minutes=None)
                & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.asked_at:%Y-%m-%d %H:%M}"
