"""What is looked for: the list, a new need, one need with who could answer it, the tab of a case."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accanto.access.offers import operations
from accanto.access.offers.enums import MatchState, NeedState, VisitState
from accanto.access.offers.fitting import Fit
from accanto.access.offers.forms import shown_when
from accanto.access.offers.forms_needs import NeedFilters, NeedForm, PlaceForm, WithdrawForm
from accanto.access.offers.kinds import checks_for, kind_of, label_of
from accanto.access.offers.models import Match, Need, Visit
from accanto.access.offers.queries import fitting, matches_for_page, needs_for_page
from accanto.access.offers.sheltering import is_sheltered, no_longer_at_home
from accanto.access.offers.views.offers import tabs_of
from accanto.access.offers.views.told import match_card
from accanto.access.offers.words import need_tags, need_when, offer_when, period_words
from accanto.casework.cases.models import Case
from accanto.casework.cases.rules import may_write
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import editor, load, page, reads
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.households.models import Member
from accanto.people.persons.enums import Depth
from accanto.people.persons.queries import restricted_people
from accanto.territory.bodies.models import Office
from accanto.territory.staff.requests import StaffRequest

_OFFICES = ("zone", "professional_unit", "urp", "social_secretariat")


@page("offers.use")
def needs(request: StaffRequest) -> HttpResponse:
    return _LIST.respond(request, "offers/needs.html", tabs_of(request.user, "needs"))


def _rows(request: HttpRequest) -> Any:
    user: Any = request.user
    return needs_for_page(user)


def _case(row: Need) -> Cell:
    if row.case is None:
        return Cell(_("without a name"), small=row.office.name)
    return Cell(row.case.household.label, url=reverse("case", args=[row.case_id]), small=row.case.number)


def _leaving(rows: Any) -> Any:
    restricted = Member.objects.filter(person__in=restricted_people(), ends_on=None).values("household")
    return rows.exclude(case__household__in=restricted)


_LIST = ListPage(
    title=gettext_lazy("What is looked for"),
    rows=_rows,
    leaving=_leaving,
    columns=[
        Column(
            "kind",
            gettext_lazy("What"),
            lambda row: Cell(row.what, small=label_of(row.kind), tags=need_tags(row)),
            sort=("kind",),
            width=40,
        ),
        Column(
            "when",
            pgettext_lazy("offer", "When"),
            lambda row: Cell(need_when(row) or "–", small=period_words(row)),
        ),
        Column(
            "where", gettext_lazy("Where"), lambda row: row.municipality.name, sort=("municipality__name",)
        ),
        Column("case", gettext_lazy("For whom"), _case),
        Column(
            "written",
            gettext_lazy("Written on"),
            lambda row: Cell(date_words(row.written_at), small=str(row.written_by), value=row.written_at),
            sort=("written_at",),
        ),
    ],
    default_order="-written",
    filters=NeedFilters,
    address=lambda row: reverse("volunteer_need", args=[row.pk]),
    empty=Empty(
        gettext_lazy("Nobody is looked for"),
        gettext_lazy(
            "A need is written from the page of a case, or here for somebody who came to a desk: then the offers that"
            " answer it appear."
        ),
        icon="search",
    ),
    filename="bisogni-volontari",
)


@editor("offers.use")
def need_new(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    case = _case_of(request)
    key = f"need-new-{case.pk if case else ''}"
    given: dict[str, Any] = {
        "on": now.date(),
        "offices": Office.objects.filter(kind__in=_OFFICES).order_by("name"),
        "of_case": case is not None,
    }
    if request.method == "POST":
        form = NeedForm(request.POST, **given)
    else:
        form = NeedForm(initial={**_beginning(request, case), **draft_data(request.user, key)}, **given)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.write_need(facts=form.facts(), case=case, by=request.user, at=now)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=key)
            messages.success(request, _("The need is written: here is who could answer it."))
            return redirect("volunteer_need", pk=row.pk)
    context = {
        "form": form,
        "draft_key": key,
        "case": case,
        "sheltered": case is not None and is_sheltered(case, now.date()),
        **shown_when(now.date()),
    }
    return render(request, "offers/need_new.html", context, status=422 if form.errors else 200)


def _case_of(request: StaffRequest) -> Case | None:
    """`?caso=`: 404 where it is not seen, 403 for whoever does not work on it."""
    asked = request.GET.get("caso", "")
    if not asked:
        return None
    try:
        pk = UUID(asked)
    except ValueError:
        return None
    case = load_case(request, pk, Depth.READ)
    if not may_write(request.user, case, case.depth):
        raise PermissionDenied
    return case


def _beginning(request: StaffRequest, case: Case | None) -> dict[str, Any]:
    offices = sorted(request.user.access.offices)
    office = case.unit if case else Office.objects.filter(pk__in=offices[:1]).first()
    return {
        "first_day": clock.today(),
        "office": office.pk if office else None,
        "municipality": office.seat_id if office else None,
    }


@page("offers.use")
def need_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(needs_for_page(request.user), pk)
    on = clock.today()
    matches = list(matches_for_page(request.user).filter(need=row))
    visits: dict[UUID, list[Visit]] = {}
    for one in Visit.objects.filter(match__in=matches).order_by("day", "starts"):
        visits.setdefault(one.match_id, []).append(one)
    found = fitting(request.user, row, on) if row.state == NeedState.OPEN else []
    if row.case_id:
        reads.listed([row.case_id])
    context = {
        "need": row,
        "kind": kind_of(row.kind),
        "tags": need_tags(row),
        "facts": _facts(row),
        "running": _runs(row),
        "homes": _still_at_home(row, matches, visits, on),
        "waiting": any(one.state == "proposed" for one in matches),
        "matches": [match_card(one, visits.get(one.pk, []), on) for one in matches],
        "fits": [_card(one) for one in found if not one.bars and not one.ask],
        "ask": [_card(one) for one in found if not one.bars and one.ask],
        "bars": [_card(one) for one in found if one.bars],
        "checks": checks_for(kind_of(row.kind), on, minors=row.minors),
        "today": on,
    }
    return render(request, "offers/need.html", context)


def _runs(row: Need) -> bool:
    return row.state in (NeedState.OPEN, NeedState.COVERED)


def _still_at_home(
    row: Need, matches: list[Match], visits: dict[UUID, list[Visit]], on: date
) -> dict[str, Any] | None:
    """Protected since it was written: what is planned must not be at their home. None where all is well."""
    if not _runs(row) or not no_longer_at_home([row], on):
        return None
    whose = {one.pk: one.offer.giver.name for one in matches if one.state == MatchState.ACCEPTED}
    coming = [
        one for pk in whose for one in visits.get(pk, []) if one.state == VisitState.PLANNED and one.day >= on
    ]
    return {
        "coming": len(coming),
        "next": coming[0].day if coming else None,
        "name": whose[coming[0].match_id] if coming else "",
    }


@editor("offers.use")
def need_place(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begins empty where a place written before may be a home that is protected now."""
    row = load(needs_for_page(request.user), pk)
    told = row.pk not in no_longer_at_home([row], clock.today())
    form = PlaceForm(request.POST or None, initial={"meeting_place": row.meeting_place if told else ""})
    if request.method == "POST" and form.is_valid():
        try:
            operations.meet_elsewhere(need=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Where they meet is written: tell the volunteer."))
            return redirect("volunteer_need", pk=pk)
    context = {
        "form": form,
        "title": _("Where they meet"),
        "text": _("Write it when both agree: the volunteer and the family."),
        "action": _("Write it"),
        "back": reverse("volunteer_need", args=[pk]),
        "crumb": row.what,
    }
    return render(request, "offers/ask.html", context, status=422 if form.errors else 200)


def _card(one: Fit) -> dict[str, Any]:
    near = {0: _("here"), 1: _("nearby"), 2: _("in the zone")}[one.distance]
    return {
        "fit": one,
        "offer": one.offer,
        "url": reverse("offer", args=[one.offer.pk]),
        "when": offer_when(one.offer),
        "near": near,
    }


def _facts(row: Need) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Kind of help"), "value": label_of(row.kind)},
        {"label": _("When"), "value": need_when(row) or _("to be agreed")},
        {"label": _("Period"), "value": period_words(row)},
        {"label": _("Where"), "value": row.municipality.name},
        {"label": _("How urgent"), "value": str(row.get_urgency_display())},
        {"label": _("Office"), "value": row.office.name},
        {"label": _("Written on"), "value": f"{date_words(row.written_at, clock.today())}, {row.written_by}"},
    ]
    if kind_of(row.kind).is_goods:
        facts.insert(1, {"label": _("Pieces"), "value": row.pieces})
    if row.case:
        url = reverse("case_volunteers", args=[row.case_id])
        facts.insert(0, {"label": _("Case"), "value": row.case.household.label, "url": url})
    return facts


