"""Erasing: what would go and what stays, who proposes, who confirms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.dated_rules import rule_at
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, recent_login
from accanto.steering.privacy import operations
from accanto.steering.privacy.enums import REQUEST, ErasureState, RequestKind
from accanto.steering.privacy.erasing.scope import Scope, what_goes, what_stands_in_the_way, what_stays
from accanto.steering.privacy.forms_rights import ErasureForm
from accanto.steering.privacy.models import Erasure, PersonRequest, RetentionReview
from accanto.steering.privacy.operations.erasing import scope_for
from accanto.steering.privacy.queries import code_of
from accanto.steering.privacy.register import register_on
from accanto.territory.staff.requests import StaffRequest

_TONES = {ErasureState.PROPOSED: "soon", ErasureState.WITHDRAWN: "", ErasureState.DONE: "fine"}


@editor("privacy.govern")
def erasure_asked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a request of erasure."""
    rows = PersonRequest.objects.visible_to(request.user).filter(kind=RequestKind.ERASURE)
    return _editor(request, load(rows.select_related("erasure__proposed_by", "erasure__confirmed_by"), pk))


@editor("privacy.govern")
def erasure_due(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a case whose term has passed and that may go."""
    rows = RetentionReview.objects.visible_to(request.user)
    return _editor(request, load(rows.select_related("erasure__proposed_by", "erasure__confirmed_by"), pk))


@action("privacy.govern")
@recent_login
def erasure_confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(Erasure.objects.visible_to(request.user), pk)
    try:
        row = operations.confirm_erasure(erasure=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Erased. Figures and record are whole; write the answer to the person."))
    return redirect(_address(row))


@action("privacy.govern")
def erasure_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(Erasure.objects.visible_to(request.user), pk)
    try:
        operations.withdraw_erasure(erasure=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn: nothing has been erased."))
    return redirect(_address(row))


def _address(row: Erasure) -> str:
    if row.request_id:
        return reverse("privacy_erasure_asked", args=[row.request_id])
    return reverse("privacy_erasure_due", args=[row.review_id])


def _editor(request: StaffRequest, thing: PersonRequest | RetentionReview) -> HttpResponse:
    now = clock.now()
    form = ErasureForm(request.POST or None, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.propose_erasure(thing=thing, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Proposed. Now somebody else must confirm it."))
            return redirect(_address(row))
    return _draw(request, thing, form)


def _draw(request: StaffRequest, thing: PersonRequest | RetentionReview, form: ErasureForm) -> HttpResponse:
    today = clock.today()
    erasure: Erasure | None = getattr(thing, "erasure", None)
    asked = isinstance(thing, PersonRequest)
    done = erasure is not None and erasure.state == ErasureState.DONE
    scope = scope_for(thing) if not done else Scope((), (), ())
    review = None if isinstance(thing, PersonRequest) else thing
    blockers = [] if done else what_stands_in_the_way(scope, review, today)
    proposed = erasure is not None and erasure.state == ErasureState.PROPOSED
    may_propose = (
        not done
        and not proposed
        and (not isinstance(thing, PersonRequest) or REQUEST.allows("answer", thing.state))
    )
    context = {
        "thing": thing,
        "asked": asked,
        "name": code_of(thing.person_id) if isinstance(thing, PersonRequest) else thing.number,
        "back": reverse("privacy_request" if asked else "privacy_term", args=[thing.pk]),
        "erasure": erasure,
        "ground": rule_at("privacy.erasure_grounds", erasure.proposed_at.date(), erasure.ground)
        if erasure
        else None,
        "tone": _TONES[ErasureState(erasure.state)] if erasure else "",
        "blockers": blockers,
        "proposed": proposed,
        "own": bool(erasure and proposed and erasure.proposed_by_id == request.user.pk),
        "done": done,
        "pseudonyms": list(erasure.people.values_list("pseudonym", flat=True)) if erasure and done else [],
        "form": form if may_propose and not blockers else None,
        "going": [] if done else _going(scope),
        "stays": what_stays(),
        "people": len(scope.people),
        "cases": len(scope.cases),
        "shared": len(scope.shared),
        "today": today,
    }
    return render(request, "privacy/erasure.html", context, status=422 if form.errors else 200)


def _going(scope: Scope) -> list[dict[str, Any]]:
    """By the words of the processing register."""
    about = {one.label: one.about for one in register_on(clock.today()).kept}
    return [
        {"about": about.get(one.label, one.label), "rows": one.rows, "remove": one.remove, "keep": one.keep}
        for one in what_goes(scope)
    ]
