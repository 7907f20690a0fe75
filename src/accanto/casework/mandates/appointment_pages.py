"""Which appointments are hearings, where each is followed to its end, and what became of it."""

from uuid import UUID

from django.urls import reverse

from accanto.casework.agenda.owners import Page
from accanto.casework.mandates.enums import HearingState
from accanto.casework.mandates.models import Hearing

_TONES = {HearingState.HELD: "fine", HearingState.POSTPONED: "soon"}


def pages(appointments: list[UUID]) -> dict[UUID, Page]:
    rows = Hearing.objects.filter(appointment__in=appointments)
    return {
        row.appointment_id: _page(row)
        for row in rows.select_related("measure__case__household")
        if row.appointment_id
    }


def _page(row: Hearing) -> Page:
    state = HearingState(row.state)
    told = (str(state.label), _TONES.get(state, "")) if state != HearingState.PLANNED else ("", "")
    case = row.measure.case
    return Page(reverse("hearing", args=[row.pk]), case.household.label, case.pk, told)
