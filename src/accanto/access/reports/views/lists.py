"""What is due first, and all the reports that one sees."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.reports.enums import ReportState
from accanto.access.reports.forms import ReportFilters
from accanto.access.reports.kinds import label_of
from accanto.access.reports.models import EmergencyCall, NamedPerson, Report, ReportClock
from accanto.access.reports.queries import MOST_DUE, due_first, open_shift_of, waiting_calls
from accanto.access.reports.words import STATE_TONES, due_words, left_of, reporter_words, tags_of
from accanto.core import clock
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.core.web import page, reads
from accanto.people.persons.queries import restricted_people
from accanto.territory.staff.requests import StaffRequest


@page("reports.receive")
def reports(request: StaffRequest) -> HttpResponse:
    if "formato" in request.GET or request.headers.get("HX-Target") == _LIST.id:
        return _LIST.respond(request, "reports/list.html")
    now = clock.now()
    due = list(due_first(request.user)[:MOST_DUE])
    calls = list(waiting_calls(request.user))
    reads.listed([*(row.report for row in due), *(row.report for row in calls)])
    context = {
        "due": [due_row(row, now) for row in due],
        "calls": [call_row(row, request.user.pk) for row in calls],
        "shift": open_shift_of(request.user),
        "today": now.date(),
    }
    return _LIST.respond(request, "reports/list.html", context)


def due_row(row: ReportClock, now: Any) -> dict[str, Any]:
    left = left_of(row, now)
    return {
        "when": left.when,
        "unit": left.unit,
        "tone": left.tone,
        "title": row.label,
        "url": reverse("report", args=[row.report_id]),
        "text": _("%(left)s · by %(due)s · report %(number)s, %(kind)s")
        % {
            "left": left.words.capitalize(),
            "due": due_words(row, now),
            "number": row.report.number,
            "kind": label_of(row.report.kind),
        },
        "tags": tags_of(row.report)[1:],
        "action": {"label": _("Open"), "url": reverse("report", args=[row.report_id])},
    }


def call_row(row: EmergencyCall, user_id: int) -> dict[str, Any]:
    mine = row.worker_id == user_id
    text = _("Answered by %(name)s; nobody has taken it over yet.") % {"name": row.worker}
    return {
        "when": date_time_words(row.called_at).rpartition(", ")[2],
        "unit": date_words(timezone.localtime(row.called_at).date()).rpartition("\N{NO-BREAK SPACE}")[0],
        "tone": "late",
        "title": _("Emergency call, report %(number)s") % {"number": row.report.number},
        "url": reverse("handover", args=[row.pk]),
        "text": _("You answered it; a colleague must take it over.") if mine else text,
        "action": {"label": _("Open") if mine else _("Take over"), "url": reverse("handover", args=[row.pk])},
    }


def _rows(request: Any) -> Any:
    rows = Report.objects.visible_to(request.user).select_related("office", "evaluator")
    if request.GET.get("di") == "miei":
        rows = rows.filter(evaluator=request.user)
    return rows


def _prepare(rows: list[Any]) -> None:
    """The next term of each, and the names as they are written."""
    next_due: dict[Any, ReportClock] = {}
    running = ReportClock.objects.filter(report__in=rows, done_at=None, dropped_at=None, owner="service")
    for one in running.order_by("due_at", "pk"):
        next_due.setdefault(one.report_id, one)
    names: dict[Any, list[str]] = {}
    for named in NamedPerson.objects.filter(report__in=rows).order_by("pk"):
        names.setdefault(named.report_id, []).append(str(named))
    for row in rows:
        row.next_due, row.names = next_due.get(row.pk), names.get(row.pk, [])


def _due(row: Any) -> Cell:
    if row.next_due is None:
        return Cell("–", value=None)
    left = left_of(row.next_due, clock.now())
    return Cell(
        left.words, small=row.next_due.label, tone=left.tone, value=timezone.localtime(row.next_due.due_at)
    )


_LIST = ListPage(
    title=gettext_lazy("All the reports"),
    rows=_rows,
    leaving=lambda rows: rows.exclude(named__person__in=restricted_people()),
    columns=[
        Column("number", gettext_lazy("Number"), lambda row: row.number, sort=("received_at",)),
        Column("kind", gettext_lazy("What it is"), lambda row: Cell(label_of(row.kind), tags=tags_of(row)[1:])),
        Column("due", gettext_lazy("Next term"), _due),
        Column(
            "people", gettext_lazy("About whom"),
            lambda row: ", ".join(row.names) or _("people to be identified"),
        ),
        # Whoever asked to stay private is named on the page of the report alone, never in a list or in a file.
        Column("reporter", gettext_lazy("Who reports"), lambda row: reporter_words(row, told=False)),
        Column(
            "state", gettext_lazy("State"),
            lambda row: Cell(
                str(row.get_state_display()).capitalize(), tone=STATE_TONES[ReportState(row.state)],
                small=str(row.evaluator) if row.evaluator else "",
            ),
            sort=("state",),
        ),
        Column(
            "received", gettext_lazy("Received on"),
            lambda row: Cell(date_time_words(row.received_at), value=row.received_at), sort=("received_at",),
        ),
    ],
    default_order="-received",
    filters=ReportFilters,
    prepare=_prepare,
    address=lambda row: reverse("report", args=[row.pk]),
    empty=Empty(
        gettext_lazy("No report is open"),
        gettext_lazy("When somebody reports, write it down here: it gets a number, and its terms begin by themselves."),
        icon="mail",
    ),
    filename="segnalazioni",
)  # fmt: skip
