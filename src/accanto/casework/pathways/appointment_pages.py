"""Which appointments are convocations, and where each is followed to its end."""

from uuid import UUID

from django.urls import reverse

from accanto.casework.agenda.owners import Page
from accanto.casework.pathways.models import Convocation


def pages(appointments: list[UUID]) -> dict[UUID, Page]:
    rows = Convocation.objects.filter(appointment__in=appointments)
    return {of: Page(reverse("convocation", args=[pk])) for of, pk in rows.values_list("appointment", "pk")}
