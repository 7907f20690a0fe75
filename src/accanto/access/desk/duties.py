"""What the home page says of the desk: who waits now, what is left to finish, what a unit has to decide."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.desk.enums import IN_LINE
from accanto.access.desk.models import AccessPoint, ChargeRequest
from accanto.access.desk.queries.contacts import to_finish
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class DeskDuty:
    """`tone` and `tag` are empty where nothing waits."""

    title: str
    lines: tuple[str, ...]
    url: str
    action: str
    tone: str
    tag: str
    waiting: int


def desk_duties(user: User, today: date) -> list[DeskDuty]:
    """The queue of where one receives people today, and the proposals for the units that one coordinates."""
    found = []
    if user.may("desk.serve") and (mine := _mine(user, today)):
        found.append(mine)
    if user.access.coordinates and (asked := _asked(user)):
        found.append(asked)
    return found


def _mine(user: User, today: date) -> DeskDuty | None:
    line = Count("tickets", filter=Q(tickets__day=today, tickets__state__in=IN_LINE))
    points: list[Any] = list(
        AccessPoint.objects.served_by(user, today).select_related("office").annotate(in_line=line)
    )
    if not points:
        return None
    lines = [
        ngettext("%(point)s: %(n)s person waits.", "%(point)s: %(n)s people wait.", point.in_line)
        % {"point": point.office.name, "n": point.in_line}
        if point.in_line
        else _("%(point)s: nobody waits.") % {"point": point.office.name}
        for point in points
    ]
    left = to_finish(user).order_by().count()
    if left:
        lines.append(
            ngettext(
                "%(n)s contact of yours is to be finished.",
                "%(n)s contacts of yours are to be finished.",
                left,
            )
            % {"n": left}
        )
    waits = sum(point.in_line for point in points)
    tag = ngettext("%(n)s waits", "%(n)s wait", waits) % {"n": waits} if waits else ""
    first = max(points, key=lambda point: point.in_line)
    address = reverse("desk_board", args=[first.pk])
    return DeskDuty(
        _("Desk"), tuple(lines), address, _("Go to the desk"), "soon" if waits else "", tag, waits
    )


def _asked(user: User) -> DeskDuty | None:
    waits = ChargeRequest.objects.to_decide(user).order_by().count()
    if not waits:
        return None
    line = ngettext(
        "A desk proposes %(n)s person to be taken in charge: they wait for an answer.",
        "Desks propose %(n)s people to be taken in charge: they wait for an answer.",
        waits,
    ) % {"n": waits}
    tag = ngettext("%(n)s proposal", "%(n)s proposals", waits) % {"n": waits}
    return DeskDuty(
        _("Taking in charge, proposed"), (line,), reverse("desk_charges"), _("Decide"), "soon", tag, waits
    )
