"""What the zone plan printed, beside what its own numbers add up to and what the data say."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from accanto.access.outcomes.enums import Outcome
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import percent
from accanto.core.web import page
from accanto.steering.indicators.cards import Desk
from accanto.steering.indicators.definitions import Words
from accanto.steering.indicators.figures import Figure
from accanto.steering.indicators.forms import ScopeForm
from accanto.steering.indicators.masking import shown_to
from accanto.steering.indicators.queries import some_figures
from accanto.steering.indicators.queries.zone_plan import Line, Sum, ZonePlan, printed_of, zone_plan
from accanto.steering.indicators.views.figures import desk_of


@page("indicators.view")
def zone_plan_page(request: HttpRequest) -> HttpResponse:
    plan = zone_plan()
    now = desk_of(request, ScopeForm(request.GET, clock.today()))
    desk = Desk(plan.scope, now.full, now.towns)
    printed = printed_of(plan)
    figures = {figure.code: figure for figure in some_figures(["applications", *printed], plan.scope)}
    context = {
        "plan": plan,
        "desk": desk,
        "outcomes": [str(Outcome(code).label) for code in plan.outcomes],
        "lines": _lines(plan, _our_cells(figures["applications"]) if desk.full else None),
        "columns": [{"sum": column, "words": difference(column)} for column in plan.columns],
        "whole": {
            "sum": Sum(plan.grand_total, plan.row_totals_sum),
            "words": difference(Sum(plan.grand_total, plan.row_totals_sum)),
        },
        "sizes": _sizes(plan),
        "objectives": [_objective(desk, figures[code], *words) for code, words in printed.items()],
    }
    return render(request, "indicators/source.html", context)


def difference(total: Sum) -> str:
    """«32 di troppo»: what a person would say of a printed total beside the sum."""
    gap = total.difference
    if gap > 0:
        return gettext("%(n)d too many") % {"n": gap}
    if gap < 0:
        return gettext("%(n)d too few") % {"n": -gap}
    return gettext("adds up")


def _lines(plan: ZonePlan, ours: dict[tuple[str, str], int] | None) -> list[dict[str, Any]]:
    """Cell by cell; where our data (None for those who may not see them) differ, the cell says so."""
    return [
        {
            "name": line.name,
            "cells": [_cell(line, n, code, ours) for n, code in enumerate(plan.outcomes)],
            "sum": line.total,
            "words": difference(line.total),
        }
        for line in plan.lines
    ]


def _our_cells(applications: Figure) -> dict[tuple[str, str], int]:
    return {(row["municipality"], row["outcome"]): row["count"] for row in applications.rows}


def _cell(line: Line, n: int, code: str, ours: dict[tuple[str, str], int] | None) -> dict[str, Any]:
    printed = line.cells[n]
    here = None if ours is None else ours.get((line.municipality, code), 0)
    return {"printed": printed, "ours": here if here != printed else None}


def _sizes(plan: ZonePlan) -> list[dict[str, Any]]:
    return [
        {
            "label": gettext("6 or more") if line.size == 6 else str(line.size),
            "percent": percent(line.percent, 1),
            "with_minors": percent(line.with_minors, 1),
            "impossible": line.impossible,
            "words": gettext("impossible: those with minors are more than all")
            if line.impossible
            else gettext("possible"),
        }
        for line in plan.sizes
    ]


def _objective(desk: Desk, figure: Figure, printed: Words, remark: Words | None) -> dict[str, Any]:
    return {
        "label": str(figure.definition.label),
        "printed": str(printed),
        "remark": str(remark) if remark else "",
        "card": desk.card(shown_to(figure, full=desk.full)),
    }
