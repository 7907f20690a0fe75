"""The board of all figures, and the page of one."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.database.context import zone_report
from accanto.core.web import page
from accanto.steering.indicators.cards import Desk, chart_of_outcomes, chart_of_sizes, series_of_outcomes
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Scope
from accanto.steering.indicators.forms import ScopeForm
from accanto.steering.indicators.masking import ROWS_PERMISSION
from accanto.steering.indicators.queries import all_figures, one_figure, parts_of
from accanto.steering.indicators.small_numbers import Table, table

SECTIONS = (
    ("pathway", ("analysis_share", "team_or_social_share", "project_share")),
    ("times", ("days_outcome_to_analysis", "days_analysis_to_assessment", "days_project_to_start")),
    ("levels", ("lep_support_per_assessment", "lep_parenting_support", "partner_bodies")),
)


def desk_of(request: HttpRequest, form: ScopeForm) -> Desk:
    may = request.user.may  # type: ignore[union-attr]
    return Desk(
        form.scope(),
        may(ROWS_PERMISSION),
        form.towns,
        cases=may("cases.view"),
        outcomes=may("outcomes.view"),
    )


@page("indicators.view")
def board(request: HttpRequest) -> HttpResponse:
    form = ScopeForm(request.GET, clock.today())
    desk = desk_of(request, form)
    cards = desk.cards(all_figures(desk.scope))
    applications, profile = cards["applications"], cards["households_by_size"]
    context = {
        "form": form,
        "desk": desk,
        "query": desk.query(),
        "sections": {name: [cards[code] for code in codes] for name, codes in SECTIONS},
        "applications": applications,
        "outcome_chart": chart_of_outcomes(applications),
        "outcome_series": series_of_outcomes(),
        "profile": profile,
        "size_chart": chart_of_sizes(profile),
    }
    return render(request, "indicators/board.html", context)


@page("indicators.view")
def detail(request: HttpRequest, code: str) -> HttpResponse:
    if code not in definitions():
        raise Http404
    form = ScopeForm(request.GET, clock.today())
    desk = desk_of(request, form)
    figure = one_figure(code, desk.scope)
    card = desk.cards([figure])[code]
    context = {
        "form": form,
        "desk": desk,
        "query": desk.query(),
        "card": card,
        "facts": _facts(figure),
        "towns": _by_town(figure, desk),
        "parts": _parts(figure, desk),
        "outcome_series": series_of_outcomes(),
        "outcome_chart": chart_of_outcomes(card) if code == "applications" else [],
        "size_chart": chart_of_sizes(card) if code == "households_by_size" else [],
    }
    return render(request, "indicators/detail.html", context)


def _facts(figure: Figure) -> list[dict[str, Any]]:
    definition = figure.definition
    shown = [
        {"label": _("What is counted"), "value": str(definition.numerator)},
        {"label": _("Out of what"), "value": str(definition.denominator)},
        {"label": _("Period"), "value": str(definition.period)},
        {"label": _("Asked by"), "value": definition.document},
        {"label": _("Law"), "value": definition.law},
    ]
    if definition.shape == "duration":
        shown.append(
            {
                "label": _("Calendar"),
                "value": _(
                    "National holidays, the municipality’s patron saint, Saturdays and Sundays do not count."
                ),
            }
        )
    return shown


def _parts(figure: Figure, desk: Desk) -> list[dict[str, str]]:
    names = {
        "numerator": _("Households that count"),
        "rest": _("Households that are missing"),
        "denominator": _("All the households of the figure"),
        "analysed": _("Households with an analysis"),
    }
    return [
        {"label": names[part], "url": desk.address("indicator_rows", figure.code, parte=part)}
        for part in parts_of(figure.code)
        if desk.opens(figure.code, part)
    ]


def _by_town(figure: Figure, desk: Desk) -> list[dict[str, Any]]:
    """A share town by town, its small numbers hidden together with what would betray them."""
    if figure.definition.shape != "share" or desk.scope.municipality:
        return []
    some = _tally(figure, "numerator", desk.scope)
    everybody = _tally(figure, "denominator", desk.scope)
    towns = [istat for istat in desk.towns if istat in everybody]
    cells = {(town, "some"): some.get(town, 0) for town in towns}
    cells |= {(town, "rest"): everybody[town] - some.get(town, 0) for town in towns}
    found: Table = table(cells, towns, ("some", "rest"), full=desk.full)
    return [
        {
            "label": desk.towns[town],
            "some": found.cells[town, "some"],
            "rest": found.cells[town, "rest"],
            "all": found.row_totals[town],
        }
        for town in towns
    ]


def _tally(figure: Figure, part: str, scope: Scope) -> dict[str, int]:
    rows = parts_of(figure.code)[part](scope).order_by().values("municipality__istat_code")
    with zone_report("indicators"):
        return {
            row["municipality__istat_code"]: row["n"]
            for row in rows.annotate(n=Count("household_key", distinct=True))
        }
