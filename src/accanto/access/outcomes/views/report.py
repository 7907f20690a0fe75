"""Municipality × outcome on any day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.outcomes.enums import ImportState, Outcome
from accanto.access.outcomes.forms import TableForm
from accanto.access.outcomes.models import Application, OutcomeImport
from accanto.access.outcomes.queries.table import OutcomeTable, outcome_table
from accanto.access.outcomes.views.room import room
from accanto.casework.pathways.enums import Measure
from accanto.core import clock
from accanto.core.listing import Column
from accanto.core.listing.page import export
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest


@page("outcomes.view")
def home(request: StaffRequest) -> HttpResponse:
    """The table on a day, of one measure; by default today, and the measure of the last list."""
    last = OutcomeImport.objects.filter(state=ImportState.DONE).select_related("source").first()
    measure, on = _asked(request, last)
    with_totals = (
        OutcomeImport.objects.filter(measure=measure, totals__isnull=False, state=ImportState.DONE)
        .select_related("source")
        .order_by("-uploaded_at")
        .first()
    )
    table = outcome_table(measure, on, with_totals)
    if request.GET.get("formato"):
        return _file(table, request.GET["formato"])
    around = room(request, "home")
    return render(
        request,
        "outcomes/home.html",
        {
            **around,
            "table": table,
            "outcomes": Outcome.choices,
            "form": TableForm({"al": on, "misura": measure}),
            "measure": Measure(measure),
            "on": on,
            "last": last,
            "work": _work(around["tabs"]),
            "anything": last is not None or Application.objects.exists(),
        },
    )


def _asked(request: StaffRequest, last: OutcomeImport | None) -> tuple[str, date]:
    form = TableForm(request.GET)
    form.is_valid()
    usual = last.measure if last else str(Measure.ADI)
    return form.cleaned_data.get("misura") or usual, form.cleaned_data.get("al") or clock.today()


def _work(tabs: list[dict[str, object]]) -> list[dict[str, object]]:
    """What waits, as rows with one action each."""
    counts = {str(tab["url"]): int(str(tab["count"])) for tab in tabs}
    waiting, accompany = reverse("outcomes:waiting"), reverse("outcomes:accompany_list")
    rows: list[dict[str, object]] = []
    if counts.get(waiting):
        rows.append(
            {
                "when": counts[waiting],
                "unit": ngettext("person", "people", counts[waiting]),
                "tone": "soon",
                "title": _("To identify"),
                "text": _("Without a valid code, or similar to somebody known"),
                "url": waiting,
            }
        )
    if counts.get(accompany):
        rows.append(
            {
                "when": counts[accompany],
                "unit": ngettext("person", "people", counts[accompany]),
                "tone": "",
                "title": _("To accompany"),
                "text": _("Refused, suspended or lapsed, with the reason"),
                "url": accompany,
            }
        )
    return rows


def _file(table: OutcomeTable, wanted: str) -> HttpResponse:
    columns = [
        Column("comune", _("Municipality"), str),
        *(Column(code, label, str, numeric=True) for code, label in Outcome.choices),
        Column("totale", _("Total"), str, numeric=True),
        Column("dichiarato", _("Total stated by the list"), str, numeric=True),
    ]
    rows = (
        [
            line.municipality.name if line.municipality else _("Total"),
            *(figure.count for figure in line.figures),
            line.total.count,
            line.total.stated,
        ]
        for line in (*table.lines, table.foot)
    )
    return export(wanted, columns, rows, "quadro-esiti")
