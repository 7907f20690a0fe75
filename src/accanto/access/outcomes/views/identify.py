"""Deciding who somebody in a list is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accanto.access.outcomes import operations
from accanto.access.outcomes.forms import CodeForm
from accanto.access.outcomes.listing import WAITING, who
from accanto.access.outcomes.models import Applicant, Application, Candidate
from accanto.access.outcomes.presenting import subjects_to_decide
from accanto.access.outcomes.queries.work import to_identify
from accanto.access.outcomes.views.room import draw, only_the_list, room
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, load, page
from accanto.territory.staff.requests import StaffRequest


@page("outcomes.view")
def waiting_list(request: StaffRequest) -> HttpResponse:
    context = {} if only_the_list(request) else room(request, "waiting")
    return WAITING.respond(request, "outcomes/list.html", context)


@page("outcomes.view")
def decide_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    one = _load(request, pk)
    return _draw(request, one, None)


@action("outcomes.decide")
def same(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The chosen proposal is the person."""
    one = _load(request, pk)
    chosen = _number(request, "candidate") or 0
    candidate = Candidate.objects.filter(application=one, pk=chosen, state="open").first()
    if candidate is None:
        messages.error(request, _("Somebody has already decided who this is."))
        return redirect("outcomes:identify", pk)
    try:
        operations.confirm_same(candidate=candidate, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes:identify", pk)
    return _decided(request, pk)


@action("outcomes.decide")
def new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """None of the proposals: a person who is not in the register yet."""
    one = _load(request, pk)
    applicant = _applicant(one, _number(request, "applicant"))
    given: dict[str, Any] = {
        "application": one,
        "applicant": applicant,
        "by": request.user,
        "at": clock.now(),
    }
    try:
        operations.register_new_person(**given)
    except operations.SomebodyAlike as refusal:
        operations.look_again(**given)
        messages.warning(request, str(refusal))
        return redirect("outcomes:identify", pk)
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes:identify", pk)
    return _decided(request, pk)


@action("outcomes.decide")
def code(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The codice fiscale was mistyped in the list."""
    one = _load(request, pk)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            operations.correct_code(
                application=one,
                applicant=_applicant(one, form.cleaned_data["applicant"]),
                code=form.cleaned_data["code"],
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("Code corrected."))
            return _next(pk)
        except OperationRefused as refusal:
            form.refuse(refusal)
    return _draw(request, one, form, status=422)


def _load(request: StaffRequest, pk: UUID) -> Application:
    rows = Application.objects.visible_to(request.user)
    return load(rows.select_related("municipality", "person", "household"), pk)


def _number(request: StaffRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else None


def _applicant(one: Application, pk: int | None) -> Applicant | None:
    if pk is None:
        return None
    found = Applicant.objects.filter(application=one, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _decided(request: StaffRequest, pk: UUID) -> HttpResponse:
    messages.success(request, _("Decided: the person is now in the register of the zone."))
    return _next(pk)


def _next(pk: UUID) -> HttpResponse:
    """Back to the same application while somebody in it waits, else to the list."""
    waiting = Application.objects.filter(pk=pk, person=None).exists()
    waiting = waiting or Applicant.objects.filter(application=pk, person=None).exists()
    return redirect("outcomes:identify", pk) if waiting else redirect("outcomes:waiting")


def _draw(request: StaffRequest, one: Application, form: CodeForm | None, status: int = 200) -> HttpResponse:
    user = request.user
    left = to_identify(user).exclude(pk=one.pk).order_by("last_name", "first_name", "pk").first()
    context = {
        "one": one,
        "who": who(one),
        "subjects": subjects_to_decide(one, user),
        "may_decide": user.may("outcomes.decide"),
        "form": form,
        "following": left,
    }
    return draw(request, "identify", "waiting", context, status)
