"""Applications: the list, one with its history, and those to accompany."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accanto.access.outcomes import operations
from accanto.access.outcomes.enums import TO_ACCOMPANY
from accanto.access.outcomes.forms import AccompanyForm
from accanto.access.outcomes.listing import APPLICATIONS, TONES, accompany_page, who
from accanto.access.outcomes.models import Application
from accanto.access.outcomes.presenting import application_facts, history, members
from accanto.access.outcomes.queries.following import following_of
from accanto.access.outcomes.views.room import draw, only_the_list, room
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, load, page
from accanto.territory.staff.requests import StaffRequest


@page("outcomes.view")
def application_list(request: StaffRequest) -> HttpResponse:
    return APPLICATIONS.respond(request, "outcomes/list.html", _around(request, "applications"))


@page("outcomes.view")
def accompany_list(request: StaffRequest) -> HttpResponse:
    return accompany_page(clock.today()).respond(
        request, "outcomes/list.html", _around(request, "accompany_list")
    )


def _around(request: StaffRequest, current: str) -> dict[str, object]:
    return {} if only_the_list(request) else room(request, current)


@page()
def application_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _draw(request, _load(request, pk), AccompanyForm())


@action()
def accompany(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A contact with somebody who was refused, suspended or lapsed."""
    application = _load(request, pk)
    if not request.user.may("outcomes.decide"):
        raise PermissionDenied
    form = AccompanyForm(request.POST)
    if form.is_valid():
        try:
            operations.note_accompaniment(
                application=application, by=request.user, at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("Written down."))
            return redirect("outcomes:application", pk)
        except OperationRefused as refusal:
            form.refuse(refusal)
    return _draw(request, application, form, status=422)


def _load(request: StaffRequest, pk: UUID) -> Application:
    rows = Application.objects.visible_to(request.user)
    return load(rows.select_related("municipality", "person", "household", "outcome_import__source"), pk)


def _draw(request: StaffRequest, one: Application, form: AccompanyForm, status: int = 200) -> HttpResponse:
    user = request.user
    opens = one.case_id if user.may("cases.view") else None
    case = Case.objects.visible_to(user).filter(pk=opens).first() if opens else None
    context = {
        "one": one,
        "who": who(one),
        "tone": TONES.get(one.outcome, "edge"),  # type: ignore[call-overload]
        "facts": application_facts(one),
        "history": history(one),
        "members": members(one),
        "notes": list(one.accompaniments.select_related("by")),
        "accompanied": one.outcome in TO_ACCOMPANY,
        "may_decide": user.may("outcomes.decide"),
        "case": case,
        "form": form,
        "following": following_of(one),
    }
    return draw(request, "application", "applications", context, status)
