"""What is done every night without anybody asking."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.teams.enums import MeetingState
from accanto.casework.teams.models import TeamMeeting
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.notifications.models import Notification
from accanto.foundation.notifications.operations import notify

KIND = "teams.meeting.tomorrow"


@transaction.atomic
def remind_of_meetings(*, at: datetime) -> int:
    """Tell those invited to a meeting of tomorrow, once; returns how many were told."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    meetings = TeamMeeting.objects.filter(
        state=MeetingState.PLANNED, appointment__starts_at__date=tomorrow
    ).select_related("appointment", "team")
    return sum(_remind(meeting, at) for meeting in meetings)


def _remind(meeting: TeamMeeting, at: datetime) -> int:
    url = reverse("team_meeting", args=[meeting.pk])
    since = at - timedelta(days=2)
    told = set(
        Notification.objects.filter(kind=KIND, url=url, at__gte=since).values_list("user_id", flat=True)
    )
    invited = [o.user for o in meeting.appointment.operators.select_related("user")]
    waiting = [user for user in invited if user.pk not in told]
    for user in waiting:
        notify(
            KIND,
            user=user,
            at=at,
            url=url,
            team=meeting.team.name,
            when=date_time_words(meeting.appointment.starts_at),
            place=meeting.appointment.place or _("place to be decided"),
        )
    return len(waiting)
