"""One hour for the public: who is in it, giving a place, how it went; and those to be called."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.agenda import operations
from accanto.casework.agenda.enums import AWAITED, PlaceState, SlotState
from accanto.casework.agenda.forms import PlaceForm
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.owners import pages_of
from accanto.casework.agenda.queries import to_be_called, told_places
from accanto.casework.agenda.queries.choices import cases_of
from accanto.casework.agenda.queries.moving import to_move
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page, reads
from accanto.core.web.origins import Origin, origins_of
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest

_TONES = {
    PlaceState.INVITED: "soon",
    PlaceState.BOOKED: "",
    PlaceState.CAME: "fine",
    PlaceState.MISSED: "late",
}


@page("agenda.view")
def slot(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_slot(pk)
    now = clock.now()
    seen = list(Place.objects.visible_to(request.user).filter(slot=row).standing().select_related("case"))
    reads.listed(seen)
    told = told_places(seen, request.user)
    origins = origins_of(request.user, [place.pk for place in seen])
    followed = _followed(seen)
    context = {
        "slot": row,
        "places": [
            _line(place, told.get(place.pk), origins.get(place.pk), followed.get(place.pk, ""))
            for place in seen
        ],
        "unseen": row.taken - len(seen),
        "begun": row.starts_at <= now,
        "open": row.state == SlotState.OPEN and row.starts_at > now,
        "may_book": request.user.may("agenda.book"),
        "may_manage": request.user.may("agenda.manage")
        and row.office_id in request.user.access.offices | request.user.access.coordinates,
        "today": now.date(),
    }
    return render(request, "agenda/slot.html", context)


@editor("agenda.book")
def slot_take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """`?caso=` or `?persona=`: for whom is known already."""
    row, now = load_slot(pk), clock.now()
    case, person = _asked(request)
    cases = cases_of(request.user)
    reads.listed(cases)
    form = PlaceForm(request.POST or None, cases=cases, fixed=bool(case or person))
    if request.method == "POST" and form.is_valid():
        whom = {"case": case, "person": person} if case or person else {}
        try:
            operations.take_place(slot=row, by=request.user, at=now, **(form.cleaned_data | whom))
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The place is taken."))
            return redirect("slot", pk=pk)
    context = {"slot": row, "form": form, "case": case, "person": person, "today": now.date()}
    return render(request, "agenda/take.html", context, status=422 if form.errors else 200)


@action("agenda.book")
def place_settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_place(request, pk)
    try:
        _settle(request, row, clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down."))
    return redirect("slot", pk=row.slot_id)


def _settle(request: StaffRequest, row: Place, now: datetime) -> None:
    outcome = request.POST.get("outcome", "")
    if outcome == "confirmed":
        operations.confirm_place(place=row, by=request.user, at=now)
        return
    if outcome not in {PlaceState.CAME, PlaceState.MISSED, PlaceState.CANCELLED}:
        raise OperationRefused(_("Say how it went."))
    operations.settle_place(
        place=row, outcome=outcome, reason=request.POST.get("reason", ""), by=request.user, at=now
    )


@page("agenda.view")
def agenda_calls(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    rows = list(to_be_called(request.user, now).order_by("slot__starts_at", "pk")[:100])
    plans = to_move(request.user, now)
    reads.listed([*rows, *plans])
    told = told_places(rows, request.user)
    followed = _followed(rows)
    context = {
        "rows": [_line(place, told.get(place.pk), page=followed.get(place.pk, "")) for place in rows],
        "plans": [
            {"plan": one, "mine": request.user.may("agenda.book") and _may_move(request, one)}
            for one in plans
        ],
        "may_book": request.user.may("agenda.book"),
        "today": now.date(),
    }
    return render(request, "agenda/calls.html", context)


@action("agenda.book")
def place_called(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_place(request, pk)
    try:
        operations.note_call(place=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down: they know."))
    return redirect("agenda_calls")


def load_slot(pk: UUID) -> Slot:
    """An hour says nothing of anybody: whoever keeps an agenda may open it and give a place in it."""
    return load(Slot.objects.select_related("office", "operator", "room", "series"), pk)


def load_place(request: StaffRequest, pk: UUID) -> Place:
    return load(Place.objects.visible_to(request.user).select_related("slot", "case"), pk)


def _may_move(request: StaffRequest, plan: Any) -> bool:
    """Whoever is expected there, and whoever coordinates the office."""
    expected = any(one.user_id == request.user.pk for one in plan.operators.all())
    return expected or plan.office_id in request.user.access.coordinates


def _asked(request: StaffRequest) -> tuple[Case | None, Person | None]:
    if wanted := _uuid(request.GET.get("caso", "")):
        return load(cases_of(request.user), wanted), None
    if wanted := _uuid(request.GET.get("persona", "")):
        return None, load(Person.objects.visible_to(request.user), wanted)
    return None, None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _followed(places: list[Place]) -> dict[UUID, str]:
    """Where those that go with an appointment of another room are followed."""
    own = {place.appointment_id: place.pk for place in places if place.appointment_id}
    return {own[pk]: page.url for pk, page in pages_of(own).items()}


def _line(place: Place, told: Any, origin: Origin | None = None, page: str = "") -> dict[str, Any]:
    state = PlaceState(place.state)
    return {
        "place": place,
        "told": told,
        "origin": origin,
        "page": page,
        "settled_elsewhere": place.appointment_id is not None,
        "tag": {"label": state.label, "tone": _TONES.get(state, "")},
        "awaited": state in AWAITED,
        "invited": state == PlaceState.INVITED,
    }
