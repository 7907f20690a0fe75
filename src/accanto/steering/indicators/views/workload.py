"""Work per office and worker."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from accanto.core import clock
from accanto.core.web import page
from accanto.steering.indicators.forms import ScopeForm
from accanto.steering.indicators.queries.workload import FULL_WEEK, Load, loads
from accanto.steering.indicators.small_numbers import FEW, Cell, too_few
from accanto.steering.indicators.views.figures import desk_of


@page("indicators.view")
def workload(request: HttpRequest) -> HttpResponse:
    """Workers by name only for those who may see the staff; everybody sees their own line."""
    form = ScopeForm(request.GET, clock.today())
    desk = desk_of(request, form)
    found = loads(desk.scope)
    me = request.user.pk
    with_names = request.user.may("staff.view")  # type: ignore[union-attr]
    offices = [
        _office(name, list(group), me, with_names=with_names, full=desk.full)
        for name, group in groupby(found, key=lambda load: load.office)
    ]
    chart = [
        (office["name"], office["per_full_week_value"]) for office in offices if office["per_full_week_value"]
    ]
    context = {
        "form": form, "desk": desk, "query": desk.query(), "offices": offices, "chart": chart,
        "with_names": with_names,
    }  # fmt: skip
    return render(request, "indicators/workload.html", context)


def _office(name: str, lines: list[Load], me: int | None, *, with_names: bool, full: bool) -> dict[str, Any]:
    hours = sum((line.hours for line in lines), Decimal(0))
    cases = sum(line.cases for line in lines)
    per_week = round(cases * FULL_WEEK / hours, 1) if hours else None
    shown = [line for line in lines if with_names or line.user_id == me]
    hide = not full and too_few(cases)
    return {
        "name": name,
        "cases": _few(cases, full),
        "to_analyse": _few(sum(line.to_analyse for line in lines), full),
        "projects": _few(sum(line.projects for line in lines), full),
        "late": _few(sum(line.late for line in lines), full),
        "hours": hours,
        "per_full_week": None if hide else per_week,
        "per_full_week_value": 0 if hide else per_week,
        "workers": [_worker(line, full or line.user_id == me) for line in shown],
    }


def _worker(line: Load, full: bool) -> dict[str, Any]:
    return {
        "name": line.name or gettext("Not yet assigned"),
        "hours": line.hours,
        "cases": _few(line.cases, full),
        "to_analyse": _few(line.to_analyse, full),
        "projects": _few(line.projects, full),
        "late": _few(line.late, full),
        "per_full_week": line.per_full_week if full or not too_few(line.cases) else None,
    }


def _few(number: int, full: bool) -> Cell:
    return FEW if not full and too_few(number) else number
