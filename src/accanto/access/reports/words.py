"""Terms and codes in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.reports.clocks import last_day
from accanto.access.reports.enums import ReportState, Urgency
from accanto.access.reports.kinds import label_of
from accanto.access.reports.models import Report, ReportClock
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Compartment

STATE_TONES = {
    ReportState.RECEIVED: "soon",
    ReportState.EVALUATING: "",
    ReportState.ANSWERED: "fine",
    ReportState.CLOSED: "",
}
URGENCY_TONES = {Urgency.ORDINARY: "edge", Urgency.URGENT: "soon", Urgency.IMMEDIATE: "late"}
_SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Left:
    """How far the end of a term is: a short figure with its unit, and a sentence."""

    when: str
    unit: str
    tone: str
    words: str


def left_of(clock: ReportClock, now: datetime) -> Left:
    """To the minute for terms in hours; in days for those that end with a day."""
    far = clock.due_at - now
    late = far < timedelta(0)
    tone = "late" if late else "soon" if far <= _SOON else ""
    if clock.whole_days and abs(far) >= timedelta(hours=24):
        days = abs((last_day(clock.due_at, whole_days=True) - timezone.localtime(now).date()).days)
        said = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        return Left(
            f"−{days}" if late else str(days),
            ngettext("day", "days", days),
            tone,
            _sentence(said, late, days),
        )
    hours, minutes = divmod(int(abs(far) / timedelta(minutes=1)), 60)
    count = 2 if hours and minutes else hours or minutes
    figure = f"{hours}:{minutes:02d}"
    return Left(
        f"−{figure}" if late else figure, _("hours"), tone, _sentence(_hours(hours, minutes), late, count)
    )


def _sentence(said: str, late: bool, count: int) -> str:
    """`count`: of the one figure that is said, 2 where there are more."""
    if late:
        return _("late by %(time)s") % {"time": said}
    return ngettext("%(time)s left", "%(time)s left", count) % {"time": said}


def _hours(hours: int, minutes: int) -> str:
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if minutes or not hours:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    return _(" and ").join(parts)


def due_words(clock: ReportClock, now: datetime) -> str:
    """«entro oggi, 23:40», «entro il 23 dicembre»."""
    today = timezone.localtime(now).date()
    if clock.whole_days:
        return date_words(last_day(clock.due_at, whole_days=True), today)
    return date_time_words(clock.due_at, today)


def hour_of(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G:i")


def tags_of(report: Report) -> list[dict[str, Any]]:
    state, urgency = ReportState(report.state), Urgency(report.urgency)
    found: list[dict[str, Any]] = [{"label": str(state.label).capitalize(), "tone": STATE_TONES[state]}]
    if urgency != Urgency.ORDINARY:
        found.append({"label": str(urgency.label).capitalize(), "tone": URGENCY_TONES[urgency]})
    if report.compartment in fenced():
        label = str(Compartment(report.compartment).label).capitalize()
        found.append({"label": label, "tone": "restricted", "icon": "locked"})
    return found


def reporter_words(report: Report, *, told: bool = True) -> str:
    """Body and name of whoever reports; the kind alone where they asked not to be named and it is not told here."""
    kind = str(report.get_reporter_kind_display()).capitalize()
    if report.covered and not told:
        return _("%(kind)s who asks to stay private") % {"kind": kind}
    return " · ".join(part for part in (report.reporter_body or kind, report.reporter_name) if part)


def report_words(row: Report) -> str:
    """For choosing among reports: what it is, when it came, whom it names."""
    received = date_time_words(row.received_at)
    named = ", ".join(map(str, row.named.all()))
    return " · ".join(filter(None, [row.number, label_of(row.kind), received, named]))
