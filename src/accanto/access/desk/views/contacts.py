"""A contact afterwards: what came of it, what is still to do, and the case that it became."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import Identity, OutcomeKind, OutcomeState
from accanto.access.desk.forms_adding import AddForm
from accanto.access.desk.forms_contact import LinkForm
from accanto.access.desk.languages import ITALIAN, label_of
from accanto.access.desk.models import Contact, ContactOutcome
from accanto.access.desk.next_steps import steps_of
from accanto.access.desk.queries import serves_here
from accanto.access.desk.queries.contacts import for_page, listening_of, names_of, visible_case, who_asked
from accanto.access.desk.queries.entries import offers
from accanto.access.desk.queries.steps import Result, results_of
from accanto.access.desk.views.finding import who
from accanto.access.directory.models import Entry
from accanto.access.directory.needs import needs as known_needs
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.core.web import editor, load, page, reads
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest

_TONES = {OutcomeState.DONE: "fine", OutcomeState.TO_DO: "soon", OutcomeState.DROPPED: ""}


@page("desk.serve")
def desk_contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    contact = load_contact(request, pk)
    return render(request, "desk/contact.html", contact_context(request, contact))


@editor("desk.serve")
def desk_link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who it was, found or written down later."""
    contact = load_contact(request, pk)
    form = LinkForm(request.POST or None, people=Person.objects.visible_to(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            operations.link_person(contact=contact, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The contact now names the person."))
            return redirect("desk_contact", pk=pk)
    asking = who(request, "person", "", "")
    context = {"contact": contact, "form": form, "asking": asking, "linking": True}
    return render(request, "desk/link.html", context, status=422 if form.errors else 200)


@editor("desk.serve")
def desk_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What came later: another outcome, more listening."""
    contact = load_contact(request, pk)
    entries = Entry.objects.visible_to(request.user).published()
    form = AddForm(request.POST or None, entries=entries)
    if request.method == "POST" and form.is_valid():
        try:
            _added(request, contact, form)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Added."))
            return redirect("desk_contact", pk=pk)
    context = {
        "contact": contact,
        "form": form,
        "needs": contact.needs,
        "offers": offers(request.user, contact.needs, "", clock.today()),
        "entries_chosen": [],
    }
    return render(request, "desk/add.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _added(request: StaffRequest, contact: Contact, form: AddForm) -> None:
    """All of it or nothing: sent again after a refusal, what was written before would stand twice."""
    by, now = request.user, clock.now()
    for came in form.came():
        operations.add_outcome(contact=contact, came=came, by=by, at=now)
    if words := form.cleaned_data["listening"].strip():
        operations.write_listening(contact=contact, text=words, by=by, at=now)


@page("cases.view")
def case_contacts(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The tab of a case: the contacts that it began with."""
    case = load_case(request, pk, Depth.READ)
    rows = list(
        Contact.objects.visible_to(request.user).filter(case=case).select_related("point__office", "by")
    )
    names = names_of(request.user, [row.person_id for row in rows if row.person_id])
    context = {
        **case_shell(request, case, "contacts"),
        "rows": [_in_a_case(row, names) for row in rows],
        "may_open": request.user.may("desk.serve"),
        "today": clock.today(),
    }
    return render(request, "desk/case_tab.html", context)


def load_contact(request: StaffRequest, pk: UUID) -> Contact:
    return load(for_page(request.user), pk)


def contact_context(request: StaffRequest, contact: Contact) -> dict[str, Any]:
    user, today = request.user, clock.today()
    ids = [one for one in (contact.person_id, contact.about_id) if one]
    names = names_of(user, ids)
    reads.listed(names)
    case = visible_case(user, contact)
    outcomes = list(contact.outcomes.all())
    results = results_of(user, outcomes)
    return {
        "contact": contact,
        "who": who_asked(contact, names),
        "serves": serves_here(user, contact.point, today),
        "facts": _facts(contact, names),
        "needs": [need_label(code) for code in contact.needs],
        "listening": listening_of(user, contact),
        "steps": [_step(request, one, results) for one in outcomes],
        "unmet": [
            {"need": need_label(one.need), "reason": one.get_reason_display()} for one in contact.unmet.all()
        ],
        "calls": [{"call": one, "language": label_of(one.language)} for one in contact.mediator_calls.all()],
        "case": case,
        "may_link": contact.identity == Identity.NAME,
        "anonymous": contact.identity == Identity.ANONYMOUS,
        "today": today,
    }


def need_label(code: str) -> str:
    need = known_needs().get(code)
    return need.label if need else code


def _facts(contact: Contact, names: dict[UUID, str]) -> list[dict[str, Any]]:
    about = names.get(contact.about_id, _("a person whom you do not see")) if contact.about_id else ""
    language = label_of(contact.language) if contact.language != ITALIAN else ""
    told = [
        (_("When"), date_time_words(contact.happened_at)),
        (_("Where"), contact.point.office.name),
        (_("How"), capfirst(str(contact.get_channel_display()))),
        (_("For whom"), ": ".join(filter(None, (capfirst(str(contact.get_for_whom_display())), about)))),
        (_("Language"), language),
        (_("Nationality"), str(contact.get_nationality_display()) if contact.nationality else ""),
        (_("Town"), contact.municipality.name if contact.municipality else ""),
        (_("Minutes"), str(contact.minutes) if contact.minutes else ""),
        (_("Number"), str(contact.ticket.number) if contact.ticket else ""),
        (_("Received by"), str(contact.by)),
    ]
    return [{"label": label, "value": value} for label, value in told if value]


def _step(request: StaffRequest, one: ContactOutcome, results: dict[UUID, Result]) -> dict[str, Any]:
    state = OutcomeState(one.state)
    todo = state == OutcomeState.TO_DO
    return {
        "outcome": one,
        "label": capfirst(str(one.get_kind_display())),
        "tag": {"label": str(state.label), "tone": _TONES[state]},
        "to_do": todo,
        "dropped": state == OutcomeState.DROPPED,
        "result": results.get(one.result) if one.result else None,
        "signposting": one.kind == OutcomeKind.SIGNPOSTING,
        "next": [{"label": step.label, "url": step.url(one)} for step in steps_of(request.user, one)]
        if todo
        else [],
    }


def _in_a_case(row: Contact, names: dict[UUID, str]) -> dict[str, Any]:
    return {"contact": row, "who": who_asked(row, names), "needs": [need_label(code) for code in row.needs]}
