"""What the team does with a household, on the page of its case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.pathways.models import Pathway
from accanto.casework.teams import operations, rules
from accanto.casework.teams.enums import ItemState, TeamDecision
from accanto.casework.teams.models import AgendaItem
from accanto.casework.teams.queries import median_wait, waiting_pathways
from accanto.casework.teams.queries.meeting import with_people
from accanto.casework.teams.views.common import (
    attempt,
    load_managed,
    meeting_words,
    upcoming,
    uuid_or_404,
)
from accanto.core import clock
from accanto.core.web import action, load, page
from accanto.core.working_time import working_days_between
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def case_team(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk)
    today = clock.today()
    items = list(
        with_people(AgendaItem.objects.of_case(case))
        .select_related("extract")
        .order_by("-meeting__appointment__starts_at", "-put_at")
    )
    waiting = waiting_pathways().filter(case=case).select_related("municipality").first()
    manages = request.user.may("teams.manage") and waiting is not None
    context = {
        **case_shell(request, case, "team"),
        "entries": [_entry(request, item) for item in items],
        "waiting": waiting,
        "waits": _waits(waiting, today) if waiting else None,
        "usual": median_wait(today) if waiting else None,
        "meetings": [(m, meeting_words(m, today)) for m in upcoming(request.user, today)] if manages else [],
        "manages": manages,
    }
    return render(request, "teams/case_tab.html", context)


def _waits(pathway: Any, today: Any) -> int:
    return working_days_between(pathway.since or pathway.outcome_on, today, pathway.municipality.istat_code)


def _entry(request: StaffRequest, item: AgendaItem) -> dict[str, Any]:
    words = meeting_words(item.meeting)
    decided = item.state == ItemState.DISCUSSED
    title = (
        str(TeamDecision(item.decision).label).capitalize() if decided else str(ItemState(item.state).label)
    )
    guests = ", ".join(str(guest.user) for guest in item.guests.all())
    return {
        "item": item,
        "when": words,
        "title": title if decided else title.capitalize(),
        "text": item.decision_text if decided else item.reason or item.question,
        "small": _("Called: %(names)s") % {"names": guests} if guests else "",
        "url": reverse("team_item", args=[item.pk]) if request.user.may("teams.attend") else "",
        "extract": reverse("document", args=[item.extract_id]) if item.extract_id else "",
        "key": decided,
    }


@action("teams.manage")
def case_put(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.READ)
    meeting = load_managed(request, uuid_or_404(request.POST.get("meeting", "")))
    pathway = load(Pathway.objects.filter(case=case), uuid_or_404(request.POST.get("pathway", "")))
    if not rules.may_change_agenda(request.user, meeting):
        raise PermissionDenied
    responsible = pathway.case.responsible
    if responsible and (warning := operations.elsewhere(meeting, responsible)):
        messages.warning(request, warning)
    return attempt(
        request,
        lambda: operations.put_on_agenda(
            meeting=meeting,
            pathway=pathway,
            question=request.POST.get("question", ""),
            by=request.user,
            at=clock.now(),
        ),
        _("The household is on the agenda."),
        "case_team",
        case.pk,
    )
