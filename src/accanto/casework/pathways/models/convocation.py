from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.pathways.enums import Channel, ConsequenceKind, ConvocationPurpose, ConvocationState
from accanto.casework.pathways.models.pathway import Pathway
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ConvocationQuerySet(models.QuerySet["Convocation"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="pathway__case_id"))


class Convocation(models.Model):
    """A household is asked to a meeting with the two professionals; proof of sending decides what absence means.

    ADI: no convocation within the term suspends the benefit; a convoked household that does not come without a
    justified reason loses it (DL 48/2023 art. 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="convocations")
    appointment = models.OneToOneField("cases.Appointment", models.PROTECT, related_name="convocation")
    purpose = models.CharField(max_length=10, choices=ConvocationPurpose.choices)
    state = models.CharField(
        max_length=18, choices=ConvocationState.choices, default=ConvocationState.PLANNED
    )
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    sent_at = models.DateTimeField(null=True)
    proof = models.CharField(
        max_length=200, blank=True, help_text="receipt number, message id, who handed it over"
    )
    proof_document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    justification = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ConvocationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["pathway", "state"], name="convocation_pathway_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway"],
                name="one_open_convocation_per_pathway",
                condition=Q(state__in=["planned", "sent"]),
            ),
            models.CheckConstraint(
                name="convocation_sent_has_channel_and_time",
                condition=~Q(state__in=["sent", "absent", "absent_justified"])
                | Q(sent_at__isnull=False) & ~Q(channel=""),
            ),
            models.CheckConstraint(
                name="convocation_decided_has_a_time",
                condition=~Q(state__in=["held", "absent", "absent_justified"]) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="justified_absence_has_a_reason",
                condition=~Q(state="absent_justified") | ~Q(justification=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway_id} {self.purpose}"


class Consequence(models.Model):
    """What a person decided after a missed term or meeting, and why; rows are only added."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="consequences")
    convocation = models.ForeignKey(Convocation, models.CASCADE, null=True, related_name="consequences")
    kind = models.CharField(max_length=16, choices=ConsequenceKind.choices)
    decided_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="not_reported_has_a_reason", condition=~Q(kind="not_reported") | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.pathway_id} {self.kind}"
