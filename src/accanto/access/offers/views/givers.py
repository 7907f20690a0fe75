"""Who offers: their contacts, what was checked, how they are thanked, when they go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.offers import operations
from accanto.access.offers.forms import CheckForm, GiverForm, ThanksForm
from accanto.access.offers.letter import first_lines
from accanto.access.offers.models import Giver, Thanks
from accanto.access.offers.views.offers import given_to_thank
from accanto.core import clock
from accanto.core.database.context import purpose
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.web import editor, load, page, reads
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import content_of
from accanto.territory.staff.requests import StaffRequest


@editor("offers.keep")
def giver_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    giver = _load(request, pk)
    names = ("name", "organisation", "contact", "phone", "email", "informed_on")
    initial = {name: getattr(giver, name) for name in names}
    form = GiverForm(
        request.POST or None, initial={**initial, "giver_kind": giver.kind, "town": giver.municipality_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_giver(giver=giver, facts=form.giver_facts(), by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The contacts are changed."))
            return redirect(_back(giver))
    return _ask(
        request, giver, form, title=_("Contacts of %(name)s") % {"name": giver.name}, action=_("Save")
    )


@editor("offers.keep")
def giver_check(request: StaffRequest, pk: UUID) -> HttpResponse:
    giver = _load(request, pk)
    now = clock.now()
    initial = {"code": request.GET.get("verifica"), "done_on": now.date()}
    form = CheckForm(request.POST or None, on=now.date(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.record_check(giver=giver, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The check is written down."))
            return redirect(_back(giver))
    text = _("Only that it was seen and until when it holds: the paper goes back to the volunteer.")
    title = _("A check of %(name)s") % {"name": giver.name}
    return _ask(request, giver, form, title=title, text=text, action=_("Register it"))


@editor("offers.keep")
def giver_thanks(request: StaffRequest, pk: UUID) -> HttpResponse:
    giver = _load(request, pk)
    form = ThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.thank(giver=giver, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The letter is ready: download it and give it to them."))
            return redirect(_back(giver))
    given = given_to_thank(giver)
    context = {
        "giver": giver,
        "form": form,
        "lines": first_lines(given) if given else [],
        "back": _back(giver),
    }
    return render(request, "offers/thanks.html", context, status=422 if form.errors else 200)


@editor("offers.keep")
def giver_forget(request: StaffRequest, pk: UUID) -> HttpResponse:
    giver = _load(request, pk)
    form = AccantoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.forget_giver(giver=giver, by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Name and contacts are taken away."))
            return redirect("offers")
    text = _(
        "Name, telephone, e-mail and notes are taken away for good, as whoever leaves may ask (GDPR art. 17). What they"
        " gave still counts, without a name."
    )
    title = _("Take away the data of %(name)s") % {"name": giver.name}
    return _ask(request, giver, form, title=title, text=text, action=_("Take them away"), danger=True)


@page("offers.use")
def thanks_pdf(request: StaffRequest, pk: UUID) -> HttpResponse:
    givers = Giver.objects.visible_to(request.user)
    one = load(Thanks.objects.filter(giver__in=givers), pk)
    with purpose("offers.thanks"):  # it is the volunteer’s, and whoever sees the volunteer reads it
        content = content_of(Document.objects.get(pk=one.document_id))
    reads.taken()
    served = HttpResponse(content, content_type="application/pdf")
    served["Content-Disposition"] = f'inline; filename="ringraziamento-{one.at:%Y-%m-%d}.pdf"'
    served["X-Content-Type-Options"] = "nosniff"
    served["Cache-Control"] = "private, no-store"
    return served


def _load(request: StaffRequest, pk: UUID) -> Giver:
    rows = Giver.objects.visible_to(request.user).filter(forgotten_at=None).select_related("municipality")
    return load(rows, pk)


def _back(giver: Giver) -> str:
    """The newest offer, where the volunteer is told of."""
    newest = giver.offers.order_by("-state", "-registered_at").values_list("pk", flat=True).first()
    return reverse("offer", args=[newest]) if newest else reverse("offers")


def _ask(request: StaffRequest, giver: Giver, form: AccantoForm, **words: Any) -> HttpResponse:
    context = {"form": form, "back": _back(giver), "crumb": giver.name, **words}
    return render(request, "offers/ask.html", context, status=422 if form.errors else 200)
