"""What stands around every page: the rail, who I am, what waits. Rooms add their places in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject


@dataclass(frozen=True)
class Place:
    """One entry of the rail; `order` in tens, a new hundred starts a new group."""

    order: int
    label: str | Promise
    url_name: str
    icon: str
    permission: str | None = None
    prefix: str = ""
    tally: Callable[[Any], int] | None = None


_places: list[Place] = []


def add_place(place: Place) -> None:
    _places.append(place)
    _places.sort(key=lambda p: p.order)


def rail_for(request: HttpRequest) -> list[list[dict[str, Any]]]:
    groups: dict[int, list[dict[str, Any]]] = {}
    for place in _places:
        if place.permission and not request.user.may(place.permission):  # type: ignore[union-attr]
            continue
        url = reverse(place.url_name)
        here = request.path == url if place.prefix == "" else request.path.startswith(place.prefix)
        tally = place.tally(request.user) if place.tally else 0
        groups.setdefault(place.order // 100, []).append(
            {"label": place.label, "url": url, "icon": place.icon, "tally": tally, "current": here}
        )
    return [groups[key] for key in sorted(groups)]


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo_mode": settings.DEMO_MODE}
    return {
        "demo_mode": settings.DEMO_MODE,
        "may_search": user.may("search.people"),
        "rail": SimpleLazyObject(lambda: rail_for(request)),
        "me": {"name": user.get_full_name(), "subtitle": user.subtitle, "initials": user.initials},
        "notifications_unread": cache(lambda: user.notifications.filter(read_at=None).count()),
    }
