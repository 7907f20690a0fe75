from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.pathways.enums import PathwayState, Way
from accanto.casework.teams.enums import ItemState, Need, TeamDecision
from accanto.casework.teams.models.team import TeamMeeting
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.casework.cases.models import Case
    from accanto.territory.staff.models import User


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        """Only households that the user may see today; sitting in the meeting is not enough."""
        return self.filter(seen_by_context(user, depth=depth, context="pathway__case_id"))

    def in_work(self) -> Self:
        """Items that give the team a reason to see the household: waiting, or decided and not yet carried out."""
        open_states = Q(state=ItemState.WAITING) | Q(state=ItemState.DISCUSSED, work_ended_at=None)
        return self.filter(open_states).exclude(pathway__state=PathwayState.CLOSED)

    def of_case(self, case: "Case") -> Self:
        return self.filter(pathway__case=case)


class AgendaItem(models.Model):
    """One household on the agenda; the partners' right to see it begins and ends with this row's work."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(TeamMeeting, models.CASCADE, related_name="items")
    pathway = models.ForeignKey("pathways.Pathway", models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300, blank=True, help_text="what the team is asked")
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    decision = models.CharField(max_length=12, choices=TeamDecision.choices, blank=True)
    decision_text = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    way_before = models.CharField(
        max_length=12, choices=Way.choices, blank=True, help_text="restored when the decision is corrected"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="why it was postponed or taken off")
    work_ended_at = models.DateTimeField(null=True)
    extract = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway"], name="household_waits_for_one_meeting", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                name="item_discussed_has_a_decision",
                condition=Q(state="discussed", decided_at__isnull=False) & ~Q(decision="")
                | ~Q(state="discussed") & Q(decision="", decided_at=None),
            ),
            models.CheckConstraint(
                name="item_put_aside_has_a_reason",
                condition=~Q(state__in=["postponed", "dropped"]) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["pathway", "state"], name="item_pathway_state")]

    def __str__(self) -> str:
        return f"{self.meeting_id} #{self.position}"


class AgendaGuest(models.Model):
    """An extended member called for one household (mental health, addictions, disability, school)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="guests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    need = models.CharField(max_length=14, choices=Need.choices, default=Need.OTHER)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="guest_once_per_item")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.item_id}"


class TeamReader(models.Model):
    """A party to the project keeps reading after the team's work has ended, while the project lives."""

    pathway = models.ForeignKey("pathways.Pathway", models.CASCADE, related_name="team_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "user"], name="team_reader_once", condition=Q(ends_at=None)
            ),
            models.CheckConstraint(
                name="team_reader_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.pathway_id}"


class Attendance(models.Model):
    """Hours that a body really gave to a meeting."""

    meeting = models.ForeignKey(TeamMeeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    present = models.BooleanField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once"),
            models.CheckConstraint(
                name="absent_gives_no_hours",
                condition=Q(present=True, hours__gt=0) | Q(present=False, hours=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hours} h"
