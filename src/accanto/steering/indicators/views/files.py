"""The figures as files."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accanto.core import clock
from accanto.core.sheets import CONTENT_TYPES, ExportFormat
from accanto.core.web import page
from accanto.steering.indicators import exports
from accanto.steering.indicators.cards import Desk
from accanto.steering.indicators.forms import ScopeForm
from accanto.steering.indicators.queries import all_figures
from accanto.steering.indicators.views.figures import desk_of


@page("indicators.view")
def workbook(request: HttpRequest) -> HttpResponse:
    desk, cards = _asked(request)
    return _file(exports.workbook(desk, cards), CONTENT_TYPES[ExportFormat.XLSX], _name(desk, "xlsx"))


@page("indicators.view")
def print_all(request: HttpRequest) -> HttpResponse:
    desk, cards = _asked(request)
    return _file(exports.print_pdf(desk, cards, clock.now()), "application/pdf", _name(desk, "pdf"))


def _asked(request: HttpRequest) -> tuple[Desk, dict[str, dict[str, Any]]]:
    desk = desk_of(request, ScopeForm(request.GET, clock.today()))
    return desk, desk.cards(all_figures(desk.scope))


def _name(desk: Desk, ending: str) -> str:
    return f"indicatori-{desk.scope.measure}-{desk.scope.as_of.isoformat()}.{ending}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
