"""Pieces of the contact page: people while one types, services for the needs chosen, mediators for a language."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accanto.access.desk.enums import NoMediator
from accanto.access.desk.forms import services_on
from accanto.access.desk.forms_contact import MEDIATED
from accanto.access.desk.languages import ITALIAN, label_of
from accanto.access.desk.operations import meet_person
from accanto.access.desk.queries.entries import offers
from accanto.access.desk.queries.people import find_people
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, page, reads
from accanto.people.matching.given import Given
from accanto.people.matching.operations import AlreadyWritten
from accanto.people.matching.whom import look
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest

FIELDS = ("person", "about")


@page("desk.serve")
def desk_people(request: StaffRequest) -> HttpResponse:
    """`campo` says whom it is for; `scelta` a person chosen, `nome` a name kept, `q_…` what is being typed."""
    field = _field(request.GET.get("campo", ""))
    typed = request.GET.get(f"q_{field}", request.GET.get("q", "")).strip()[:120]
    context = who(request, field, request.GET.get("scelta", ""), request.GET.get("nome", "").strip()[:120])
    if typed and not context["chosen"] and not context["name"]:
        context |= {"typed": typed, "matches": find_people(request.user, typed, clock.today())}
    return render(request, "desk/parts/who.html", context)


@action("people.create", repeatable=True)
def desk_person_new(request: StaffRequest) -> HttpResponse:
    """Somebody who is not known yet, written down without leaving the contact: first whoever may be the same is shown;
    nobody similar, or «none of these», and the record is written. A search gives one record, however often it is sent.
    """
    field = _field(request.POST.get("campo", ""))
    typed = {
        name: request.POST.get(f"new_{field}_{name}", "").strip()[:80] for name in ("first", "last", "born")
    }
    context = who(request, field, "", "") | {"new": typed, "adding": True}
    try:
        given = _given(typed)
        person, alike = _look_or_write(request, given)
    except OperationRefused as refusal:
        return render(request, "desk/parts/who.html", context | {"refusal": str(refusal)}, status=422)
    if person is not None:
        return render(request, "desk/parts/who.html", who(request, field, "", "", written=person))
    return render(request, "desk/parts/who.html", context | alike)


def _given(typed: dict[str, str]) -> Given:
    if not typed["last"]:
        raise OperationRefused(_("Write at least the surname, or the name by which they are called."))
    try:
        born = date.fromisoformat(typed["born"]) if typed["born"] else None
    except ValueError:
        raise OperationRefused(_("The day of birth is not a day: check it.")) from None
    return Given(first_name=typed["first"], last_name=typed["last"], birth_date=born)


def _look_or_write(request: StaffRequest, given: Given) -> tuple[Person | None, dict[str, Any]]:
    by, now = request.user, clock.now()
    asked = request.POST.get("search", "")
    if _is_id(asked):
        try:
            return meet_person(search=UUID(asked), given=given, by=by, at=now), {}
        except AlreadyWritten as twice:
            return twice.person, {}
    found = look(given=given, by=by, at=now)
    if found["likenesses"] or found["elsewhere"]:
        return None, {**found, "alike": found["likenesses"]}
    return meet_person(search=found["search"].pk, given=given, by=by, at=now), {}


@page("desk.serve")
def desk_entries(request: StaffRequest) -> HttpResponse:
    needs, words = request.GET.getlist("needs"), request.GET.get("q_entry", "").strip()[:80]
    chosen = [one for one in request.GET.getlist("entries") if _is_id(one)]
    context = {"offers": offers(request.user, needs, words, clock.today(), chosen), "entries_chosen": chosen}
    return render(request, "desk/parts/entries.html", {**context, "q_entry": words})


@page("desk.serve")
def desk_mediators(request: StaffRequest) -> HttpResponse:
    language = request.GET.get("language", ITALIAN)
    return render(request, "desk/parts/mediators.html", mediators_for(language))


def mediators_for(language: str, mediated: str = "", service: str = "", reason: str = "") -> dict[str, Any]:
    """Whom to call for a language, and what was chosen already."""
    services = services_on(clock.today()).filter(languages__contains=[language])
    foreign = language != ITALIAN
    return {
        "language": label_of(language),
        "foreign": foreign,
        "services": services if foreign else [],
        "mediated": MEDIATED,
        "reasons": NoMediator.choices,
        "mediated_now": mediated,
        "service_now": service,
        "reason_now": reason,
    }


def who(
    request: StaffRequest, field: str, chosen: str, name: str, *, written: Person | None = None
) -> dict[str, Any]:
    """What the part about one person shows: a search box, the person chosen, or a name alone.

    :param written: somebody just written down, whom the database shows from the next request on.
    """
    person = written
    if _is_id(chosen):
        person = Person.objects.visible_to(request.user).filter(pk=chosen).first()
        reads.listed([person])
    return {
        "field": field,
        "chosen": person,
        "name": "" if person else name,
        "may_create": request.user.may("people.create"),
        "label": _("Who asks") if field == "person" else _("For whom"),
        "new": {},
    }


def _field(asked: str) -> str:
    return asked if asked in FIELDS else FIELDS[0]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except (ValueError, ValidationError):
        return False
    return True
