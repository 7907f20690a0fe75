"""The steps that a contact left: done, given up, taken up again; the slip; the case."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.desk import operations
from accanto.access.desk.enums import OutcomeKind, OutcomeState
from accanto.access.desk.forms import ProposeForm, ReasonForm, SlipForm, UnitForm
from accanto.access.desk.models import Contact, ContactOutcome
from accanto.access.desk.queries.contacts import names_of
from accanto.access.desk.slips import slip_lines, slip_pdf
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, reads
from accanto.foundation.notifications.sms import sender
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.requests import StaffRequest

_ACTS = {"fatto": operations.settle_outcome, "riprendi": operations.take_up_outcome}


@action("desk.serve")
def desk_step(request: StaffRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in _ACTS:
        raise Http404
    outcome = load_step(request, pk)
    if verb == "fatto" and outcome.kind == OutcomeKind.CASE:
        raise Http404  # a taking in charge ends with a case, or is given up
    try:
        _ACTS[verb](outcome=outcome, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_contact", pk=outcome.contact_id)


@editor("desk.serve")
def desk_step_drop(request: StaffRequest, pk: int) -> HttpResponse:
    outcome = load_step(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.drop_outcome(outcome=outcome, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The step is given up; it can be taken up again."))
            return redirect("desk_contact", pk=outcome.contact_id)
    kind = str(OutcomeKind(outcome.kind).label)
    context = _ask(outcome, form, _("Give up: %(kind)s") % {"kind": kind}, _("Give it up"))
    return render(request, "desk/ask.html", context, status=422 if form.errors else 200)


@action("desk.serve")
def desk_slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The slip to print; that it was printed is written down."""
    outcome = _signposting(request, pk)
    now = clock.now()
    try:
        operations.note_printed(outcome=outcome, by=request.user, at=now)
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_contact", pk=outcome.contact_id)
    answer = HttpResponse(slip_pdf(outcome, now), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="foglietto.pdf"'
    return answer


@editor("desk.serve")
def desk_slip_send(request: StaffRequest, pk: int) -> HttpResponse:
    outcome = _signposting(request, pk)
    messages_leave = sender() is not None
    who = outcome.contact.person_id
    known = who is not None and Person.objects.visible_to(request.user).filter(pk=who).exists()
    form = SlipForm(request.POST or None, known=known, messages=messages_leave)
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_slip(outcome=outcome, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Sent. The address was not kept.")
                if not form.cleaned_data.get("keep")
                else _("Sent, and the address kept."),
            )
            return redirect("desk_contact", pk=outcome.contact_id)
    context = _ask(outcome, form, _("Send the slip"), _("Send it"))
    return render(
        request,
        "desk/slip_send.html",
        {**context, "lines": slip_lines(outcome, clock.now()), "messages_leave": messages_leave},
        status=422 if form.errors else 200,
    )


@editor("cases.work")
def desk_open_case(request: StaffRequest, pk: int) -> HttpResponse:
    """A social worker takes the person in charge, or puts the contact in a case that is open already."""
    outcome = load_step(request, pk)
    access = request.user.access
    units = _units().filter(pk__in=access.offices | access.coordinates)
    standing = _standing_case(request, outcome)
    form = UnitForm(request.POST or None, units=units)
    if request.method == "POST" and (standing or form.is_valid()):
        try:
            case = _take(request, outcome, standing, form)
        except OperationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The contact is in the case."))
            return redirect("case", pk=case.pk)
    told = _("Take in charge")
    context = _ask(outcome, form, told, _("Put it in the case") if standing else told)
    context |= {"standing": standing, "who": _who(request, outcome), "nowhere": not standing and not units}
    return render(request, "desk/open_case.html", context, status=422 if form.errors else 200)


@editor("desk.serve")
def desk_propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask a unit to take the person in charge."""
    outcome = load_step(request, pk)
    first = {"unit": outcome.contact.point.unit_id, "words": outcome.words}
    form = ProposeForm(request.POST or None, units=_units(), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            operations.propose_charge(outcome=outcome, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Proposed: those who coordinate the unit decide, and you are told."))
            return redirect("desk_contact", pk=outcome.contact_id)
    context = _ask(outcome, form, _("Propose to the unit"), _("Send the proposal")) | {
        "who": _who(request, outcome)
    }
    return render(request, "desk/propose.html", context, status=422 if form.errors else 200)


def load_step(request: StaffRequest, pk: int) -> ContactOutcome:
    contacts = Contact.objects.visible_to(request.user)
    rows = ContactOutcome.objects.filter(contact__in=contacts)
    found = load(rows.select_related("contact__point__office", "entry"), pk)
    reads.listed([found.contact.person_id, found.contact.about_id])
    return found


def _signposting(request: StaffRequest, pk: int) -> ContactOutcome:
    outcome = load_step(request, pk)
    if outcome.kind != OutcomeKind.SIGNPOSTING:
        raise Http404
    return outcome


def _take(request: StaffRequest, outcome: ContactOutcome, standing: Case | None, form: UnitForm) -> Case:
    by, now = request.user, clock.now()
    if standing is None:
        return operations.open_case_from(outcome=outcome, unit=form.cleaned_data["unit"], by=by, at=now)
    operations.join_case(contact=outcome.contact, case=standing, by=by, at=now)
    return standing


def _standing_case(request: StaffRequest, outcome: ContactOutcome) -> Case | None:
    """An open case of the person's household that the worker sees."""
    about = outcome.contact.about_id or outcome.contact.person_id
    if about is None or outcome.state != OutcomeState.TO_DO:
        return None
    rows = Case.objects.visible_to(request.user, Depth.WORK).exclude(state="closed")
    members = rows.filter(household__members__person=about, household__members__ends_on=None)
    return members.select_related("household", "unit").first()


def _units() -> Any:
    return Office.objects.filter(kind=OfficeKind.PROFESSIONAL_UNIT, valid_to=None).order_by("name")


def _who(request: StaffRequest, outcome: ContactOutcome) -> str:
    contact = outcome.contact
    wanted = contact.about_id or contact.person_id
    return names_of(request.user, [wanted]).get(wanted, "") if wanted else contact.name


def _ask(outcome: ContactOutcome, form: Any, title: str, act: str) -> dict[str, Any]:
    return {"outcome": outcome, "contact": outcome.contact, "form": form, "title": title, "act": act}
