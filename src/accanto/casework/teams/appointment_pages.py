"""Which appointments are meetings of a team, and where each is held."""

from uuid import UUID

from django.urls import reverse

from accanto.casework.teams.models import TeamMeeting


def pages(appointments: list[UUID]) -> dict[UUID, str]:
    rows = TeamMeeting.objects.filter(appointment__in=appointments)
    return {of: reverse("team_meeting", args=[pk]) for of, pk in rows.values_list("appointment", "pk")}
