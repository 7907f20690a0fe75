"""The editor of entries: a new one, a change, and two who write at once."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.directory import operations
from accanto.access.directory.facts import EntryFacts, differences, facts_of
from accanto.access.directory.forms import EntryForm, PlaceForms, place_initial
from accanto.access.directory.labels import change_lines
from accanto.access.directory.models import Entry
from accanto.access.directory.views.finding import load_entry
from accanto.core import clock
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.web import editor
from accanto.territory.staff.requests import StaffRequest


@editor("directory.keep")
def entry_new(request: StaffRequest) -> HttpResponse:
    form = EntryForm(request.POST or None, on=clock.today(), initial={"keeper": request.user})
    places = PlaceForms(request.POST or None, prefix="places")
    if request.method == "POST" and form.is_valid() and places.is_valid():
        try:
            made = operations.write_entry(
                facts=form.facts(places.facts(), None), by=request.user, at=clock.now()
            )
            if "publish" in request.POST:
                operations.publish_entry(entry=made, by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            _say_what_became(request, published="publish" in request.POST)
            return redirect("entry", pk=made.pk)
    return _draw(request, form, places, {"title": _("New entry")})


@editor("directory.keep")
def entry_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    kept = facts_of(row)
    form = EntryForm(request.POST or None, on=clock.today(), kept=kept, initial=_initial(kept))
    places = PlaceForms(
        request.POST or None, prefix="places", initial=[place_initial(place) for place in kept.places]
    )
    version, meanwhile = row.version, []
    if request.method == "POST" and form.is_valid() and places.is_valid():
        written = form.facts(places.facts(), kept)
        try:
            operations.change_entry(
                entry=row, facts=written, expected_version=_version(request), by=request.user, at=clock.now()
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            meanwhile = _both(row, written)
        except OperationRefused as refusal:
            form.refuse(refusal)
            version = _version(request)
        else:
            messages.success(request, _("The entry is changed."))
            return redirect("entry", pk=pk)
    elif request.method == "POST":
        version = _version(request)
    told = {"title": row.name, "entry": row, "version": version, "meanwhile": meanwhile}
    return _draw(request, form, places, told)


def _say_what_became(request: StaffRequest, *, published: bool) -> None:
    if published:
        messages.success(request, _("The entry is published: whoever searches finds it."))
    else:
        messages.success(request, _("The draft is kept: publish it when it is whole."))


def _draw(request: StaffRequest, form: EntryForm, places: Any, told: dict[str, Any]) -> HttpResponse:
    wrong = bool(form.errors) or (places.is_bound and not places.is_valid())
    context = {"form": form, "places": places, "wrong_places": wrong and not form.errors, **told}
    return render(request, "directory/edit.html", context, status=422 if wrong else 200)


def _initial(kept: EntryFacts) -> dict[str, Any]:
    return {name: value for name, value in vars(kept).items() if name != "places"}


def _version(request: StaffRequest) -> int:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _both(row: Entry, written: EntryFacts) -> list[dict[str, str]]:
    """What the entry says now beside what was written, where they differ: nothing is lost."""
    now = facts_of(Entry.objects.select_related("organisation", "keeper", "keeper_office").get(pk=row.pk))
    mine = replace(written, places=tuple(replace(place) for place in written.places))
    return change_lines(differences(now, mine))
