"""What happened in a household, and what was done about each thing that it touches."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from accanto.casework.cases.enums import ChangeKind, ProposalDecision
from accanto.casework.cases.models.case import Case


class HouseholdChange(models.Model):
    """A household split, joined another, moved; somebody was born, died, went away.

    What turned out not to have happened stands here as taken back, and touches nothing any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    person = models.ForeignKey("persons.Person", models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, related_name="+", help_text="the new or former one"
    )
    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, null=True, related_name="+", help_text="where they live now"
    )
    happened_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.CharField(max_length=300, blank=True)

    case_id: UUID
    person_id: UUID | None

    class Meta:
        ordering = ["-recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.happened_on}"


class ProposalAnswer(models.Model):
    """One thing that the change touches, and whether it was done or left as it is."""

    change = models.ForeignKey(HouseholdChange, models.CASCADE, related_name="answers")
    code = models.CharField(max_length=40, help_text="which provider proposed it")
    subject = models.CharField(max_length=60)
    words = models.CharField(max_length=300)
    decision = models.CharField(max_length=8, choices=ProposalDecision.choices)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "code", "subject"], name="proposal_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.code} {self.decision}"
