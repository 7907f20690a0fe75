"""A case passes from one unit to another: the note that goes with it, who answered what, until when one still reads."""

from typing import TYPE_CHECKING, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.cases.enums import TakenBy, TransferKind, TransferState
from accanto.casework.cases.models.agenda import Appointment
from accanto.casework.cases.models.case import Case
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import not_barred, seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

_ANSWERED = Q(closed_at__isnull=False, closed_by__isnull=False)
_SAYS_WHERE = {
    TransferKind.OUTSIDE: Q(to_unit=None) & ~Q(to_body=""),
    TransferKind.UNIT: Q(to_unit__isnull=False, to_body="") & ~Q(to_unit=F("from_unit")),
    TransferKind.PROTECTION: Q(to_unit__isnull=False, to_body=""),
    TransferKind.EIAM: Q(to_unit__isnull=False, to_body=""),
}


class CaseTransferQuerySet(models.QuerySet["CaseTransfer"]):
    def visible_to(self, user: "User") -> Self:
        """Of the cases that one reads; and those that wait for an answer of a unit that one coordinates."""
        asked = Q(pk__in=[])
        if user.may("cases.transfer") and user.access.coordinates:
            mine = Q(state=TransferState.PROPOSED, to_unit__in=sorted(user.access.coordinates))
            asked = mine & not_barred(user, context="case_id") & not_barred(user, context="pk")
        return self.filter(Q(seen_by_context(user, depth=Depth.READ, context="case_id")) | asked)


class CaseTransfer(models.Model):
    """The proposal to hand a case over, with its note in parts; nothing moves until the other side accepts.

    Whoever must answer reads this row and the cards of the household, not the case: the household stands here too.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="transfers")
    household = models.ForeignKey("households.Household", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TransferKind.choices)
    from_unit = models.ForeignKey("bodies.Office", models.PROTECT, related_name="transfers_given")
    to_unit = models.ForeignKey("bodies.Office", models.PROTECT, null=True, related_name="transfers_asked")
    to_body = models.CharField(max_length=160, blank=True, help_text="outside the zone: who receives it")
    to_address = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="transfers_asked")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    situation = models.TextField()
    commitments = models.TextField(help_text="what runs: projects, supports, what was promised")
    terms = models.TextField(help_text="deadlines that run")
    risks = models.TextField()
    contacts = models.TextField(help_text="who else works with the household, and how to reach them")
    entrusted_by = models.CharField(max_length=200, blank=True, help_text="of a summary: on whose mandate")
    concluded_on = models.DateField(
        null=True, help_text="of a summary: when the evaluation or the mandate ended"
    )
    help_project = models.TextField(blank=True, help_text="of a summary: what is to be done for the family")
    note = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    answer_by = models.DateField()
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.PROPOSED)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    reads_until = models.DateField(null=True, help_text="first day on which the old unit reads no more")
    new_case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="where a summary was handed; one way only",
    )

    case_id: UUID
    household_id: UUID
    asked_by_id: int
    to_unit_id: int | None

    objects = CaseTransferQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="transfer_says_where_to",
                condition=Q(kind="unit") & _SAYS_WHERE[TransferKind.UNIT]
                | Q(kind="outside") & _SAYS_WHERE[TransferKind.OUTSIDE]
                | Q(kind="protection") & _SAYS_WHERE[TransferKind.PROTECTION]
                | Q(kind="eiam") & _SAYS_WHERE[TransferKind.EIAM],
            ),
            models.CheckConstraint(
                name="transfer_proposed_is_unanswered",
                condition=~Q(state="proposed")
                | Q(closed_at=None, closed_by=None, answer="", reads_until=None, new_case=None),
            ),
            models.CheckConstraint(
                name="transfer_accepted_says_by_whom", condition=~Q(state="accepted") | _ANSWERED
            ),
            models.CheckConstraint(
                name="transfer_refused_says_why",
                condition=~Q(state__in=["refused", "withdrawn"]) | _ANSWERED & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="nobody_accepts_their_own_transfer",
                condition=~Q(state="accepted") | Q(kind="outside") | ~Q(closed_by=F("asked_by")),
            ),
            models.UniqueConstraint(fields=["case"], name="one_open_transfer", condition=Q(state="proposed")),
        ]
        indexes = [
            models.Index(fields=["to_unit"], name="transfer_waiting", condition=Q(state="proposed")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_unit_id or self.to_body} ({self.state})"


class HandoverItem(models.Model):
    """An appointment planned before a handover: what the old worker proposes, in words that the other side may read."""

    transfer = models.ForeignKey(CaseTransfer, models.CASCADE, related_name="items")
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    taken_by = models.CharField(max_length=8, choices=TakenBy.choices, default=TakenBy.NEW)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "appointment"], name="item_once_per_transfer")
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.words}"
