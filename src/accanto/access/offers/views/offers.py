"""What is offered: the list, a new offer on one page, the card of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accanto.access.offers import operations
from accanto.access.offers.fitting import lacking
from accanto.access.offers.forms import EndForm, OfferFilters, OfferForm, shown_when
from accanto.access.offers.kinds import Check, checks_for, checks_on, kind_of, label_of
from accanto.access.offers.letter import Given, given_by
from accanto.access.offers.models import Giver, GiverCheck, Offer
from accanto.access.offers.queries import checks_of, matches_for_page, offers_for_page
from accanto.access.offers.words import (
    MATCH_TONES,
    free_words,
    minutes_words,
    offer_tag,
    offer_when,
    period_words,
    where_words,
)
from accanto.core import clock
from accanto.core.database.context import purpose
from accanto.core.errors import OperationRefused
from accanto.core.listing import Cell, Column, Empty, ListPage
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import editor, load, page
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

DRAFT = "offer-new"


@page("offers.use")
def offers(request: StaffRequest) -> HttpResponse:
    return _LIST.respond(request, "offers/list.html", tabs_of(request.user, "offers"))


def tabs_of(user: User, current: str) -> dict[str, Any]:
    """The places of the room, each a page of its own."""
    told = [("offers", _("Offers"), "offers"), ("volunteer_needs", _("Needs"), "needs")]
    told += [("volunteer_visits", _("Calendar"), "visits")]
    if user.may("offers.figures"):
        told.append(("offers_figures", _("Figures"), "figures"))
    tabs = [{"label": label, "url": reverse(name), "current": code == current} for name, label, code in told]
    return {"room_tabs": tabs, "may_keep": user.may("offers.keep"), "today": clock.today()}


def _rows(request: HttpRequest) -> QuerySet[Offer]:
    user: Any = request.user
    rows: Any = offers_for_page(user)
    wanted = request.GET.get("stato", "")
    if wanted != "tutte":
        rows = rows.standing(clock.today())
    if wanted == "libere":
        rows = rows.filter(taken__lt=F("capacity"))
    found: QuerySet[Offer] = rows
    return found


def _prepare(rows: list[Any]) -> None:
    checks, on = checks_of({row.giver_id for row in rows}), clock.today()
    for row in rows:
        row.checked = checks_line(row, checks.get(row.giver_id, []), on)


def checks_line(row: Offer, checks: list[GiverCheck], on: Any) -> Cell:
    due = checks_for(kind_of(row.kind), on, minors=False)
    if not due:
        return Cell(_("none is due"))
    missing = [words for check in due if (words := lacking(check, checks, on))]
    if missing:
        return Cell(_("to be completed"), small="; ".join(missing), tone="soon")
    return Cell(_("in order"), tone="fine")


_LIST = ListPage(
    title=gettext_lazy("What is offered"),
    rows=_rows,
    leaving=lambda rows: rows,
    columns=[
        Column(
            "kind",
            gettext_lazy("What"),
            lambda row: Cell(row.what, small=label_of(row.kind), tags=[offer_tag(row, clock.today())]),
            sort=("kind",),
            width=40,
        ),
        Column(
            "giver",
            gettext_lazy("Who offers"),
            lambda row: Cell(row.giver.name, small=row.giver.municipality.name),
            sort=("giver__name",),
        ),
        Column(
            "when",
            pgettext_lazy("offer", "When"),
            lambda row: Cell(offer_when(row) or "–", small=period_words(row)),
        ),
        Column("where", gettext_lazy("Where"), where_words),
        Column("free", gettext_lazy("Room left"), free_words, sort=("taken",)),
        Column("checks", gettext_lazy("Checks"), lambda row: row.checked),
        Column(
            "registered",
            gettext_lazy("Registered on"),
            lambda row: Cell(date_words(row.registered_at), value=row.registered_at),
            sort=("registered_at",),
        ),
    ],
    default_order="-registered",
    filters=OfferFilters,
    prepare=_prepare,
    address=lambda row: reverse("offer", args=[row.pk]),
    empty=Empty(
        gettext_lazy("Nobody has offered anything yet"),
        gettext_lazy(
            "When a citizen or an association offers time or things, write it down here: it is proposed where it is"
            " needed."
        ),
        icon="exchange-circle",
    ),
    filename="offerte-volontari",
)


@editor("offers.keep")
def offer_new(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    given: dict[str, Any] = {"on": now.date(), "givers": _standing_givers(request.user)}
    if request.method == "POST":
        form = OfferForm(request.POST, **given)
    else:
        begun = {"first_day": now.date(), "informed_on": now.date(), "giver": request.GET.get("chi")}
        form = OfferForm(initial={**begun, **draft_data(request.user, DRAFT)}, **given)
    if request.method == "POST" and form.is_valid():
        try:
            row = _register(request, form)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=DRAFT)
            messages.success(request, _("The offer is registered: see below which checks are due."))
            return redirect("offer", pk=row.pk)
    context = {"form": form, "draft_key": DRAFT, **shown_when(now.date())}
    return render(request, "offers/new.html", context, status=422 if form.errors else 200)


def _register(request: StaffRequest, form: OfferForm) -> Offer:
    """Both or neither: no volunteer stays behind an offer that was refused."""
    now = clock.now()
    with transaction.atomic():
        giver = form.cleaned_data["giver"] or operations.register_giver(
            facts=form.giver_facts(), by=request.user, at=now
        )
        return operations.register_offer(giver=giver, facts=form.offer_facts(), by=request.user, at=now)


def _standing_givers(user: User) -> QuerySet[Giver]:
    return Giver.objects.visible_to(user).filter(forgotten_at=None).order_by("name", "pk")


@page("offers.use")
def offer_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(offers_for_page(request.user).select_related("registered_by"), pk)
    on, giver = clock.today(), row.giver
    checks = checks_of([giver.pk]).get(giver.pk, [])
    matches = list(matches_for_page(request.user).filter(offer=row))
    others = row.taken - sum(one.units for one in matches if one.state == "accepted" or one.kept)
    keeps = request.user.may("offers.keep")
    given = given_to_thank(giver) if keeps else None
    context = {
        "offer": row,
        "giver": giver,
        "kind": kind_of(row.kind),
        "tag": offer_tag(row, on),
        "facts": facts_of(row),
        "reached": _reached(giver),
        "checks": [_check_row(check, checks, row, on) for check in checks_on(on).values()],
        "matches": [_match_row(one) for one in matches],
        "others": others,
        "may_keep": keeps,
        "given": given,
        "given_words": minutes_words(given.minutes) if given else "",
        "thanks": list(giver.thanks.select_related("by")),
        "today": on,
    }
    return render(request, "offers/offer.html", context)


def given_to_thank(giver: Giver) -> Given | None:
    """All that they gave, also to households that the reader does not see: only days and hours are told of it."""
    with purpose("offers.thanks"):
        return given_by(giver)


def facts_of(row: Offer) -> list[dict[str, Any]]:
    return [
        {"label": _("Kind of help"), "value": label_of(row.kind)},
        {"label": _("When"), "value": offer_when(row) or _("to be agreed")},
        {"label": _("It holds"), "value": period_words(row)},
        {"label": _("Where"), "value": where_words(row)},
        {"label": _("Room left"), "value": free_words(row)},
        {
            "label": _("Registered"),
            "value": f"{date_words(row.registered_at, clock.today())}, {row.registered_by}",
        },
    ]


def _reached(giver: Giver) -> list[dict[str, Any]]:
    told = [
        (_("Whom to ask for"), giver.contact),
        (_("Telephone"), giver.phone),
        (_("E-mail"), giver.email),
        (_("Town"), giver.municipality.name),
    ]
    facts: list[dict[str, Any]] = [{"label": label, "value": value} for label, value in told if value]
    facts.append({"label": _("Notice on personal data"), "value": date_words(giver.informed_on)})
    return facts


def _check_row(check: Check, checks: list[GiverCheck], row: Offer, on: Any) -> dict[str, Any]:
    due = check in checks_for(kind_of(row.kind), on, minors=False)
    near = check.minors and not due and not kind_of(row.kind).is_goods
    words = lacking(check, checks, on)
    done = next((one for one in checks if one.code == check.code), None)
    return {
        "check": check,
        "due": due or near,
        "near": near,
        "done": done,
        "words": words,
        "tone": "fine" if not words else "soon" if due else "",
        "shown": due or near or done is not None,
    }


def _match_row(one: Any) -> dict[str, Any]:
    return {
        "match": one,
        "url": reverse("volunteer_need", args=[one.need_id]),
        "tag": {"label": str(one.get_state_display()), "tone": MATCH_TONES[one.state]},
    }


@editor("offers.keep")
def offer_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(offers_for_page(request.user), pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_offer(offer=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The offer is ended: it is proposed no more."))
            return redirect("offer", pk=pk)
    context = {
        "form": form,
        "title": _("End the offer"),
        "text": _("It is proposed no more. Whoever was accepted goes on until it is finished."),
        "action": _("End it"),
        "back": reverse("offer", args=[pk]),
        "crumb": row.what,
    }
    return render(request, "offers/ask.html", context, status=422 if form.errors else 200)
