"""The reports that ended in a case, for those who work on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accanto.access.reports import rules
from accanto.access.reports.kinds import label_of
from accanto.access.reports.models import Report, ReportClock
from accanto.access.reports.views.lists import due_row
from accanto.access.reports.words import reporter_words
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.core.web import page
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def case_reports(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    user, now = request.user, clock.now()
    rows = list(
        Report.objects.visible_to(user).filter(case=case).select_related("outcome").order_by("-received_at")
    )
    running = ReportClock.objects.filter(report__in=rows, done_at=None, dropped_at=None).select_related(
        "report"
    )
    entries = [
        {
            "stamp": date_time_words(row.received_at, now.date()),
            "title": label_of(row.kind),
            "url": reverse("report", args=[row.pk]),
            "text": reporter_words(row, told=rules.is_told_of_reporter(user, row)),
            "small": str(row.outcome.get_kind_display()),
        }
        for row in rows
    ]
    due = [due_row(one, now) for one in running.order_by("due_at")]
    return render(
        request,
        "reports/case_tab.html",
        {**case_shell(request, case, "reports"), "entries": entries, "running": due},
    )
