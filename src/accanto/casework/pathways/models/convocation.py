from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.pathways.enums import Channel, ConvocationPurpose, ConvocationState
from accanto.casework.pathways.models.pathway import Pathway


class Convocation(models.Model):
    """A household is asked to a meeting with the two professionals; proof of sending decides what absence means.

    ADI: no convocation within the term suspends the benefit; a convoked household that does not come without a
    justified reason loses it (DL 48/2023 art. 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="convocations")
    appointment = models.OneToOneField("cases.Appointment", models.PROTECT, related_name="convocation")
    purpose = models.CharField(max_length=10, choices=ConvocationPurpose.choices)
    state = models.CharField(max_length=18, choices=ConvocationState.choices, default=ConvocationState.PLANNED)
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    sent_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=200, blank=True, help_text="receipt number, message id, who handed it over")
    proof_document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    justification = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
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
