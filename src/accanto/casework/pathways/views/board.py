"""Pathways as columns: where each household stands and what is late."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.pathways import words
from accanto.casework.pathways.enums import ConvocationState, PathwayState, Stage
from accanto.casework.pathways.forms import BoardFilters
from accanto.casework.pathways.queries.board import lanes, running
from accanto.casework.pathways.worklist import PREFIX
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import working_days
from accanto.core.web import page, reads
from accanto.core.working_time import working_days_between
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def board(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    seen = Case.objects.visible_to(request.user)
    filters = BoardFilters(
        request.GET,
        units=Office.objects.filter(Exists(seen.filter(unit=OuterRef("pk")))),
        workers=User.objects.filter(Exists(seen.filter(responsible=OuterRef("pk")))),
    )
    stage = request.GET.get("fase", "")
    chosen = stage if stage in Stage.values else ""
    found = lanes(filters.narrow(running(request.user), today), today, chosen)
    reads.listed(pathway for lane in found for pathway in lane.pathways)
    manages = request.user.may("convocation.manage")
    context = {
        "today": today,
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in filters.fields),
        "stage": Stage(chosen) if chosen else None,
        "lanes": [
            {"lane": lane, "cards": [_card(pathway, today, manages) for pathway in lane.pathways]}
            for lane in found
        ],
        "total": sum(lane.total for lane in found),
        "late": sum(lane.late for lane in found),
        "empty": {
            "url": reverse("cases"),
            "label": _("Open the cases"),
        },
    }
    return render(request, "pathways/board.html", context)


def _card(pathway: Any, today: date, manages: bool) -> dict[str, Any]:
    convocation = pathway.under_way[0] if pathway.under_way else None
    return {
        "title": pathway.case.household.label,
        "url": reverse("case_pathway", args=[pathway.case_id]),
        "where": pathway.municipality.name,
        "who": str(pathway.case.responsible) if pathway.case.responsible else _("nobody yet"),
        "way": pathway.get_way_display() if pathway.way else "",
        "suspended": pathway.state == PathwayState.SUSPENDED,
        **_due(pathway, today),
        "convocation": _convocation(convocation, today),
        "convoke": reverse("convoke", args=[pathway.pk])
        if manages and convocation is None and _time_to_convoke(pathway, today)
        else "",
    }


def _time_to_convoke(pathway: Any, today: date) -> bool:
    """The first meeting always; a periodic one from a month before its day, so that the card is not full of buttons."""
    if pathway.next_code == PREFIX + "periodic_meeting":
        return bool(pathway.next_due <= today + timedelta(days=30))
    return bool(pathway.next_code == PREFIX + "first_meeting")


def _due(pathway: Any, today: date) -> dict[str, str]:
    if pathway.next_due is None:
        return {"due": "", "tone": ""}
    what = words.term_title(pathway.next_code.removeprefix(PREFIX))
    days = working_days_between(today, pathway.next_due, pathway.municipality.istat_code)
    if pathway.next_due < today:
        late = (
            working_days(abs(days))
            if days
            else words.length((today - pathway.next_due).days, "calendar_days")
        )
        return {"due": _("%(what)s: late by %(days)s") % {"what": what, "days": late}, "tone": "late"}
    said = {"what": what, "day": words.day_words(pathway.next_due, today)}
    tone = "soon" if days <= 7 else ""
    if pathway.next_due == today:
        return {"due": _("%(what)s: due today") % said, "tone": "soon"}
    return {"due": _("%(what)s: by %(day)s") % said, "tone": tone}


def _convocation(convocation: Any, today: date) -> dict[str, str] | None:
    if convocation is None:
        return None
    starts = timezone.localtime(convocation.appointment.starts_at)
    when = {"day": words.day_words(starts.date(), today), "hour": f"{starts:%H:%M}"}
    url = reverse("convocation", args=[convocation.pk])
    if starts.date() < today:
        return {"url": url, "text": _("Meeting of %(day)s: say how it went") % when, "tone": "soon"}
    if convocation.state == ConvocationState.PLANNED:
        said = (
            _("Meeting today at %(hour)s: to be sent")
            if starts.date() == today
            else _("Meeting on %(day)s at %(hour)s: to be sent")
        )
        return {"url": url, "text": said % when, "tone": "soon"}
    if starts.date() == today:
        return {"url": url, "text": _("Convoked today at %(hour)s") % when, "tone": "soon"}
    return {"url": url, "text": _("Convoked for %(day)s at %(hour)s") % when, "tone": ""}
