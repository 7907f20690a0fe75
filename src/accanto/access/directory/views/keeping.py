"""What keepers do: assure, publish, withdraw, and see what waits to be checked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.directory import operations
from accanto.access.directory.enums import EntryState
from accanto.access.directory.forms import WithdrawForm
from accanto.access.directory.freshness import freshness
from accanto.access.directory.models import Entry
from accanto.access.directory.queries import mine
from accanto.access.directory.views.finding import load_entry
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.listing import LightPaginator
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import action, editor, page
from accanto.territory.staff.requests import StaffRequest


@page("directory.keep")
def entries_due(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    everybody = request.GET.get("di") == "tutti"
    rows = Entry.objects.due(today).select_related("keeper", "keeper_office", "organisation")
    rows = (
        rows.order_by("recheck_on", "name")
        if everybody
        else rows.filter(mine(request.user)).order_by("recheck_on", "name")
    )
    shown = LightPaginator(rows).get_page(request.GET.get("pagina"))
    context = {
        "rows": [_due_row(row, today) for row in shown.object_list],
        "page": shown,
        "everybody": everybody,
        "today": today,
    }
    return render(request, "directory/due.html", context)


@page("directory.keep")
def entries_drafts(request: StaffRequest) -> HttpResponse:
    rows = Entry.objects.exclude(state=EntryState.PUBLISHED).select_related("organisation", "created_by")
    shown = LightPaginator(rows.order_by("state", "-changed_at")).get_page(request.GET.get("pagina"))
    return render(
        request, "directory/drafts.html", {"page": shown, "rows": shown.object_list, "today": clock.today()}
    )


@action("directory.keep")
def entry_assure(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    said = request.POST.get("version", "")
    version = int(said) if said.isdecimal() and len(said) < 10 else 0
    try:
        done = operations.assure_entry(entry=row, expected_version=version, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("«%(name)s» is right as of today: it is to be checked again from %(day)s.")
            % {"name": done.name, "day": date_words(done.recheck_on)},
        )
        if request.POST.get("from") == "due":
            return redirect("entries_due")
    return redirect("entry", pk=pk)


@action("directory.keep")
def entry_publish(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    try:
        operations.publish_entry(entry=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The entry is published: whoever searches finds it."))
    return redirect("entry", pk=pk)


@editor("directory.keep")
def entry_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.withdraw_entry(entry=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The entry is withdrawn: nobody finds it any more."))
            return redirect("entry", pk=pk)
    context = {
        "entry": row,
        "form": form,
        "title": _("Withdraw «%(name)s»") % {"name": row.name},
        "text": _(
            "Whoever searches no longer finds it. It stays among what was withdrawn and may be published again."
        ),
        "action": _("Withdraw"),
    }
    return render(request, "directory/ask.html", context, status=422 if form.errors else 200)


def _due_row(row: Entry, today: Any) -> dict[str, Any]:
    late = (today - row.recheck_on).days if row.recheck_on else 0
    keeper = row.keeper or row.keeper_office or _("taken over from %(origin)s") % {"origin": row.origin}
    kept = _("kept by %(name)s") % {"name": keeper}
    return {
        "entry": row,
        "when": str(late) if late else _("today"),
        "unit": _("days") if late else "",
        "text": f"{row.given_by} · {kept}",
        "fresh": freshness(row, today),
        "url": reverse("entry", args=[row.pk]),
    }
