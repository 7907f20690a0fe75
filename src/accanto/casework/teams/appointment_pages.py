"""Which appointments are meetings of a team, and where each is held."""

from uuid import UUID

from django.urls import reverse

from accanto.casework.agenda.owners import Page
from accanto.casework.teams.models import TeamMeeting


def pages(appointments: list[UUID]) -> dict[UUID, Page]:
    rows = TeamMeeting.objects.filter(appointment__in=appointments)
    return {of: Page(reverse("team_meeting", args=[pk])) for of, pk in rows.values_list("appointment", "pk")}
