from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.steering.privacy.enums import CorrectedFact
from accanto.steering.privacy.models.request import PersonRequest

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class Rectification(models.Model):
    """One fact of the person corrected because they asked (GDPR art. 16): what it said, what it says, and why."""

    request = models.ForeignKey(PersonRequest, models.PROTECT, related_name="rectifications")
    fact = models.CharField(max_length=15, choices=CorrectedFact.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="rectification_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.at:%Y-%m-%d}"


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(request__in=PersonRequest.objects.visible_to(user).values("pk"))


class Recipient(models.Model):
    """A body that received the former value and must be told of the correction (GDPR art. 19)."""

    request = models.ForeignKey(PersonRequest, models.PROTECT, related_name="recipients")
    name = models.CharField(max_length=200)
    told_on = models.DateField(null=True)
    how = models.CharField(max_length=200, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "name"], name="recipient_once"),
            models.CheckConstraint(
                name="recipient_told_by_somebody",
                condition=Q(told_on=None, told_by=None) | Q(told_on__isnull=False, told_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
