from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.people.persons.models import Person
from accanto.steering.privacy.enums import IdentityCheck, RequestKind, RequestState

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def visible_to(self, user: "User") -> Self:
        """The privacy officer, by code, all of them; who coordinates, those of the people they see."""
        if user.may("privacy.review"):
            return self
        return self.filter(person__in=Person.objects.visible_to(user).values("pk"))


class PersonRequest(models.Model):
    """What a person asks about their own data (GDPR artt. 15-18), by when it is answered, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="privacy_requests")
    kind = models.CharField(max_length=15, choices=RequestKind.choices)
    received_on = models.DateField()
    identity = models.CharField(max_length=10, choices=IdentityCheck.choices)
    asked = models.TextField(help_text="in the person's words")
    due_on = models.DateField(help_text="last day for the answer")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    extension_reason = models.TextField(blank=True)
    extended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "received_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="request_answered_by_somebody",
                condition=(
                    Q(state__in=("answered", "refused"), answered_at__isnull=False, answered_by__isnull=False)
                    | Q(state__in=("open", "extended"), answered_at=None)
                ),
            ),
            models.CheckConstraint(
                name="request_extended_with_a_day",
                condition=~Q(state="extended") | Q(extended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_due_after_received", condition=Q(due_on__gte=F("received_on"))
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="request_state_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"
