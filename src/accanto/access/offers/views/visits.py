"""The calendar of the week: who goes where, what is still to be told, whom to call."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accanto.access.offers import operations
from accanto.access.offers.enums import VisitState
from accanto.access.offers.forms_needs import SettleForm
from accanto.access.offers.kinds import kind_of, label_of
from accanto.access.offers.models import Match, Visit
from accanto.access.offers.queries import WEEK, to_ask, untold, visits_for_page, week_of
from accanto.access.offers.sheltering import no_longer_at_home
from accanto.access.offers.views.offers import tabs_of
from accanto.access.offers.views.told import hours_of, visit_line
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import editor, load, page, reads
from accanto.territory.staff.requests import StaffRequest

_MOST = 30


@page("offers.use")
def visits(request: StaffRequest) -> HttpResponse:
    """The week of the day asked for (`dal`), from its Monday; this week otherwise."""
    today = clock.today()
    first = _monday(request.GET.get("dal", ""), today)
    rows, late = week_of(request.user, first), untold(request.user, today)
    calls = list(to_ask(request.user)[:_MOST])
    coming = [one for one in rows if one.state == VisitState.PLANNED and one.day >= today]
    homes = no_longer_at_home([one.match.need for one in coming], today)
    reads.listed([one.match.need.case_id for one in (*rows, *late) if one.match.need.case_id])
    context = {
        **tabs_of(request.user, "visits"),
        "days": [
            {"day": date_words(day, today), "rows": [_row(one, today, homes) for one in found]}
            for day, found in groupby(rows, key=lambda one: one.day)
        ],
        "late": [_row(one, today) for one in late[:_MOST]],
        "calls": [_call(one) for one in calls],
        "first": first,
        "last": first + WEEK - timedelta(days=1),
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "this_week": first <= today < first + WEEK,
    }
    return render(request, "offers/visits.html", context)


def _monday(asked: str, today: date) -> date:
    try:
        day = parse_date(asked) or today
    except ValueError:
        day = today
    day = min(max(day, date(2000, 1, 1)), date(2100, 1, 1))
    return day - timedelta(days=day.weekday())


def _row(visit: Visit, today: date, homes: frozenset[UUID] = frozenset()) -> dict[str, Any]:
    need, line = visit.match.need, visit_line(visit, today)
    hours = line["hours"]
    tags = [line["tag"]]
    if need.pk in homes and visit.state == VisitState.PLANNED and visit.day >= today:
        tags.append({"label": _("not at home: agree on a place"), "tone": "late"})
    who = _("%(kind)s · %(who)s, in %(town)s") % {
        "kind": label_of(need.kind),
        "who": visit.match.offer.giver.name,
        "town": need.municipality.name,
    }
    return {
        **_when(visit, hours, late=visit.day < today and visit.state == VisitState.PLANNED),
        "title": need.what,
        "url": reverse("volunteer_need", args=[need.pk]),
        "text": who,
        "tags": tags,
        "action": {"label": _("How it went"), "url": line["url"]} if line["url"] else None,
    }


def _when(visit: Visit, hours: str, *, late: bool) -> dict[str, str]:
    """Under its own day the hours; of what is late the day. Without hours they are still to be agreed."""
    if late:
        return {"when": str(visit.day.day), "unit": _month(visit.day), "tone": "late"}
    return {"when": hours[:5] or "–", "unit": hours[6:] if hours else _("to be agreed"), "tone": ""}


def _month(day: date) -> str:
    return date_words(day).split("\N{NO-BREAK SPACE}")[1]


def _call(match: Match) -> dict[str, Any]:
    return {
        "when": str(match.proposed_at.day),
        "unit": _month(match.proposed_at.date()),
        "tone": "soon",
        "title": match.offer.giver.name,
        "url": reverse("volunteer_need", args=[match.need_id]),
        "text": match.need.what,
        "action": {"label": _("Write the answer"), "url": reverse("offer_answer", args=[match.pk])},
    }


@editor("offers.use")
def visit_settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    visit = load(visits_for_page(request.user), pk)
    need = visit.match.need
    goods = kind_of(need.kind).is_goods
    form = SettleForm(request.POST or None, goods=goods, initial={"minutes": _length(visit)})
    if request.method == "POST" and form.is_valid():
        try:
            operations.settle_visit(visit=visit, by=request.user, at=clock.now(), **form.for_operation())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("volunteer_need", pk=need.pk)
    told = {
        "name": visit.match.offer.giver.name,
        "day": date_words(visit.day, clock.today()),
        "hours": hours_of(visit.starts, visit.ends),
    }
    context = {
        "form": form,
        "title": _("How it went"),
        "text": (_("%(name)s, %(day)s, %(hours)s.") if told["hours"] else _("%(name)s, %(day)s.")) % told,
        "action": _("Register it"),
        "back": reverse("volunteer_need", args=[need.pk]),
        "crumb": need.what,
    }
    return render(request, "offers/ask.html", context, status=422 if form.errors else 200)


def _length(visit: Visit) -> int | None:
    """Minutes that were agreed."""
    if visit.starts is None or visit.ends is None:
        return None
    return (visit.ends.hour - visit.starts.hour) * 60 + visit.ends.minute - visit.starts.minute
