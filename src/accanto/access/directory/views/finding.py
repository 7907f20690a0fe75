"""Looking for a service: by words, need, place, target; and one entry in full."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accanto.access.directory.enums import Change, EntryState
from accanto.access.directory.forms import SearchForm
from accanto.access.directory.labels import change_lines
from accanto.access.directory.models import Entry
from accanto.access.directory.needs import needs
from accanto.access.directory.queries import card, due_of, found_card, search_entries, tally
from accanto.core import clock
from accanto.core.listing import LightPaginator
from accanto.core.web import load, page
from accanto.territory.staff.requests import StaffRequest

_CHANGES = 12


@page("directory.view")
def directory(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    today = clock.today()
    form = SearchForm(request.GET)
    said = _understood(form)
    rows = search_entries(
        request.user, said.get("cerca", ""), said.get("bisogno", ""), said.get("comune"), said.get("target", ""),
        said.get("lingua", ""), on=today,
    )  # fmt: skip
    shown = LightPaginator(rows).get_page(request.GET.get("pagina"))
    keeps = request.user.may("directory.keep")
    context: dict[str, Any] = {
        "form": form,
        "cards": [found_card(row, at=now) for row in shown.object_list],
        "page": shown,
        "needs": [{"code": need.code, "label": need.label} for need in needs().values()],
        "chosen": said.get("bisogno", ""),
        "searching": any(said.values()),
        "keeps": keeps,
        "tally": tally(request.user, today),
        "due": due_of(request.user, today).count() if keeps else 0,
    }
    return render(request, "directory/list.html", context)


@page("directory.view")
def entry(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    keeps = request.user.may("directory.keep")
    context: dict[str, Any] = {
        "entry": row,
        "card": card(row, at=clock.now()),
        "keeps": keeps,
        "draft": row.state == EntryState.DRAFT,
        "published": row.state == EntryState.PUBLISHED,
        "withdrawn": row.state == EntryState.WITHDRAWN,
        "today": clock.today(),
    }
    if keeps:
        context["changes"] = [_change(one) for one in row.changes.select_related("by")[:_CHANGES]]
    return render(request, "directory/entry.html", context)


def load_entry(request: StaffRequest, pk: UUID) -> Entry:
    """404 for drafts and what was withdrawn, to whoever does not keep the directory."""
    rows = Entry.objects.visible_to(request.user).select_related(
        "organisation", "keeper", "keeper_office", "assured_by"
    )
    return load(rows, pk)


def _understood(form: SearchForm) -> dict[str, Any]:
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def _change(one: Any) -> dict[str, Any]:
    return {
        "stamp": one.at,
        "what": Change(one.what).label,
        "by": one.by or _("the system"),
        "lines": change_lines(one.fields),
    }
