"""What the home page says of volunteers: who comes today and tomorrow for those whom one follows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.offers.enums import VisitState
from accanto.access.offers.kinds import label_of
from accanto.access.offers.models import Visit
from accanto.access.offers.queries import visits_for_page
from accanto.access.offers.views.told import hours_of
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.staff.models import User

_MOST = 6


@dataclass(frozen=True)
class VisitsDuty:
    """Nothing of it waits for an answer: it is told so that nobody is surprised."""

    title: str
    lines: tuple[str, ...]
    url: str
    action: str
    tag: str


def visits_duty(user: User, today: date) -> list[VisitsDuty]:
    """Of the needs that one wrote and of the cases that one is responsible for, without saying whose; one query.

    Whoever coordinates has the units on that page, and all their volunteers in the calendar.
    """
    if not user.may("offers.use") or user.access.coordinates:
        return []
    mine = Q(match__need__written_by=user) | Q(match__need__case__responsible=user)
    near = visits_for_page(user).filter(
        mine, state=VisitState.PLANNED, day__gte=today, day__lte=today + timedelta(days=1)
    )
    found = list(near.order_by("day", "starts", "pk"))
    if not found:
        return []
    lines = [_line(one, today) for one in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(_("And others: see the calendar."))
    count = sum(one.day == today for one in found)
    tag = _("%(n)s today") % {"n": count} if count else ""
    return [
        VisitsDuty(_("Volunteers"), tuple(lines), reverse("volunteer_visits"), _("Open the calendar"), tag)
    ]


def _line(visit: Visit, today: date) -> str:
    need = visit.match.need
    who = _("%(kind)s · %(who)s, in %(town)s") % {
        "kind": label_of(need.kind),
        "who": visit.match.offer.giver.name,
        "town": need.municipality.name,
    }
    when = ", ".join(filter(None, [date_words(visit.day, today), hours_of(visit.starts, visit.ends)]))
    return f"{when[:1].upper()}{when[1:]}: {who}"
