"""Who acts for an adult: the decree, the powers, the accounts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.shell import load_case
from accanto.casework.mandates import operations
from accanto.casework.mandates.enums import OfficeHeld, Power
from accanto.casework.mandates.forms.administrators import AccountForm, AdministratorForm, OfficeEndForm
from accanto.casework.mandates.models import SupportAdministrator
from accanto.casework.mandates.operations.administrators import who_cannot_be
from accanto.casework.mandates.views.common import members_told, refuse_reader, works_on
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load, page
from accanto.people.persons.enums import Depth
from accanto.people.persons.gone import with_people
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def administrator_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.READ)
    refuse_reader(request.user, case)
    now = clock.now()
    form = AdministratorForm(request.POST or None, members=members_told(case, now.date(), case.depth))
    warned = False
    if request.method == "POST" and form.is_valid():
        aware = form.cleaned_data["aware"]
        warned = who_cannot_be(case, form.cleaned_data["holder"])
        try:
            made = operations.register_administrator(
                case=case, facts=form.facts(), aware=aware, by=request.user, at=now
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Registered: the account to the judge is among the terms of the case.")
            )
            return redirect("administrator", pk=made.pk)
    context = {"case": case, "form": form, "warned": warned}
    return render(request, "mandates/administrator_new.html", context, status=422 if form.errors else 200)


@page("cases.view")
def administrator(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    context = {
        **_head(row),
        "alone": [Power(one).label for one in row.powers_alone],
        "assisted": [Power(one).label for one in row.powers_assisted],
        "accounts": row.accounts.select_related("by"),
        "works": row.ends_on is None and works_on(request.user, row.case),
    }
    return render(request, "mandates/administrator.html", context)


@editor("cases.work")
def administrator_account(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load_to_work(request, pk)
    form = AccountForm(request.POST or None, initial={"made_on": clock.today()})
    return _ask(
        request, row, form, operations.record_account, _("Written down: the next account is due as the decree says."),
        title=_("The account was handed to the judge"), action=_("Write this down"),
    )  # fmt: skip


@editor("cases.work")
def administrator_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load_to_work(request, pk)
    form = OfficeEndForm(request.POST or None, initial={"ends_on": clock.today()})
    return _ask(
        request, row, form, operations.end_administrator, _("The office has ended; who held it stays written."),
        title=_("The office ends"), action=_("Record the end"),
    )  # fmt: skip


def _ask(
    request: StaffRequest, row: SupportAdministrator, form: Any, operation: Any, done: str, **words: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            operation(administrator=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("administrator", pk=row.pk)
    context = {**_head(row), "form": form, **words}
    return render(request, "mandates/administrator_ask.html", context, status=422 if form.errors else 200)


def _load(request: StaffRequest, pk: UUID) -> SupportAdministrator:
    rows = SupportAdministrator.objects.visible_to(request.user)
    row = load(rows.select_related("case__household", "court", "holder_body"), pk)
    # Also of somebody who has left: their office is still to be ended here.
    return with_people([row])[0]


def _load_to_work(request: StaffRequest, pk: UUID) -> SupportAdministrator:
    row = _load(request, pk)
    refuse_reader(request.user, row.case)
    return row


def _head(row: SupportAdministrator) -> dict[str, Any]:
    return {
        "administrator": row,
        "case": row.case,
        "office_words": OfficeHeld(row.office).label,
        "today": clock.today(),
    }
