"""What one meeting holds."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaGuest, AgendaItem, TeamMeeting, TeamMember
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Expected:
    """Somebody who should be there, for which body, and for how many households when called by need (0: for all)."""

    user: User
    organisation: Organisation
    households: int


def with_people(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    guests = AgendaGuest.objects.select_related("user", "organisation")
    return items.select_related(
        "meeting__team__unit",
        "meeting__appointment",
        "pathway__case__household",
        "pathway__case__unit",
        "pathway__case__responsible",
        "decided_by",
    ).prefetch_related(Prefetch("guests", guests))


def agenda_of(meeting: TeamMeeting) -> list[AgendaItem]:
    """Households discussed or to be discussed, in order, whoever asks: for minutes and refusals, not for pages."""
    shown = meeting.items.filter(state__in=[ItemState.WAITING, ItemState.DISCUSSED])
    return list(with_people(shown))


def expected_people(meeting: TeamMeeting) -> list[Expected]:
    """Basic members, then those called; two queries."""
    day = timezone.localtime(meeting.appointment.starts_at).date()
    seats = TeamMember.objects.basic().sitting(day).filter(team=meeting.team_id)
    found = {
        seat.user_id: Expected(seat.user, seat.organisation, 0)
        for seat in seats.select_related("user", "organisation")
    }
    guests = AgendaGuest.objects.filter(
        item__meeting=meeting, item__state__in=[ItemState.WAITING, ItemState.DISCUSSED]
    ).select_related("user", "organisation")
    called: dict[int, Expected] = {}
    for guest in guests:
        standing = called.get(guest.user_id)
        called[guest.user_id] = Expected(
            guest.user, guest.organisation, (standing.households if standing else 0) + 1
        )
    return [*found.values(), *(one for key, one in called.items() if key not in found)]
