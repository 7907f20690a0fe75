"""«Nuova persona»: first the search, then those who may be the same, and only then a new record."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor
from accanto.people.matching import operations
from accanto.people.matching.agreement import agreement, disagreements, place_note, refuse_unchecked
from accanto.people.matching.forms import PersonForm, WriteForm
from accanto.people.matching.models import PersonSearch
from accanto.people.matching.whom import look
from accanto.people.persons.birthplaces import place_words
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest


@editor("people.create")
def person_new(request: StaffRequest) -> HttpResponse:
    """The form of what is known; sent, it answers with whoever may be the same person."""
    form = PersonForm(request.POST if request.method == "POST" else None, today=clock.today())
    context: dict[str, Any] = {"form": form, "next": own_address(_asked_next(request))}
    if request.method == "POST" and form.is_valid():
        context |= _found(request, form)
    return render(request, "matching/new.html", context, status=422 if form.errors else 200)


@action("people.create")
def person_write(request: StaffRequest) -> HttpResponse:
    """None of those: a new record, and back to where one came from."""
    form = WriteForm(request.POST, today=clock.today())
    back = own_address(_asked_next(request))
    if form.is_valid():
        given = form.given()
        try:
            refuse_unchecked(given, form.cleaned_data["code_checked"])
            person = operations.write_person_down(
                search=form.search_id,
                given=given,
                by=request.user,
                at=clock.now(),
                municipality=form.cleaned_data["municipality"],
                given_on=form.cleaned_data["given_on"],
            )
        except operations.AlreadyWritten as twice:
            return _go_on(twice.person, back)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("%(name)s is written down: your office sees the card.") % {"name": person}
            )
            return _go_on(person, back)
    context: dict[str, Any] = {"form": form, "next": back}
    return render(request, "matching/new.html", context, status=422)


@action("people.create", repeatable=True)
def people_alike(request: StaffRequest) -> HttpResponse:
    """A part of another room's form: who may be the person, and the search that allows a new record."""
    form = PersonForm(request.POST, today=clock.today())
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= _found(request, form)
    return render(request, "matching/parts/choose.html", context)


def _found(request: StaffRequest, form: PersonForm) -> dict[str, Any]:
    given = form.given()
    found = look(given=given, by=request.user, at=clock.now())
    return {
        **found,
        "given": given,
        "given_place": place_words(given.birth_place),
        "said": agreement(given),
        "contradicted": disagreements(given),
        "place_note": place_note(given),
        "may_write": bool(given.last_name),
        "write": _write_form(form, found["search"]),
    }


def _write_form(form: PersonForm, search: PersonSearch) -> WriteForm:
    data = {name: form.data.get(name, "") for name in form.fields} | {"search": str(search.pk)}
    return WriteForm(data, today=form.today)


def own_address(asked: str) -> str:
    """An address of the house, or none: nobody is led elsewhere with what they have just written."""
    if not asked.startswith("/") or not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return ""
    try:
        resolve(asked.partition("?")[0])
    except Resolver404:
        return ""
    return asked


def _asked_next(request: StaffRequest) -> str:
    return str(request.POST.get("next") or request.GET.get("next") or "")


def _go_on(person: Person, back: str) -> HttpResponse:
    """The next address learns who it is as `persona`."""
    if not back:
        return redirect("person", pk=person.pk)
    joint = "&" if "?" in back else "?"
    return redirect(f"{back}{joint}{urlencode({'persona': str(person.pk)})}")


def person_address(pk: UUID) -> str:
    return reverse("person", args=[pk])
