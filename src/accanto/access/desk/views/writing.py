"""Writing a contact: one page, saved once."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import Channel, MediatorMode, TicketState
from accanto.access.desk.forms import services_on
from accanto.access.desk.forms_contact import ContactForm, draft_key
from accanto.access.desk.languages import ITALIAN
from accanto.access.desk.models import AccessPoint, Contact, Ticket
from accanto.access.desk.opening import door_of
from accanto.access.desk.operations import AlreadyRegistered
from accanto.access.desk.queries import board_of
from accanto.access.desk.queries.entries import offers
from accanto.access.desk.views.board import load_point
from accanto.access.desk.views.finding import mediators_for, who
from accanto.access.directory.models import Entry
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest


@editor("desk.serve")
def desk_contact_new(request: StaffRequest, pk: int) -> HttpResponse:
    point = load_point(request, pk)
    ticket = _ticket_in_hand(request, point)
    key = draft_key(point.pk, ticket.pk if ticket else "")
    form = _form(request, key, ticket)
    if request.method == "POST" and form.is_valid():
        try:
            contact = _register(request, point, ticket, form)
        except AlreadyRegistered as standing:
            messages.info(request, str(standing))
            return redirect("desk_contact", pk=standing.contact.pk)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=key)
            return _saved(request, point, contact)
    return render(
        request,
        "desk/contact_new.html",
        _context(request, point, ticket, form, key),
        status=422 if form.errors else 200,
    )


def _form(request: StaffRequest, key: str, ticket: Ticket | None) -> ContactForm:
    given: dict[str, Any] = {
        "people": Person.objects.visible_to(request.user),
        "services": services_on(clock.today()),
        "entries": Entry.objects.visible_to(request.user).published(),
    }
    if request.method == "POST":
        return ContactForm(request.POST, **given)
    kept = {name: value for name, value in draft_data(request.user, key).items() if name != "key"}
    many = ("needs", "outcomes", "entries")  # one alone was kept as a word
    kept |= {name: [kept[name]] for name in many if isinstance(kept.get(name), str)}
    first = {"language": ticket.language or ITALIAN} if ticket else {}
    return ContactForm(initial={**first, **kept, "key": uuid4()}, **given)


def _register(request: StaffRequest, point: AccessPoint, ticket: Ticket | None, form: ContactForm) -> Contact:
    now, data = clock.now(), form.cleaned_data
    contact = operations.register_contact(
        point=point,
        key=data["key"],
        asked=form.asked(),
        came=form.came(),
        unmet=form.unmet(),
        ticket=ticket,
        minutes=data["minutes"],
        by=request.user,
        at=now,
    )
    if data["mediated"] and data["language"] != ITALIAN:
        _note_mediator(request, point, contact, data)
    return contact


def _note_mediator(request: StaffRequest, point: AccessPoint, contact: Contact, data: dict[str, Any]) -> None:
    """What the page says of a mediator who was not asked for before."""
    by, now = request.user, clock.now()
    mode = data["mediated"] if data["mediated"] != "none" else MediatorMode.PHONE
    call = operations.ask_mediator(
        point=point,
        language=data["language"],
        mode=mode,
        service=data["mediator_service"],
        contact=contact,
        by=by,
        at=contact.happened_at,
    )
    if data["mediated"] == "none":
        operations.mediator_fails(call=call, reason=data["mediator_reason"], by=by, at=now)
        return
    operations.mediator_arrives(call=call, by=by, at=contact.happened_at)
    operations.mediator_finishes(call=call, by=by, at=now, minutes=contact.minutes)


def _saved(request: StaffRequest, point: AccessPoint, contact: Contact) -> HttpResponse:
    if request.POST.get("then") == "another":
        messages.success(request, _("The contact is registered: here is the next one."))
        return redirect("desk_contact_new", pk=point.pk)
    messages.success(request, _("The contact is registered."))
    return redirect("desk_contact", pk=contact.pk)


def _ticket_in_hand(request: StaffRequest, point: AccessPoint) -> Ticket | None:
    """The number that the operator is receiving, if the address names it or they have one in hand."""
    rows = Ticket.objects.filter(point=point, day=clock.today(), called_by=request.user)
    return rows.filter(state__in=[TicketState.CALLED, TicketState.SERVING]).first()


def _context(
    request: StaffRequest, point: AccessPoint, ticket: Ticket | None, form: ContactForm, key: str
) -> dict[str, Any]:
    now = clock.now()
    today: date = now.date()
    needs, chosen = _listed(form["needs"]), _listed(form["entries"])
    door = door_of(point, now)
    asking = who(request, "person", _word(form["person"]), _word(form["name"]))
    if form.errors.get("q_person"):
        asking |= {"typed": _word(form["q_person"]), "wrong": form.errors["q_person"]}
    return {
        "point": point,
        "ticket": ticket,
        "form": form,
        "draft_key": key,
        "hours": door.words(now),
        "closed": door.known and not door.open,
        "asking": asking,
        "about": who(request, "about", _word(form["about"]), ""),
        "mediators": mediators_for(
            _word(form["language"]) or ITALIAN,
            *(_word(form[name]) for name in ("mediated", "mediator_service", "mediator_reason")),
        ),
        "offers": offers(request.user, needs, "", today, chosen) if needs or chosen else [],
        "entries_chosen": chosen,
        "board": board_of(point, request.user, now, today),
        "waited": ticket.waited(now) if ticket else None,
        "in_person": Channel.IN_PERSON,
        "today": today,
    }


def _word(field: Any) -> str:
    value = field.value()
    return str(value) if value not in (None, "") else ""


def _listed(field: Any) -> list[str]:
    value = field.value() or []
    return [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
