from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accanto.casework.teams.enums import MeetingState, Membership, Need
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class TeamQuerySet(models.QuerySet["Team"]):
    def managed_by(self, user: "User") -> Self:
        """Teams of the units that the user coordinates."""
        return self.filter(unit_id__in=user.access.coordinates)


class Team(models.Model):
    """A multidisciplinary team (EEMM) of the zone or of a part of it."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey("bodies.Office", models.PROTECT, related_name="teams")
    place = models.CharField(max_length=160, blank=True, help_text="where it usually meets")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def sitting(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def basic(self) -> Self:
        return self.filter(membership=Membership.BASIC)

    def extended(self) -> Self:
        return self.filter(membership=Membership.EXTENDED)


class TeamMember(models.Model):
    """Who sits in a team for which body, from–to (half-open).

    A basic member's body agreed to a number of hours a month, often as a range («12/18»); an extended one is called
    for a need, without agreed hours.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="team_memberships")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="+")
    membership = models.CharField(max_length=10, choices=Membership.choices)
    need = models.CharField(max_length=14, choices=Need.choices, blank=True)
    hours_from = models.DecimalField(max_digits=5, decimal_places=1, null=True, help_text="a month")
    hours_to = models.DecimalField(max_digits=5, decimal_places=1, null=True, help_text="a month")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["membership", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], name="team_member_once", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="team_member_hours_in_order",
                condition=Q(hours_from=None, hours_to=None)
                | Q(hours_from__gt=0, hours_to__gte=F("hours_from")),
            ),
            models.CheckConstraint(
                name="team_member_called_for_a_need",
                condition=Q(membership="basic", need="") | Q(membership="extended") & ~Q(need=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.team_id}"


class TeamMeetingQuerySet(models.QuerySet["TeamMeeting"]):
    def visible_to(self, user: "User") -> Self:
        """Meetings of one's teams and of the units one coordinates, and those that discuss a household one sees.

        Which households of the agenda one sees is another question: `AgendaItem.objects.visible_to`.
        """
        basic = TeamMember.objects.filter(
            team=OuterRef("team"), user=user, ends_on=None, membership=Membership.BASIC
        )
        # By name: the agenda points at meetings, so its module cannot be imported here.
        guests = apps.get_model("teams", "AgendaGuest").objects
        items = apps.get_model("teams", "AgendaItem").objects
        guest = guests.filter(item__meeting=OuterRef("pk"), user=user)
        seen = seen_by_context(user, depth=Depth.TEAM, context="pathway__case_id")
        own = items.filter(seen, meeting=OuterRef("pk"))
        coordinated = Q(team__unit_id__in=user.access.coordinates)
        return self.filter(coordinated | Exists(basic) | Exists(guest) | Exists(own))


class TeamMeeting(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="meetings")
    appointment = models.OneToOneField("cases.Appointment", models.PROTECT, related_name="team_meeting")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    held_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True, help_text="for the minutes: nothing about a single household")
    minutes = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    objects = TeamMeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_held_has_a_time",
                condition=Q(state="held", held_at__isnull=False) | ~Q(state="held") & Q(held_at=None),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_has_a_reason",
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(state="cancelled") & Q(cancelled_at=None, cancel_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.state}"
