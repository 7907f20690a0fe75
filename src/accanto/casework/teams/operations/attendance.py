"""Hours that each body really gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.teams.errors import TeamRefused
from accanto.casework.teams.models import AgendaGuest, Attendance, TeamMeeting, TeamMember
from accanto.casework.teams.operations.meetings import meeting_day, planned_meeting
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User

LONGEST = Decimal(12)


def length_of(meeting: TeamMeeting) -> Decimal:
    """Hours from start to end, in quarters."""
    seconds = (meeting.appointment.ends_at - meeting.appointment.starts_at).total_seconds()
    quarters = (Decimal(int(seconds)) / 900).quantize(Decimal(1), ROUND_HALF_UP)
    return max(quarters / 4, Decimal("0.25"))


@dataclass(frozen=True)
class Presence:
    """`hours` None: the whole meeting."""

    user: User
    present: bool
    hours: Decimal | None = None


@transaction.atomic
def take_attendance(*, meeting: TeamMeeting, sheet: Sequence[Presence], by: User, at: datetime) -> None:
    """The whole attendance sheet, or none of it; see `record_attendance`."""
    for one in sheet:
        record_attendance(meeting=meeting, user=one.user, present=one.present, hours=one.hours, by=by, at=at)


@transaction.atomic
def record_attendance(
    *,
    meeting: TeamMeeting,
    user: User,
    present: bool,
    by: User,
    at: datetime,
    hours: Decimal | None = None,
) -> Attendance:
    """Who was there, for which body, how long (the whole meeting when not said); may be corrected until it is closed.

    :raises TeamRefused: the meeting has not begun or is closed, or the hours are impossible.
    """
    row = planned_meeting(meeting)
    if timezone.localdate(at) < meeting_day(row):
        raise TeamRefused(
            _("The meeting is on %(day)s: attendance is taken when it happens.")
            % {"day": date_words(meeting_day(row))}
        )
    given = (length_of(row) if hours is None else hours) if present else Decimal(0)
    if present and not 0 < given <= LONGEST:
        raise TeamRefused(
            _("Hours of %(name)s: write a number between a quarter of an hour and twelve hours.")
            % {"name": user},
            field=f"hours-{user.pk}",
        )
    attendance, _created = Attendance.objects.update_or_create(
        meeting=row,
        user=user,
        defaults={"organisation": _body(row, user), "present": present, "hours": given},
    )
    return attendance


def _body(meeting: TeamMeeting, user: User) -> Organisation:
    """For which body they sit there: their seat, the call, else their employer."""
    seat = (
        TeamMember.objects.sitting(meeting_day(meeting))
        .filter(team=meeting.team, user=user)
        .select_related("organisation")
        .first()
    )
    if seat:
        return seat.organisation
    guest = (
        AgendaGuest.objects.filter(item__meeting=meeting, user=user).select_related("organisation").first()
    )
    if guest:
        return guest.organisation
    operator = getattr(user, "operator", None)
    if operator is None:
        raise TeamRefused(_("%(name)s works for no body: register it first.") % {"name": user})
    return Organisation.objects.get(pk=operator.organisation_id)
