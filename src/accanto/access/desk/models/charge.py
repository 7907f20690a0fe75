from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.desk.enums import ChargeState
from accanto.access.desk.models.contact import Contact, ContactOutcome
from accanto.access.desk.models.point import AccessPoint

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ChargeRequestQuerySet(models.QuerySet["ChargeRequest"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(
            Q(unit__in=user.access.coordinates) | Q(point__in=AccessPoint.objects.visible_to(user)),
            contact__in=Contact.objects.visible_to(user),
        )

    def to_decide(self, user: "User") -> Self:
        """What waits for those who coordinate a unit, the oldest first."""
        mine = self.visible_to(user).filter(state=ChargeState.PROPOSED, unit__in=user.access.coordinates)
        return mine.order_by("asked_at", "pk")


class ChargeRequest(models.Model):
    """A desk proposes to a unit that it takes a person in charge; the unit's coordinator decides, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="charge_requests")
    outcome = models.ForeignKey(ContactOutcome, models.PROTECT, related_name="charge_requests")
    point = models.ForeignKey(AccessPoint, models.PROTECT, related_name="charge_requests")
    unit = models.ForeignKey("bodies.Office", models.PROTECT, related_name="+")
    words = models.TextField(max_length=2000, help_text="why it is asked")
    state = models.CharField(max_length=8, choices=ChargeState.choices, default=ChargeState.PROPOSED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    objects = ChargeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="charge_state_has_its_facts",
                condition=Q(state="proposed", decided_at=None, decided_by=None, case=None)
                | Q(state="accepted", decided_at__isnull=False, decided_by__isnull=False, case__isnull=False)
                | Q(state="refused", decided_at__isnull=False, decided_by__isnull=False, case=None)
                & ~Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["contact"], name="one_open_charge_request", condition=Q(state="proposed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"
