"""An offer proposed for a need, what the volunteer answered, more days, the end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.offers import operations
from accanto.access.offers.fitting import shared_hours
from accanto.access.offers.forms_needs import AnswerForm, FinishForm, PlanForm
from accanto.access.offers.kinds import kind_of
from accanto.access.offers.models import Match
from accanto.access.offers.queries import matches_for_page, needs_for_page, offers_for_page
from accanto.access.offers.views.told import telling
from accanto.access.offers.words import need_when, offer_when
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.web import action, editor, load
from accanto.territory.staff.requests import StaffRequest


@action("offers.use")
def offer_propose(request: StaffRequest, pk: UUID) -> HttpResponse:
    need = load(needs_for_page(request.user), pk)
    offer = load(offers_for_page(request.user), _asked(request))
    try:
        made = operations.propose(need=need, offer=offer, by=request.user, at=clock.now())
    except NotPermitted:
        raise
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("volunteer_need", pk=pk)
    messages.success(
        request,
        _("%(name)s is proposed: call, then write what was answered.") % {"name": made.offer.giver.name},
    )
    return redirect("volunteer_need", pk=pk)


def _asked(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("offer", ""))
    except ValueError as error:
        raise Http404 from error


@editor("offers.use")
def offer_answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    match = load(matches_for_page(request.user), pk)
    now = clock.now()
    form = AnswerForm(request.POST or None, initial={"answered_on": now.date(), **_beginning(match)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told: dict[str, Any] = {
            "match": match,
            "answered_on": given["answered_on"],
            "note": given["note"],
            "by": request.user,
            "at": now,
        }
        try:
            if given["answer"] == "yes":
                operations.accept(agreed=form.agreed(), **told)
                messages.success(request, _("The days are in the calendar."))
            else:
                operations.decline(**told)
                messages.success(request, _("Written down: propose somebody else."))
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return redirect("volunteer_need", pk=match.need_id)
    context = {
        "form": form,
        "match": match,
        "goods": kind_of(match.need.kind).is_goods,
        "telling": telling(match.need, now.date()),
        "wanted": need_when(match.need),
        "offered": offer_when(match.offer),
        "back": reverse("volunteer_need", args=[match.need_id]),
    }
    return render(request, "offers/answer.html", context, status=422 if form.errors else 200)


def _beginning(match: Match) -> dict[str, Any]:
    """Hours that both have; the first day stays to be agreed."""
    shared = shared_hours(match.need, match.offer)
    if shared:
        return {"starts": shared[0][1], "ends": shared[0][2]}
    need = match.need
    return {"starts": need.starts, "ends": need.ends}


@editor("offers.use")
def offer_plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    match = load(matches_for_page(request.user), pk)
    form = PlanForm(request.POST or None, initial=_beginning(match))
    if request.method == "POST" and form.is_valid():
        try:
            operations.plan_visits(match=match, agreed=form.agreed(), by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The days are in the calendar."))
            return redirect("volunteer_need", pk=match.need_id)
    return _ask(
        request,
        match,
        form,
        title=_("More days with %(name)s") % {"name": match.offer.giver.name},
        text=_("Agreed on the telephone."),
        action=_("Put them in the calendar"),
    )


@editor("offers.use")
def offer_finish(request: StaffRequest, pk: UUID) -> HttpResponse:
    match = load(matches_for_page(request.user), pk)
    form = FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.finish_match(match=match, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Finished. You can thank the volunteer from the card of the offer."))
            return redirect("volunteer_need", pk=match.need_id)
    return _ask(
        request,
        match,
        form,
        title=_("Finish with %(name)s") % {"name": match.offer.giver.name},
        text=_(
            "Days still to come are taken out of the calendar. If nothing was done, the need is open again."
        ),
        action=_("Finish"),
    )


def _ask(request: StaffRequest, match: Match, form: Any, **words: Any) -> HttpResponse:
    context = {
        "form": form,
        "back": reverse("volunteer_need", args=[match.need_id]),
        "crumb": match.need.what,
        **words,
    }
    return render(request, "offers/ask.html", context, status=422 if form.errors else 200)
