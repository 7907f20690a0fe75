"""What every page of a case shares: name, tags, path, tabs, and the aside. A tab of another room is written so:

    @page("cases.view")
    def case_team(request, pk):
        case = load_case(request, pk)
        return render(request, "teams/case_tab.html", {**case_shell(request, case, "team"), "items": …})

with `{% extends "cases/shell.html" %}` and its words in `{% block tab %}`. `case.depth` says how deeply it is seen.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.cases import household, panels, rules, tabs
from accanto.casework.cases.due import due_rows
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.handover import may_hand_over
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.queries import Seer, for_page, grants_on, seers
from accanto.casework.cases.seeing import REQUEST_CODES
from accanto.core import clock
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import reads
from accanto.core.web.frame import stands_at
from accanto.core.web.narrowing import within_reach
from accanto.people.persons.enums import Depth, GrantReason
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

STATE_TONE = {CaseState.OPEN: "fine", CaseState.SUSPENDED: "soon", CaseState.CLOSED: ""}


@dataclass(frozen=True)
class Why:
    """Why this page opens for me and until when, what of the case I do not see, for how many others it opens."""

    mine: str
    unseen: str
    others: str


def load_case(request: StaffRequest, pk: UUID, depth: int = Depth.TEAM) -> Case:
    """The case as its page needs it, in one query; 404 where it is not seen at least this deeply."""
    user = request.user
    case = for_page(user).filter(pk=pk).first()
    if case is None or case.depth < depth:
        raise Http404
    reads.opened(case)
    return case


def case_shell(request: StaffRequest, case: Case, tab: str) -> dict[str, Any]:
    stands_at(request, "cases")
    user = request.user
    now = clock.now()
    today, depth = now.date(), case.depth
    members = household.known_members(case.household, today, depth)
    grants = seers(grants_on(case.pk, now))
    return {
        "case": case,
        "today": today,
        "depth": depth,
        "reads": rules.may_read_diary(depth),
        # Whoever only learns from it neither prints it nor reads who else sees it.
        "may_take": within_reach(user, "document"),
        "may_write": rules.may_write(user, case, depth),
        "may_name": rules.may_name(user, case, depth),
        "may_hand_over": may_hand_over(user, case, depth),
        "state_tag": {"label": CaseState(case.state).label, "tone": STATE_TONE[CaseState(case.state)]},
        "case_tags": [*_own_tags(members), *panels.tags(user, case, today)],
        "path_bars": panels.path_bars(user, case, today),
        "tabs": _tabs(user, case, tab, depth),
        "members": members,
        "drawn": [known.drawn for known in members],
        "facts": [*household.facts(members, depth), *panels.facts(user, case, today)],
        "due": _due(case, today, user, depth),
        "why": why(user, grants, depth),
        "seers": grants,
    }


def why(user: User, found: list[Seer], depth: int) -> Why:
    mine = next((seer for seer in found if seer.user == user), None)
    office = next((seer for seer in found if seer.user is None), None)
    others = [seer.user for seer in found if seer.user and seer.user != user]
    bodies = {u.operator.organisation_id for u in others if hasattr(u, "operator")}
    return Why(_mine(mine, office), _unseen(depth), _others(len(others), len(bodies)))


def _mine(mine: Seer | None, office: Seer | None) -> str:
    reason = mine.reasons[0][0] if mine else GrantReason.COORDINATION
    since = date_words(mine.since) if mine and mine.since else ""
    until = date_format(timezone.localtime(mine.until), "G:i") if mine and mine.until else ""
    sentences = {
        GrantReason.ASSIGNMENT: _(
            "You see this case because you have been responsible for it since %(since)s."
        ),
        GrantReason.CO_WORK: _("You see this case because you have worked on it since %(since)s."),
        GrantReason.MINI_TEAM: _("You see this case because you have been in its mini-team since %(since)s."),
        GrantReason.TEAM: _("You see the sections of this case meant for the team, since %(since)s."),
        GrantReason.ASKED: _("You see this case because you asked to, and you were let in on %(since)s."),
        GrantReason.TRAINING: _(
            "You see this case because your tutor chose it for you; its people have invented names."
        ),
        GrantReason.TRANSFER: _("You see this case because you handed it over: you read it until %(day)s."),
        GrantReason.BREAK_GLASS: _("You opened this case for an urgent reason: you read it until %(until)s."),
    }
    told = sentences.get(GrantReason(reason))
    if told:
        return told % {"since": since, "until": until, "day": date_words(mine.until) if mine else ""}
    if office:
        return _("You see this case because you coordinate %(office)s.") % {"office": office.office}
    return _("You see the sections of this case that are meant for you.")


def _unseen(depth: int) -> str:
    """By depth alone: what is kept from everybody else is not hinted at."""
    if depth < Depth.READ:
        return _("You do not see the diary, nor the documents that the service does not share with the team.")
    if depth < Depth.WORK:
        return _("You read it without writing; personal notes stay with who wrote them.")
    return ""


def _others(people: int, bodies: int) -> str:
    if not people:
        return _("Nobody else reads it, apart from those who coordinate the unit.")
    who = ngettext("%(n)s other person", "%(n)s other people", people) % {"n": people}
    where = ngettext("%(n)s body", "%(n)s bodies", bodies) % {"n": bodies}
    return _("%(who)s of %(where)s can read parts of it.") % {"who": who, "where": where}


def _own_tags(members: list[household.Known]) -> list[dict[str, Any]]:
    found = []
    if any(known.where.protected for known in members):
        found.append({"label": _("Protected address"), "tone": "restricted", "icon": "locked"})
    if any(known.restricted for known in members):
        found.append({"label": _("Data restricted (art. 18)"), "tone": "restricted", "icon": "locked"})
    return found


def _tabs(user: User, case: Case, current: str, depth: int) -> list[dict[str, Any]]:
    found = tabs.tabs_for(user, case, depth)
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[case.pk]),
            "current": tab.code == current,
            "count": tabs.figure_of(tab, case) if depth >= Depth.READ else 0,
            "more": tab.under_more and len(found) > tabs.FLAT,
        }
        for tab in found
    ]


def _due(case: Case, today: date, user: User, depth: int) -> list[dict[str, Any]]:
    """What runs, said to everybody; the way to do it, to those who do."""
    # Who is to be let in is the work of those who decide it, and stands in theirs alone.
    told = Deadline.objects.filter(case=case, state="open").exclude(~Q(owner=user), code__in=REQUEST_CODES)
    running = told.order_by("due_on", "id")[:8]
    rows = list(running)
    for row in rows:
        row.case = case
    words = due_rows(rows, today, named=False)
    for row, said in zip(rows, words, strict=True):
        if depth < Depth.WORK and row.owner_id != user.pk:
            said.update(url="", action=None)
    return words
