"""Closing a meeting: nothing left undecided, attendance known, minutes frozen, one extract for each household."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import settle_appointment
from accanto.casework.teams.enums import LAST_DECISIONS, MEETING_TRANSITIONS, ItemState
from accanto.casework.teams.errors import MeetingNotReady, TeamRefused
from accanto.casework.teams.minutes import extract_of, minutes_of
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.casework.teams.operations.grants import settle_access
from accanto.casework.teams.operations.meetings import meeting_day, planned_meeting
from accanto.casework.teams.queries.meeting import agenda_of, expected_people
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.territory.staff.models import User


def missing_from(meeting: TeamMeeting) -> list[str]:
    """What must be done before the meeting can be closed, in sentences."""
    undecided = meeting.items.filter(state=ItemState.WAITING).select_related("pathway__case__household")
    missing = [
        _("Household %(label)s: decide, postpone it or take it off")
        % {"label": i.pathway.case.household.label}
        for i in undecided
    ]
    known = {a.user_id: a for a in meeting.attendances.all()}
    unknown = [str(one.user) for one in expected_people(meeting) if one.user.pk not in known]
    if unknown:
        missing.append(_("Attendance to record: %(names)s") % {"names": ", ".join(unknown)})
    if known and not any(a.present for a in known.values()):
        missing.append(_("Nobody was there: cancel the meeting instead"))
    return missing


@transaction.atomic
def hold_meeting(*, meeting: TeamMeeting, by: User, at: datetime, notes: str = "") -> TeamMeeting:
    """Freeze the minutes. Where the team has no more to do, its right to see the household ends here.

    :raises MeetingNotReady: naming what is missing.
    :raises TeamRefused: the meeting has not begun, is closed or cancelled.
    """
    row = planned_meeting(meeting)
    if at < row.appointment.starts_at:
        raise TeamRefused(
            _("The meeting is on %(day)s: it cannot be closed before.")
            % {"day": date_words(meeting_day(row))}
        )
    if missing := missing_from(row):
        raise MeetingNotReady(_("The meeting cannot be closed yet."), missing=missing)
    cases = _lock_cases(row)
    row.state = MEETING_TRANSITIONS.move("hold", row.state)
    row.held_at, row.notes = at, notes.strip()
    items = agenda_of(row)
    row.minutes = _freeze(
        row, _("Minutes of %(day)s") % {"day": _day(row)}, minutes_of(row, items, at), by, at
    )
    row.save(update_fields=["state", "held_at", "notes", "minutes"])
    settle_appointment(appointment=row.appointment, state=AppointmentState.HELD, by=by, at=at)
    for item in items:
        _close_item(row, item, by=by, at=at)
    for case in cases:
        settle_access(case=case, by=by, at=at)
    record("teams.meeting.held", by=by, at=at, subject=row, day=_day(row))
    return row


def _close_item(meeting: TeamMeeting, item: AgendaItem, *, by: User, at: datetime) -> None:
    if item.decision in LAST_DECISIONS:
        item.work_ended_at = at
    title = _("Multidisciplinary team of %(day)s: household %(label)s") % {
        "day": _day(meeting),
        "label": item.pathway.case.household.label,
    }
    item.extract = _freeze(meeting, title, extract_of(meeting, item, at), by, at, item)
    item.save(update_fields=["extract", "work_ended_at"])
    record(
        "teams.minutes.stored", by=by, at=at, context=item.pathway.case_id, subject=item, day=_day(meeting)
    )


def _freeze(
    meeting: TeamMeeting, title: str, content: bytes, by: User, at: datetime, item: AgendaItem | None = None
) -> Document:
    """The minutes of the meeting hang on the meeting; an extract hangs on its case, so that it opens with it."""
    day = timezone.localtime(meeting.appointment.starts_at)
    return store_document(
        kind=DocumentKind.TEAM_MINUTES,
        title=title,
        content=content,
        filename=f"verbale-{day:%Y-%m-%d}.pdf",
        media_type="application/pdf",
        by=by,
        at=at,
        context=item.pathway.case_id if item else meeting.pk,
        frozen=True,
    )


def _lock_cases(meeting: TeamMeeting) -> list[Case]:
    wanted = meeting.items.filter(state=ItemState.DISCUSSED).values("pathway")
    rows = Case.objects.select_for_update(of=("self",)).filter(pathways__in=wanted)
    return list(rows.order_by("pk"))


def _day(meeting: TeamMeeting) -> str:
    return date_words(meeting_day(meeting))
