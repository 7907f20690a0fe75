"""The minutes on paper: one for the meeting, and an extract for each household that names no other one. In Italian."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accanto.casework.teams.enums import Need, TeamDecision
from accanto.casework.teams.models import AgendaGuest, AgendaItem, Attendance, TeamMeeting, TeamMember
from accanto.casework.teams.words import weekday_words
from accanto.core.pdf import letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.places.models import Zone

TEMPLATE = Path(__file__).parent / "templates_typst" / "minutes.typ"


def minutes_of(meeting: TeamMeeting, items: Sequence[AgendaItem], at: datetime) -> bytes:
    """The whole meeting: only for those who coordinate the team."""
    with translation.override("it"):
        present = list(_present(meeting))
        absent = meeting.attendances.filter(present=False).select_related("user", "organisation")
        data = {
            **_frame(meeting, _("Minutes of the multidisciplinary team")),
            "present": _table([_row(a) for a in present]),
            "absent": [f"{a.user} ({a.organisation})" for a in absent],
            "items_title": _("Households discussed"),
            "items": [_item(item, number) for number, item in enumerate(items, start=1)],
            "notes": meeting.notes,
            "reserved": _("It names several households: it stays with those who coordinate the team."),
        }
        return render_pdf(TEMPLATE, data, made_at=at)


def extract_of(meeting: TeamMeeting, item: AgendaItem, at: datetime) -> bytes:
    """One household: who sat there for it, what was asked, what was decided. Nothing about any other one."""
    with translation.override("it"):
        entitled = _entitled(meeting, item)
        rows = [_row(a) for a in _present(meeting) if a.user_id in entitled]
        data = {
            **_frame(meeting, _("Extract of the minutes of the multidisciplinary team")),
            "present": _table(rows, hours=False),
            "absent": [],
            "items_title": "",
            "items": [
                _item(item, None)
            ],  # without the need: an employment centre is not told of one's health
            "notes": "",
            "reserved": _("Extract for this household alone."),
        }
        return render_pdf(TEMPLATE, data, made_at=at)


def _entitled(meeting: TeamMeeting, item: AgendaItem) -> set[int | None]:
    day = timezone.localtime(meeting.appointment.starts_at).date()
    members = TeamMember.objects.basic().sitting(day).filter(team=meeting.team_id)
    called = {guest.user_id for guest in item.guests.all()}
    return {*members.values_list("user_id", flat=True), *called, item.pathway.case.responsible_id}


def _present(meeting: TeamMeeting) -> Any:
    rows = meeting.attendances.filter(present=True).select_related("user__operator", "organisation")
    return rows.order_by("organisation__name", "user__last_name")


def _frame(meeting: TeamMeeting, title: str) -> dict[str, Any]:
    zone = Zone.objects.select_related("seat").get()
    starts = timezone.localtime(meeting.appointment.starts_at)
    ends = timezone.localtime(meeting.appointment.ends_at)
    day = f"{weekday_words(starts)} {date_words(starts.date())}"
    facts = [
        [_("Team"), meeting.team.name],
        [_("When"), _("%(day)s, from %(start)s to %(end)s")
         % {"day": day, "start": f"{starts:%H:%M}", "end": f"{ends:%H:%M}"}],
        [_("Where"), meeting.appointment.place or "–"],
    ]  # fmt: skip
    return {
        **letterhead_data(
            title=title,
            body=zone.legal_name,
            address=[meeting.team.unit.name, *filter(None, [zone.address])],
            dated=f"{zone.seat}, {date_words(starts.date())}",
        ),
        "facts": facts,
        "words": {
            "present": _("Present"),
            "absent": _("Absent"),
            "question": _("Question"),
            "called": _("Called by need"),
            "decision": _("Decision"),
            "notes": _("Notes"),
        },
    }


def _table(rows: list[list[str]], *, hours: bool = True) -> dict[str, Any]:
    headings = [_("Name"), _("Profession"), _("Body"), _("Hours")]
    return {
        "headings": headings if hours else headings[:3],
        "rows": rows if hours else [row[:3] for row in rows],
    }


def _row(attendance: Attendance) -> list[str]:
    operator = getattr(attendance.user, "operator", None)
    return [
        str(attendance.user),
        operator.get_profession_display() if operator else "",
        attendance.organisation.name,
        number_format(attendance.hours.normalize(), use_l10n=True),
    ]


def _called(guest: AgendaGuest, *, with_need: bool) -> str:
    need = f" ({Need(guest.need).label})" if with_need else ""
    return f"{guest.user}, {guest.organisation}{need}"


def _item(item: AgendaItem, number: int | None) -> dict[str, Any]:
    case = item.pathway.case
    title = _("Household %(label)s, case %(number)s") % {"label": case.household.label, "number": case.number}
    return {
        "title": title if number is None else f"{number}. {title}",
        "question": item.question,
        "called": [_called(guest, with_need=number is not None) for guest in item.guests.all()],
        "decision": str(TeamDecision(item.decision).label).capitalize(),
        "text": item.decision_text,
    }
