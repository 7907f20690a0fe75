"""What stands around every page: the rail, who I am, what waits. Rooms add their places in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject

from accanto.core.web.narrowing import within_reach

# What waits for a user at a place; the rail says how many.
Waiting = Callable[[Any], QuerySet[Any]]


@dataclass(frozen=True)
class Place:
    """One entry of the rail; `order` in tens, a new hundred starts a new group.

    `seldom`: it stands behind «More» for whoever would have more than a dozen places.
    """

    order: int
    label: str | Promise
    url_name: str
    icon: str
    permission: str | None = None
    prefix: str = ""
    waiting: Waiting | None = None
    seldom: bool = False


# Beyond these nobody finds a place at a glance.
DOZEN = 12
_BEHIND = 1_000
_STANDS_AT = "_accanto_stands_at"

_places: list[Place] = []


def add_place(place: Place) -> None:
    _places.append(place)
    _places.sort(key=lambda p: p.order)


class HowMany(Subquery):
    """The number of rows of a query, as a column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def how_many(user: Any, kinds: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of the queries has, all read at once."""
    figures = [HowMany(rows.order_by().values("pk")) for rows in kinds.values()]
    found = get_user_model().objects.filter(username=user.get_username()).values_list(*figures).get()
    return dict(zip(kinds, (number or 0 for number in found), strict=True))


def stands_at(request: HttpRequest, url_name: str) -> None:
    """The page belongs to this place of the rail, whatever its own address: the tab of a case, in another room."""
    setattr(request, _STANDS_AT, reverse(url_name))


def rail_for(request: HttpRequest) -> list[list[dict[str, Any]]]:
    """The places in their groups; the last is the one behind «More», where there is one."""
    waiting = _waiting(request)
    shown, path = _shown(request.user), getattr(request, _STANDS_AT, request.path)
    groups: dict[int, list[dict[str, Any]]] = {}
    current = max(shown, key=lambda place: _nearness(place, path), default=None)
    for place in shown:
        url = reverse(place.url_name)
        here = place is current and _nearness(place, path) > 0
        tally = waiting[place.waiting] if place.waiting else 0
        behind = place.seldom and len(shown) > DOZEN
        groups.setdefault(_BEHIND if behind else place.order // 100, []).append(
            {
                "label": place.label, "url": url, "icon": place.icon, "tally": tally, "current": here,
                "behind": behind,
            }
        )  # fmt: skip
    return [groups[key] for key in sorted(groups)]


def _nearness(place: Place, path: str) -> int:
    """How much of the path is the place’s; of two places, one within the other, the page belongs to the inner one."""
    url = reverse(place.url_name)
    if path == url:
        return len(url)
    return len(place.prefix) if place.prefix and path.startswith(place.prefix) else 0


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo_mode": settings.DEMO_MODE}
    return {
        "demo_mode": settings.DEMO_MODE,
        "may_search": user.may("search.people"),
        "rail": SimpleLazyObject(lambda: rail_for(request)),
        "me": {"name": user.get_full_name(), "subtitle": user.subtitle, "initials": user.initials},
        "notifications_unread": lambda: _waiting(request)[_unread],
    }


def _shown(user: Any) -> list[Place]:
    return [
        place
        for place in _places
        if (place.permission is None or user.may(place.permission)) and within_reach(user, place.url_name)
    ]


def _unread(user: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = user.notifications.filter(read_at=None)
    return rows


def _waiting(request: HttpRequest) -> dict[Waiting, int]:
    """Everything that the frame counts, in one query; once per request, and only where the frame is drawn."""
    kept = "_accanto_waiting"
    if not hasattr(request, kept):
        user = request.user
        kinds = list(dict.fromkeys([_unread, *(place.waiting for place in _shown(user) if place.waiting)]))
        tallies = how_many(user, {str(number): kind(user) for number, kind in enumerate(kinds)})
        setattr(request, kept, dict(zip(kinds, tallies.values(), strict=True)))
    counted: dict[Waiting, int] = getattr(request, kept)
    return counted
