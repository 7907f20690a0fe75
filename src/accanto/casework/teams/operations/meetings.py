"""Planning, moving and cancelling meetings."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import AppointmentKind
from accanto.casework.cases.models import Appointment, Case
from accanto.casework.cases.operations import book_appointment, cancel_appointment
from accanto.casework.teams.enums import ITEM_TRANSITIONS, MEETING_TRANSITIONS, ItemState, MeetingState
from accanto.casework.teams.errors import TeamRefused
from accanto.casework.teams.models import AgendaItem, Team, TeamMeeting, TeamMember
from accanto.casework.teams.operations.grants import settle_access
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.working_time import is_working_day, next_working_day
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

LONGEST = timedelta(hours=10)
MONTHS = 12


def locked_meeting(meeting: TeamMeeting) -> TeamMeeting:
    return (
        TeamMeeting.objects.select_for_update(of=("self",))
        .select_related("team__unit__seat", "appointment")
        .get(pk=meeting.pk)
    )


def planned_meeting(meeting: TeamMeeting) -> TeamMeeting:
    """:raises TeamRefused: held or cancelled already."""
    row = locked_meeting(meeting)
    if row.state == MeetingState.HELD:
        raise TeamRefused(
            _("The meeting is closed and its minutes are frozen: nothing changes in it any more.")
        )
    if row.state == MeetingState.CANCELLED:
        raise TeamRefused(_("The meeting was cancelled: choose another one."))
    return row


def meeting_day(meeting: TeamMeeting) -> date:
    return timezone.localtime(meeting.appointment.starts_at).date()


@transaction.atomic
def plan_meeting(
    *,
    team: Team,
    starts_at: datetime,
    ends_at: datetime,
    by: User | None,
    at: datetime,
    place: str = "",
    others: Sequence[User] = (),
) -> TeamMeeting:
    """Take the time of the basic members, and of `others`.

    :raises AppointmentOverlaps: somebody is taken; `missing` names who.
    :raises TeamRefused: a day off, a meeting that lasts more than ten hours, a team without members.
    """
    row = Team.objects.select_related("unit__seat").get(pk=team.pk)
    day = timezone.localtime(starts_at).date()
    if not is_working_day(day, row.unit.seat.istat_code):
        raise TeamRefused(
            _("%(day)s is not a working day: choose another one.") % {"day": date_words(day)}, field="day"
        )
    if ends_at - starts_at > LONGEST:
        raise TeamRefused(_("A meeting lasts ten hours at most: check when it ends."), field="ends")
    seats = TeamMember.objects.basic().sitting(day).filter(team=row).select_related("user")
    people = {seat.user for seat in seats}
    if not people:
        raise TeamRefused(_("Nobody sits in this team on that day: first say who its members are."))
    appointment = _book(
        row, starts_at, ends_at, place, sorted({*people, *others}, key=lambda u: u.pk), by, at
    )
    meeting = TeamMeeting.objects.create(team=row, appointment=appointment)
    record("teams.meeting.planned", by=by, at=at, subject=meeting, day=date_words(day))
    return meeting


def _book(
    team: Team,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    people: Sequence[User],
    by: User | None,
    at: datetime,
) -> Appointment:
    return book_appointment(
        kind=AppointmentKind.TEAM,
        title=team.name,
        starts_at=starts_at,
        ends_at=ends_at,
        office=team.unit,
        place=place or team.place,
        operators=people,
        by=by,  # type: ignore[arg-type]
        at=at,
    )


def monthly_days(first: date, months: int, istat: str | None) -> list[date]:
    """The same weekday of the following months («the third Wednesday»); a day off moves to the next working day.

    The fifth one of a month becomes the last one where there is no fifth.
    """
    nth = (first.day - 1) // 7
    days = [first]
    for step in range(1, months):
        year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
        opening = date(year, month + 1, 1)
        day = opening + timedelta(days=(first.weekday() - opening.weekday()) % 7 + 7 * nth)
        if day.month != month + 1:
            day -= timedelta(days=7)
        days.append(next_working_day(day, istat))
    return days


@transaction.atomic
def plan_monthly(
    *,
    team: Team,
    starts_at: datetime,
    ends_at: datetime,
    months: int,
    by: User,
    at: datetime,
    place: str = "",
) -> list[TeamMeeting]:
    """One meeting a month, all or none; see `monthly_days`.

    :raises TeamRefused: fewer than one month or more than twelve, or what `plan_meeting` refuses, naming the day.
    """
    if not 1 <= months <= MONTHS:
        raise TeamRefused(_("Choose from one to twelve months."), field="months")
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    unit = Team.objects.select_related("unit__seat").get(pk=team.pk).unit
    return [
        plan_meeting(
            team=team,
            starts_at=_same_hour(first, day),
            ends_at=_same_hour(last, day + (last.date() - first.date())),
            place=place,
            by=by,
            at=at,
        )
        for day in monthly_days(first.date(), months, unit.seat.istat_code)
    ]


def _same_hour(model: datetime, day: date) -> datetime:
    """The hour on the wall stays when the clocks change in between."""
    return timezone.make_aware(datetime.combine(day, model.time().replace(tzinfo=None)))


@transaction.atomic
def move_meeting(
    *,
    meeting: TeamMeeting,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    at: datetime,
    place: str = "",
) -> TeamMeeting:
    """Another day or hour, with the same agenda; those who were invited are told.

    :raises TeamRefused: held or cancelled already, somebody has attended, a day off.
    :raises AppointmentOverlaps: somebody is taken at the new time.
    """
    row = planned_meeting(meeting)
    if row.attendances.exists():
        raise TeamRefused(_("The attendance is already recorded: the meeting has taken place."))
    day = timezone.localtime(starts_at).date()
    if not is_working_day(day, row.team.unit.seat.istat_code):
        raise TeamRefused(
            _("%(day)s is not a working day: choose another one.") % {"day": date_words(day)}, field="day"
        )
    former = row.appointment
    people = [o.user for o in former.operators.select_related("user")]
    cancel_appointment(appointment=former, by=by, at=at)
    row.appointment = _book(row.team, starts_at, ends_at, place or former.place, people, by, at)
    row.save(update_fields=["appointment"])
    record("teams.meeting.moved", by=by, at=at, subject=row, day=date_words(day))
    _tell(people, "teams.meeting.moved", row, by=by, at=at, day=date_words(day))
    return row


@transaction.atomic
def cancel_meeting(*, meeting: TeamMeeting, reason: str, by: User, at: datetime) -> TeamMeeting:
    """The households that were waiting go back to the list, and the team stops seeing them.

    :raises TeamRefused: no reason, held or cancelled already, or a household has been decided on.
    """
    row = planned_meeting(meeting)
    why = reason.strip()[:300]
    if not why:
        raise TeamRefused(_("Say why the meeting is cancelled."), field="reason")
    if row.items.filter(state=ItemState.DISCUSSED).exists():
        raise TeamRefused(_("The team has already decided on a household: close the meeting instead."))
    waiting = list(row.items.filter(state=ItemState.WAITING))
    cases = _lock_cases(waiting)
    row.state = MEETING_TRANSITIONS.move("cancel", row.state)
    row.cancelled_at, row.cancel_reason = at, why
    row.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    for item in waiting:
        item.state, item.reason = ITEM_TRANSITIONS.move("drop", item.state), why
        item.save(update_fields=["state", "reason"])
    row.attendances.all().delete()
    for case in cases:
        settle_access(case=case, by=by, at=at)
        record("teams.item.dropped", by=by, at=at, context=case.pk, subject=row, reason=why)
    people = [o.user for o in row.appointment.operators.select_related("user")]
    cancel_appointment(appointment=row.appointment, by=by, at=at)
    day = date_words(meeting_day(row))
    record("teams.meeting.cancelled", by=by, at=at, subject=row, day=day, reason=why)
    _tell(people, "teams.meeting.cancelled", row, by=by, at=at, day=day, reason=why)
    return row


def _lock_cases(items: Sequence[AgendaItem]) -> list[Case]:
    wanted = [item.pathway_id for item in items]
    rows = Case.objects.select_for_update(of=("self",)).filter(pathways__in=wanted)
    return list(rows.order_by("pk"))


def _tell(
    people: Sequence[User], kind: str, meeting: TeamMeeting, *, by: User, at: datetime, **words: Any
) -> None:
    url = reverse("team_meeting", args=[meeting.pk])
    for user in people:
        if user.pk != by.pk:
            notify(kind, user=user, at=at, url=url, **words)
