"""A report is written down: one page, also at night and on a telephone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accanto.access.reports import operations
from accanto.access.reports.forms import ReportForm
from accanto.access.reports.kinds import kinds_on
from accanto.access.reports.models import Report
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest

DRAFT = "report-new"


@dataclass(frozen=True)
class Receiving:
    """How the page is opened. `key`: of its draft; `first`: what is known already; `receive` keeps what was written.

    `back`: address and name of the page that one came from.
    """

    key: str
    receive: Callable[[Mapping[str, Any]], Report]
    then: Callable[[Report], HttpResponse]
    back: tuple[str, str | Promise]
    first: Mapping[str, Any] = field(default_factory=dict)


@editor("reports.receive")
def report_new(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    return take_report(
        request,
        Receiving(
            key=DRAFT,
            receive=lambda given: operations.receive_report(by=request.user, at=now, **given),
            then=lambda row: answered(request, row),
            back=(reverse("reports"), _("Reports")),
        ),
    )


def take_report(request: StaffRequest, how: Receiving) -> HttpResponse:
    """The page of a new report; a room above opens it with what it knows already."""
    now = clock.now()
    if request.method == "POST":
        form = ReportForm(request.POST, on=now.date())
    else:
        form = ReportForm(on=now.date(), initial=beginning(request, how.key, now, how.first))
    if request.method == "POST" and form.is_valid():
        try:
            row = how.receive(form.for_operation())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=how.key)
            return how.then(row)
    context = {"form": form, "draft_key": how.key, "back": how.back, **shown_when(now)}
    return render(request, "reports/new.html", context, status=422 if form.errors else 200)


def beginning(
    request: StaffRequest, key: str, now: Any, first: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What was typed and not registered; else what is known already, the hour it is, one's own office."""
    offices = sorted(request.user.access.offices)
    given = {"received_at": now, "office": offices[0] if offices else None, **(first or {})}
    return {**given, **draft_data(request.user, key)}


def answered(request: StaffRequest, row: Report) -> HttpResponse:
    """To its page; to the list where whoever wrote it down does not follow it."""
    messages.success(request, _("Report %(number)s is registered: its terms run.") % {"number": row.number})
    if Report.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return redirect("report", pk=row.pk)
    return redirect("reports")


def shown_when(now: Any) -> dict[str, str]:
    """For the page: «kind=a|b» of the kinds that need a placement, an eviction, an order."""
    kinds = kinds_on(now.date()).values()
    return {
        f"when_{need}": "kind=" + "|".join(one.code for one in kinds if need in one.needs)
        for need in ("placement", "eviction", "order")
    }
