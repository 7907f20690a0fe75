"""The editor of entries: a new one, a change, and two who write at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.directory import operations
from accanto.access.directory.drafts import NEW, typed_places, version_in
from accanto.access.directory.facts import EntryFacts, differences, facts_of
from accanto.access.directory.forms import EntryForm, PlaceForms, place_initial
from accanto.access.directory.labels import change_lines
from accanto.access.directory.models import Entry
from accanto.access.directory.views.finding import load_entry
from accanto.core import clock
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.web import editor
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest


@editor("directory.keep")
def entry_new(request: StaffRequest) -> HttpResponse:
    typed = draft_data(request.user, NEW)
    form = EntryForm(request.POST or None, on=clock.today(), initial=_begun({"keeper": request.user}, typed))
    places = _places(request, [], typed)
    if request.method == "POST" and form.is_valid() and places.is_valid():
        try:
            made = _written(request, form.facts(places.facts(), None))
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=NEW)
            _say_what_became(request, published="publish" in request.POST)
            return redirect("entry", pk=made.pk)
    return _draw(request, form, places, {"title": _("New entry"), "draft_key": NEW})


@transaction.atomic
def _written(request: StaffRequest, facts: EntryFacts) -> Entry:
    """Written and published, or nothing: sent again after a refusal it would stand twice."""
    made = operations.write_entry(facts=facts, by=request.user, at=clock.now())
    if "publish" in request.POST:
        made = operations.publish_entry(entry=made, by=request.user, at=clock.now())
    return made


@editor("directory.keep")
def entry_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_entry(request, pk)
    kept, key = facts_of(row), f"entry-{row.pk}"
    typed = draft_data(request.user, key)
    form = EntryForm(request.POST or None, on=clock.today(), kept=kept, initial=_begun(_initial(kept), typed))
    places = _places(request, [place_initial(place) for place in kept.places], typed)
    # A draft goes on from the version that it was begun on: what others saved meanwhile is shown, not overwritten.
    version, meanwhile = version_in(typed) or row.version, []
    if request.method == "POST" and form.is_valid() and places.is_valid():
        written = form.facts(places.facts(), kept)
        try:
            operations.change_entry(
                entry=row,
                facts=written,
                expected_version=version_in(request.POST),
                by=request.user,
                at=clock.now(),
            )
        except ChangedMeanwhile as refusal:
            form.refuse(refusal)
            version, meanwhile = row.version, _both(row, written)
        except OperationRefused as refusal:
            form.refuse(refusal)
            version = version_in(request.POST)
        else:
            discard_draft(user=request.user, key=key)
            messages.success(request, _("The entry is changed."))
            return redirect("entry", pk=pk)
    elif request.method == "POST":
        version = version_in(request.POST)
    told = {"title": row.name, "entry": row, "version": version, "meanwhile": meanwhile, "draft_key": key}
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


def _places(request: StaffRequest, standing: list[dict[str, Any]], typed: Mapping[str, Any]) -> Any:
    """Those of a draft where the page is opened with one; what is sent is compared with those that stand."""
    if request.method == "POST":
        return PlaceForms(request.POST, prefix="places", initial=standing)
    return PlaceForms(prefix="places", initial=typed_places(typed) if typed else standing)


def _begun(standing: dict[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed and not saved goes before what stands; of boxes and choices nobody sends those left empty."""
    if not typed:
        return standing
    return {name: typed.get(name, "") for name in EntryForm.base_fields}


def _both(row: Entry, written: EntryFacts) -> list[dict[str, str]]:
    """What the entry says now beside what was written, where they differ: nothing is lost."""
    now = facts_of(Entry.objects.select_related("organisation", "keeper", "keeper_office").get(pk=row.pk))
    mine = replace(written, places=tuple(replace(place) for place in written.places))
    return change_lines(differences(now, mine))
