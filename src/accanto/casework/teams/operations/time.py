"""Whose time a meeting takes: the members, those called, and who answers for each household on the agenda."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import book_more, give_back
from accanto.casework.cases.operations.agenda import overlapping
from accanto.casework.teams.enums import ItemState, MeetingState
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.casework.teams.queries.meeting import expected_people
from accanto.territory.staff.models import User


def take_time(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Even where it overlaps: whoever is expected decides what gives way. The page that asked says what overlaps."""
    responsible = item.pathway.case.responsible
    called = [guest.user for guest in item.guests.select_related("user")]
    book_more(
        appointment=item.meeting.appointment,
        operators=[*called, *([responsible] if responsible else [])],
        by=by,
        at=at,
    )


def give_time_back(item: AgendaItem, *, by: User, at: datetime) -> None:
    """The household left this meeting: those who came for it alone are free again."""
    responsible = item.pathway.case.responsible
    called = [guest.user for guest in item.guests.select_related("user")]
    for user in [*called, *([responsible] if responsible else [])]:
        free_unless_expected(item.meeting, user, by=by, at=at)


def hand_time_over(case: Case, former: User, by: User | None, at: datetime) -> None:
    """Another worker answers for the household: the coming meeting takes their time, and gives the former one's back.

    Even where it overlaps, as when the household was put on the agenda; the page of the household says so.
    """
    waiting = AgendaItem.objects.of_case(case).filter(
        state=ItemState.WAITING, meeting__state=MeetingState.PLANNED, meeting__appointment__starts_at__gte=at
    )
    for item in waiting.select_related("meeting__appointment", "meeting__team"):
        if case.responsible:
            book_more(appointment=item.meeting.appointment, operators=[case.responsible], by=by, at=at)
        free_unless_expected(item.meeting, former, by=by, at=at)


def free_unless_expected(meeting: TeamMeeting, user: User, *, by: User | None, at: datetime) -> None:
    answers_for = meeting.items.filter(
        state__in=[ItemState.WAITING, ItemState.DISCUSSED], pathway__case__responsible=user
    )
    if not answers_for.exists() and user.pk not in {one.user.pk for one in expected_people(meeting)}:
        give_back(appointment=meeting.appointment, operator=user, by=by, at=at)


def overlaps_of(item: AgendaItem) -> list[str]:
    """Who is expected for this household alone and is somewhere else at the hour of its meeting; one query."""
    if item.state != ItemState.WAITING or item.meeting.state != MeetingState.PLANNED:
        return []
    responsible = item.pathway.case.responsible
    people = [*(guest.user for guest in item.guests.all()), *([responsible] if responsible else [])]
    if not people:
        return []
    appointment = item.meeting.appointment
    return overlapping(people, appointment.starts_at, appointment.ends_at, leave=appointment)


def elsewhere(meeting: TeamMeeting, user: User) -> str:
    """A warning when the user is somewhere else at the hour of the meeting; empty when the time is free."""
    appointment = meeting.appointment
    clashes = overlapping([user], appointment.starts_at, appointment.ends_at, leave=appointment)
    if not clashes:
        return ""
    starts = timezone.localtime(appointment.starts_at)
    return _("%(clashes)s: the meeting begins at %(hour)s. Agree with them which of the two gives way.") % {
        "clashes": "; ".join(clashes),
        "hour": f"{starts:%H:%M}",
    }
