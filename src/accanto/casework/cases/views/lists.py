"""All cases that one sees; all work that is due."""

from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accanto.casework.cases.due import due_rows, waiting_for
from accanto.casework.cases.listing import CASES
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest

PER_PAGE = 50


@page("cases.view")
def case_list(request: StaffRequest) -> HttpResponse:
    may = request.user.may
    return CASES.respond(
        request,
        "cases/list.html",
        {"may_transfer": may("cases.transfer"), "may_weigh": may("workload.view")},
    )


@page("cases.view")
def deadlines(request: StaffRequest) -> HttpResponse:
    """Every open deadline of mine, grouped by how near it is."""
    today = clock.today()
    shown = Paginator(waiting_for(request.user).order_by("due_on", "id"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    rows = due_rows(shown.object_list, today)
    groups = [
        {"label": label, "rows": list(found)}
        for label, found in groupby(rows, key=lambda row: _when(row, today))
    ]
    return render(request, "cases/deadlines.html", {"groups": groups, "page": shown, "today": today})


def _when(row: dict[str, Any], today: date) -> str:
    due_on: date = row["due_on"]
    if due_on < today:
        return _("Late")
    if due_on == today:
        return _("Today")
    if (due_on - today).days <= 7:
        return _("Within 7 days")
    return date_words(due_on.replace(day=1)).partition("\N{NO-BREAK SPACE}")[2].capitalize()
