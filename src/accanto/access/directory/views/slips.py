"""The slip for the person: on the screen and on paper, as PDF, by e-mail."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accanto.access.directory import operations
from accanto.access.directory.forms import SendForm
from accanto.access.directory.queries import card
from accanto.access.directory.slip import checked_words, slip_lines, slip_pdf
from accanto.access.directory.views.finding import load_entry
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, page
from accanto.territory.staff.requests import StaffRequest


@page("directory.view")
def entry_slip(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    told = card(row, at=clock.now())
    context = {"entry": row, "card": told, "lines": slip_lines(told), "checked": checked_words(told)}
    return render(request, "directory/slip.html", context)


@page("directory.view")
def entry_slip_pdf(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    now = clock.now()
    name = f"{slugify(row.name) or 'foglietto'}.pdf"
    return HttpResponse(
        slip_pdf(card(row, at=now), at=now), "application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@editor("directory.view")
def entry_send(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_slip(entry=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The slip is on its way. The address was not kept."))
            return redirect("entry", pk=pk)
    context = {
        "entry": row,
        "form": form,
        "title": _("Send the slip by e-mail"),
        "text": _(
            "What the entry says, and the slip as PDF. Write only the address: no name, nothing of the person."
        ),
        "action": _("Send"),
    }
    return render(request, "directory/ask.html", context, status=422 if form.errors else 200)
