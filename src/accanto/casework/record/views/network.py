"""The people of the network: one page each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations as cases
from accanto.casework.cases.models import Case, NetworkContact
from accanto.casework.cases.shell import case_shell
from accanto.casework.record import operations as record
from accanto.casework.record.forms import ContactEndForm, ContactForm, contact_as_it_stands
from accanto.casework.record.views.common import member_choices, readable, workable, writes
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def record_contact_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    shell = case_shell(request, case, "family")
    form = ContactForm(request.POST or None, members=member_choices(shell))
    if request.method == "POST" and form.is_valid():
        try:
            made = cases.add_contact_to_network(
                case=case, contact=form.contact(), by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is in the network.") % {"name": made.name})
            return redirect("record_family", pk=case.pk)
    context = {**shell, "form": form, "contact": None, "writes": True}
    return render(request, "record/contact.html", context, status=422 if form.errors else 200)


@editor("cases.view")
def record_contact(request: StaffRequest, pk: UUID, contact_id: int) -> HttpResponse:
    case = readable(request, pk)
    row = _load(request, case, contact_id)
    changes = writes(request, case) and row.ends_on is None
    if request.method == "POST" and not changes:
        raise PermissionDenied
    shell = case_shell(request, case, "family")
    initial = contact_as_it_stands(row)
    form = ContactForm(request.POST or None, initial=initial, members=_and_who_stood(shell, row))
    if request.method == "POST" and form.is_valid():
        try:
            record.change_contact(
                contact=row,
                facts=form.contact(),
                expected=form.cleaned_data["expected"] or 0,
                by=request.user,
                at=clock.now(),
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("record_contact", pk=case.pk, contact_id=row.pk)
    context = {**shell, "form": form, "contact": row, "writes": changes}
    return render(request, "record/contact.html", context, status=422 if form.errors else 200)


@editor("cases.work")
def record_contact_end(request: StaffRequest, pk: UUID, contact_id: int) -> HttpResponse:
    case = workable(request, pk)
    row = _load(request, case, contact_id)
    form = ContactEndForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            record.end_contact(contact=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is no longer part of the network.") % {"name": row.name})
            return redirect("record_family", pk=case.pk)
    words: dict[str, Any] = {
        "form_title": _("%(name)s is no longer part of the network") % {"name": row.name},
        "go": _("Register it"),
        "back": "record_family",
    }
    context = {**case_shell(request, case, "family"), "form": form, **words}
    return render(request, "record/form.html", context, status=422 if form.errors else 200)


def _and_who_stood(shell: dict[str, Any], row: NetworkContact) -> list[tuple[str, str]]:
    """The household, and whom the contact is close to already, also when they have left since."""
    found = member_choices(shell)
    stood = str(row.relation_to_id or "")
    if stood and stood not in dict(found):
        found.append((stood, str(row.relation_to or _("who has left"))))
    return found


def _load(request: StaffRequest, case: Case, pk: int) -> NetworkContact:
    rows = NetworkContact.objects.visible_to(request.user).filter(case=case)
    found: NetworkContact = load(rows.select_related("relation_to", "written_by"), pk)
    return found
