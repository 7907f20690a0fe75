"""A household in front of the team."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.cases import household, panels
from accanto.casework.cases.queries import with_depth
from accanto.casework.pathways.enums import Way
from accanto.casework.teams import rules
from accanto.casework.teams.enums import ItemState, Need, TeamDecision
from accanto.casework.teams.forms import DecisionForm, GuestForm, PostponeForm, QuestionForm
from accanto.casework.teams.models import AgendaItem, TeamMember
from accanto.casework.teams.operations import overlaps_of
from accanto.casework.teams.panels import item_panels
from accanto.casework.teams.queries.item import analysis_of, beside, decisions_before, framework_of
from accanto.casework.teams.views.common import day_of, load_item, meeting_words, upcoming
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import page
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


def draft_key(item: AgendaItem) -> str:
    return f"teams.item.{item.pk}"


@page("teams.attend")
def team_item(request: StaffRequest, pk: UUID) -> HttpResponse:
    return show(request, load_item(request, pk))


def show(request: StaffRequest, item: AgendaItem, form: DecisionForm | None = None) -> HttpResponse:
    user, now = request.user, clock.now()
    today, case = now.date(), item.pathway.case
    depth = with_depth(user).get(pk=case.pk).depth
    known = household.known_members(case.household, today, depth)
    former, following, number, count = beside(item, user)
    changes = rules.may_change_agenda(user, item.meeting)
    context = {
        "item": item,
        "case": case,
        "today": today,
        "reads": depth >= Depth.READ,
        "members": known,
        "drawn": [one.drawn for one in known],
        "path_bars": panels.path_bars(user, case, today),
        "former": former,
        "following": following,
        "number": number,
        "count": count,
        "starts": timezone.localtime(item.meeting.appointment.starts_at),
        "state_tag": _state(item),
        "way": _way(item),
        "framework": framework_of(item.pathway, user, now),
        "section_b": AssessmentKind.SECTION_B,
        "may_fill": user.may("assessment.fill"),
        "before": [_decided(one) for one in decisions_before(item)],
        "panels": item_panels(user, item.pathway),
        "guests": list(item.guests.all()),
        "changes": changes,
        "overlaps": overlaps_of(item) if changes else [],
        "question_form": _question(item) if rules.may_word_question(user, item) else None,
        **(_decision(request, item, form) if changes else {}),
        **(_agenda_forms(request, item) if changes and item.state == ItemState.WAITING else {}),
    }
    return render(request, "teams/item.html", context, status=422 if form and form.errors else 200)


def _state(item: AgendaItem) -> dict[str, str]:
    if item.decision:
        return {"label": str(TeamDecision(item.decision).label), "tone": "fine"}
    return {"label": str(ItemState(item.state).label), "tone": ""}


def _way(item: AgendaItem) -> dict[str, Any]:
    """The result of the preliminary analysis and the reason that people wrote, not the answers behind it."""
    analysis = analysis_of(item.pathway)
    way = item.pathway.way
    return {
        "label": Way(way).label if way else "",
        "reason": analysis.decision_reason if analysis else "",
        "since": date_words(analysis.closed_on) if analysis else "",
        "by": str(analysis.closed_by) if analysis else "",
    }


def _decided(item: AgendaItem) -> dict[str, Any]:
    return {
        "stamp": date_words(day_of(item.meeting)),
        "title": str(TeamDecision(item.decision).label).capitalize(),
        "text": item.decision_text,
        "url": reverse("document", args=[item.extract_id]) if item.extract_id else "",
        "link_label": _("Extract of the minutes"),
    }


def _question(item: AgendaItem) -> QuestionForm:
    return QuestionForm(initial={"question": item.question})


def _decision(request: StaffRequest, item: AgendaItem, form: DecisionForm | None) -> dict[str, Any]:
    if day_of(item.meeting) > clock.today() or item.state not in {ItemState.WAITING, ItemState.DISCUSSED}:
        return {"too_early": item.state == ItemState.WAITING}
    written = {"decision": item.decision, "decision_text": item.decision_text}
    initial = {**written, **draft_data(request.user, draft_key(item))}
    return {"form": form or DecisionForm(initial=initial), "draft_key": draft_key(item)}


def _agenda_forms(request: StaffRequest, item: AgendaItem) -> dict[str, Any]:
    others = [m for m in upcoming(request.user, clock.today()) if m.pk != item.meeting_id]
    return {
        "guest_form": GuestForm(called=_callable(item)),
        "postpone_form": PostponeForm(meetings=[(str(m.pk), meeting_words(m)) for m in others])
        if others
        else None,
    }


def _callable(item: AgendaItem) -> list[tuple[str, str]]:
    """Extended members of the team that are not called yet."""
    there = {guest.user_id for guest in item.guests.all()}
    seats = TeamMember.objects.extended().sitting(day_of(item.meeting)).filter(team=item.meeting.team_id)
    return [
        (seat.user.username, f"{seat.user} · {Need(seat.need).label}, {seat.organisation}")
        for seat in seats.select_related("user", "organisation")
        if seat.user_id not in there
    ]