@editor("offers.use")
def need_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(needs_for_page(request.user), pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.withdraw_need(need=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Nobody is looked for any more."))
            return redirect("volunteer_need", pk=pk)
    context = {
        "form": form,
        "title": _("Withdraw the need"),
        "text": _("Nobody is looked for any more. If nobody was found it counts among the unmet needs."),
        "action": _("Withdraw it"),
        "back": reverse("volunteer_need", args=[pk]),
        "crumb": row.what,
    }
    return render(request, "offers/ask.html", context, status=422 if form.errors else 200)


@page("offers.use")
def case_volunteers(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The tab of a case: what was looked for among volunteers, and who came."""
    case = load_case(request, pk, Depth.READ)
    rows = list(needs_for_page(request.user).filter(case=case).order_by("-written_at"))
    done: dict[UUID, list[Visit]] = {}
    for one in Visit.objects.filter(match__need__in=rows).select_related("match").order_by("day"):
        done.setdefault(one.match.need_id, []).append(one)
    context = {
        **case_shell(request, case, "volunteers"),
        "rows": [_in_a_case(row, done.get(row.pk, [])) for row in rows],
        "may_write": may_write(request.user, case, case.depth),
    }
    return render(request, "offers/case_tab.html", context)


def _in_a_case(row: Need, visits: list[Visit]) -> dict[str, Any]:
    today = clock.today()
    coming = next((one for one in visits if one.state == "planned" and one.day >= today), None)
    return {
        "need": row,
        "label": label_of(row.kind),
        "when": need_when(row) or period_words(row),
        "tags": need_tags(row),
        "done": sum(one.state == "done" for one in visits),
        "next": coming,
    }
