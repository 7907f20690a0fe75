from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.pathways.enums import PactState
from accanto.casework.pathways.models.pathway import Pathway
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ServicePactQuerySet(models.QuerySet["ServicePact"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="pathway__case_id"))


class ServicePact(models.Model):
    """«Work only»: the pact that the employment centre signs with the person, recorded and then checked."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="service_pacts")
    person = models.ForeignKey("persons.Person", models.PROTECT, related_name="service_pacts")
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="+")
    signed_on = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=PactState.choices, default=PactState.RECORDED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    check_note = models.CharField(max_length=300, blank=True)

    objects = ServicePactQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on"]
        constraints = [
            models.CheckConstraint(
                name="pact_checked_has_who_and_when",
                condition=~Q(state="checked") | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["pathway", "person"], name="one_running_pact_per_person", condition=~Q(state="ended")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.signed_on}"
