"""Taking a step that a contact left: the page of each opens with what the contact says already."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import Channel, ForWhom, Identity, OutcomeKind, OutcomeState
from accanto.access.desk.forms_steps import StepApplicationForm, StepPlaceForm
from accanto.access.desk.models import Contact, ContactOutcome
from accanto.access.desk.queries.contacts import who_asked
from accanto.access.desk.queries.entries import offers
from accanto.access.desk.queries.steps import (
    applications_of,
    hours_for,
    people_of,
)
from accanto.access.desk.views.contacts import need_label
from accanto.access.desk.views.steps import load_step
from accanto.access.reports.enums import Channel as ReportChannel
from accanto.access.reports.enums import Part, ReporterKind
from accanto.access.reports.forms import receiving_offices
from accanto.access.reports.models import Report
from accanto.access.reports.views.receiving import Receiving, take_report
from accanto.casework.agenda.queries.hours import day_asked, grouped, look_on
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, reads, require
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.visibility import seen_by_person
from accanto.territory.staff.requests import StaffRequest

# How a contact came, as a report says it; a street or a home is where they were met in person.
_CAME = {
    Channel.PHONE: ReportChannel.PHONE,
    Channel.EMAIL: ReportChannel.EMAIL,
    Channel.IN_PERSON: ReportChannel.IN_PERSON,
    Channel.OUTSIDE: ReportChannel.IN_PERSON,
    Channel.VIDEO: ReportChannel.PHONE,
}


@editor("desk.serve")
def desk_step_place(request: StaffRequest, pk: int) -> HttpResponse:
    """Free hours to choose from; `?dal=` is the first day looked at."""
    require(request, "agenda.book")
    outcome, now = _open(request, pk, OutcomeKind.APPOINTMENT), clock.now()
    if outcome.state != OutcomeState.TO_DO:
        return _taken(request, outcome)
    contact = outcome.contact
    people = people_of(request.user, contact)
    reads.listed(people)
    first = day_asked(request.GET.get("dal", ""), now.date())
    slots = hours_for(request.user, contact, first, now)
    form = StepPlaceForm(
        request.POST or None, slots=slots, people=people, initial=_place_begun(outcome, list(people))
    )
    if request.method == "POST" and form.is_valid():
        try:
            _give_place(request, outcome, form, now)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The place is taken, and the contact says so."))
            return redirect("desk_contact", pk=contact.pk)
    context = {
        **_told(request, outcome, people),
        "form": form,
        "groups": grouped(slots, now.date()),
        "first": first,
        "later": look_on(slots, first),
        "today": now.date(),
    }
    return render(request, "desk/step_place.html", context, status=422 if form.errors else 200)


@editor("desk.serve")
def desk_step_application(request: StaffRequest, pk: int) -> HttpResponse:
    """When and to whom it was handed in; beside it, what the directory says of the services and their papers."""
    outcome, today = _open(request, pk, OutcomeKind.APPLICATION), clock.today()
    if outcome.state != OutcomeState.TO_DO:
        return _taken(request, outcome)
    contact = outcome.contact
    people = people_of(request.user, contact)
    reads.listed(people)
    form = StepApplicationForm(
        request.POST or None,
        applications=applications_of(request.user, people),
        anonymous=contact.identity == Identity.ANONYMOUS,
        initial={"to": outcome.words, "handed_on": today, "application": ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_application(outcome=outcome, by=request.user, at=clock.now(), **form.chosen())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down: the application is handed in."))
            return redirect("desk_contact", pk=contact.pk)
    context = {
        **_told(request, outcome, people),
        "form": form,
        "offers": offers(request.user, contact.needs, "", today),
    }
    return render(request, "desk/step_application.html", context, status=422 if form.errors else 200)


@editor("desk.serve")
def desk_step_report(request: StaffRequest, pk: int) -> HttpResponse:
    """The page of a new report, as it begins from what was said at the desk."""
    require(request, "reports.receive")
    outcome = _open(request, pk, OutcomeKind.REPORT)
    if outcome.state != OutcomeState.TO_DO:
        return _taken(request, outcome)

    def then(row: Report) -> HttpResponse:
        told = _("Report %(number)s is registered: its terms run.") % {"number": row.number}
        messages.success(request, told)
        return redirect("desk_contact", pk=outcome.contact_id)

    how = Receiving(
        key=f"report-step-{outcome.pk}",
        receive=lambda given: operations.write_report(
            outcome=outcome, report=given, by=request.user, at=clock.now()
        ),
        then=then,
        back=(reverse("desk_contact", args=[outcome.contact_id]), _("Desk contact")),
        first=_report_begun(request, outcome),
    )
    return take_report(request, how)


def _open(request: StaffRequest, pk: int, kind: str) -> ContactOutcome:
    outcome = load_step(request, pk)
    if outcome.kind != kind:
        raise Http404
    return outcome


def _taken(request: StaffRequest, outcome: ContactOutcome) -> HttpResponse:
    messages.info(request, _("This step was taken or given up already: here is what came of it."))
    return redirect("desk_contact", pk=outcome.contact_id)


def _told(request: StaffRequest, outcome: ContactOutcome, people: Any) -> dict[str, Any]:
    contact = outcome.contact
    return {
        "outcome": outcome,
        "contact": contact,
        "who": who_asked(contact, people),
        "needs": [need_label(code) for code in contact.needs],
        "anonymous": contact.identity == Identity.ANONYMOUS,
    }


def _place_begun(outcome: ContactOutcome, people: list[Any]) -> dict[str, Any]:
    needs = ", ".join(need_label(code) for code in outcome.contact.needs)
    return {
        "whom": people[0] if people else "",
        "name": outcome.contact.name,
        "note": (outcome.words or needs)[:200],
        "remind": True,
    }


def _give_place(request: StaffRequest, outcome: ContactOutcome, form: StepPlaceForm, now: datetime) -> None:
    given = form.chosen()
    whom = given.pop("whom")
    person = Person.objects.get(pk=whom) if whom else None
    operations.give_place(outcome=outcome, person=person, by=request.user, at=now, **given)


def _report_begun(request: StaffRequest, outcome: ContactOutcome) -> dict[str, Any]:
    contact = outcome.contact
    people = people_of(request.user, contact)
    reads.listed(people)
    point = contact.point
    offices = set(
        receiving_offices().filter(pk__in=[point.office_id, point.unit_id or 0]).values_list("pk", flat=True)
    )
    words = "\n\n".join(filter(None, [contact.request, outcome.words]))
    begun: dict[str, Any] = {
        "received_at": contact.happened_at,
        "channel": _CAME[Channel(contact.channel)],
        "reporter_kind": ReporterKind.CITIZEN,
        "reporter_name": people.get(contact.person_id, contact.name) if contact.person_id else contact.name,
        "text": words,
    }
    if offices:
        begun["office"] = point.office_id if point.office_id in offices else point.unit_id
    return begun | _concerned(request, contact)


def _concerned(request: StaffRequest, contact: Contact) -> dict[str, Any]:
    """Whom it is about: who asks for themselves suffered it; of others only what the card says."""
    wanted = contact.person_id if contact.for_whom == ForWhom.SELF else contact.about_id
    seen: Any = Person.objects.visible_to(request.user).filter(pk__in=[wanted] if wanted else [])
    found = seen.annotate(deeper=seen_by_person(request.user, depth=Depth.TEAM)).first()
    if found is None:
        return {}
    return {
        "p1_last_name": found.last_name,
        "p1_first_name": found.first_name,
        "p1_birth_date": found.birth_date if found.deeper else None,  # a card tells the year alone
        "p1_part": Part.CONCERNED,
    }
