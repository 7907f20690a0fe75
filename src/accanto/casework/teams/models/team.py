from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.teams.enums import ItemState, MeetingState, Membership, TeamDecision

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class Team(models.Model):
    """A multidisciplinary team (EEMM) of the zone or of a part of it."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey("bodies.Office", models.PROTECT, related_name="teams")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Who sits in a team for which body, from–to; `monthly_hours` is what the body agreed to."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_memberships")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    membership = models.CharField(max_length=10, choices=Membership.choices)
    monthly_hours = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="team_member_once", condition=Q(ends_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.team_id}"


class TeamMeetingQuerySet(models.QuerySet["TeamMeeting"]):
    def visible_to(self, user: "User") -> Self:
        """Meetings of one's teams, meetings one is a guest of, meetings of the units one coordinates."""
        return self.filter(
            Q(team__members__user=user, team__members__ends_on=None)
            | Q(items__guests__user=user)
            | Q(team__unit_id__in=user.access.coordinates)
        ).distinct()


class TeamMeeting(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="meetings")
    appointment = models.OneToOneField("cases.Appointment", models.PROTECT, related_name="team_meeting")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    held_at = models.DateTimeField(null=True)
    notes = models.TextField(blank=True)
    minutes = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    objects = TeamMeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_held_has_a_time", condition=~Q(state="held") | Q(held_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.state}"


class AgendaItem(models.Model):
    """One household on the agenda; the partners' right to see it begins and ends with this row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(TeamMeeting, models.CASCADE, related_name="items")
    pathway = models.ForeignKey("pathways.Pathway", models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300, blank=True, help_text="what the team is asked")
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    decision = models.CharField(max_length=12, choices=TeamDecision.choices, blank=True)
    decision_text = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "pathway"], name="household_once_per_meeting"),
            models.CheckConstraint(
                name="item_discussed_has_a_decision",
                condition=~Q(state="discussed") | ~Q(decision="") & Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} #{self.position}"


class AgendaGuest(models.Model):
    """An extended member called for one household (mental health, addictions, disability, school)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="guests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="guest_once_per_item")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.item_id}"


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
                name="absent_gives_no_hours", condition=Q(present=True, hours__gt=0) | Q(present=False, hours=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hours} h"
