"""What every page of the room shows: its tabs."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.outcomes.queries.work import to_accompany, to_identify
from accanto.core import clock
from accanto.territory.staff.requests import StaffRequest


def tabs(request: StaffRequest, current: str) -> list[dict[str, Any]]:
    """The tabs with what waits behind them; nothing for those who may only see one application."""
    user = request.user
    if not user.may("outcomes.view"):
        return []
    entries = [
        ("home", _("Overview"), 0),
        ("applications", _("Applications"), 0),
        ("waiting", _("To identify"), to_identify(user).count()),
        ("accompany_list", _("To accompany"), to_accompany(user, clock.today()).count()),
        ("imports", _("Lists received"), 0),
    ]
    return [
        {"label": label, "url": reverse(f"outcomes:{name}"), "count": count, "current": name == current}
        for name, label, count in entries
    ]


def room(request: StaffRequest, current: str) -> dict[str, Any]:
    """What `outcomes/room.html` draws around each page."""
    return {
        "tabs": tabs(request, current),
        "may_import": request.user.may("outcomes.import"),
        "today": clock.today(),
    }


def only_the_list(request: StaffRequest) -> bool:
    """htmx asks for the list alone, or somebody for a file: no tabs to count for."""
    return request.headers.get("HX-Target") == "elenco" or bool(request.GET.get("formato"))


def draw(
    request: StaffRequest, template: str, current: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = {**room(request, current), **context}
    return render(request, f"outcomes/{template}.html", shown, status=status)
