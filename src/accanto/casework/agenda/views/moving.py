"""Moving a place or an appointment to another hour, in one step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda import operations
from accanto.casework.agenda.forms import MoveMeetingForm, MovePlaceForm
from accanto.casework.agenda.models import Room, Slot
from accanto.casework.agenda.owners import followed_elsewhere
from accanto.casework.agenda.queries import free_slots, told_places
from accanto.casework.agenda.queries.choices import offices_of
from accanto.casework.agenda.queries.hours import AHEAD, OFFERED, day_asked, grouped, look_on
from accanto.casework.agenda.rules import at_local
from accanto.casework.agenda.views.mine import after, at_its_field, load_appointment, may_settle
from accanto.casework.agenda.views.places import load_place
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, reads
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.queries import closed_on
from accanto.territory.staff.requests import StaffRequest


@editor("agenda.book")
def place_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Free hours of its office and of one's own; `?dal=` is the first day looked at."""
    place, now = load_place(request, pk), clock.now()
    reads.listed([place])
    first = day_asked(request.GET.get("dal", ""), now.date())
    slots = _hours(request, place.slot, first, now)
    form = MovePlaceForm(request.POST or None, slots=slots)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.move_place(place=place, to=form.chosen(), by=request.user, at=now)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Moved: the hour of before is free again."))
            return redirect("slot", pk=made.slot_id)
    context = {
        "place": place,
        "told": told_places([place], request.user).get(place.pk),
        "form": form,
        "groups": grouped(slots, now.date()),
        "first": first,
        "later": look_on(slots, first),
        "today": now.date(),
    }
    return render(request, "agenda/place_move.html", context, status=422 if form.errors else 200)


@editor("agenda.book")
def appointment_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    row, now = load_appointment(request, pk), clock.now()
    if not may_settle(request, row):
        return _told_to_others(request, pk, _("Whoever is expected there moves it."))
    if followed_elsewhere(row) or getattr(row, "slot_meeting", None):
        return _told_to_others(request, pk, _("This appointment is moved on its own page."))
    rooms = Room.objects.filter(office=row.office_id, retired_at=None)
    use = getattr(row, "room_use", None)
    starts = timezone.localtime(row.starts_at)
    begun = {
        "day": starts.date(),
        "starts": starts.time(),
        "minutes": int((row.ends_at - row.starts_at).total_seconds() // 60),
        "room": use.room_id if use else None,
    }
    form = MoveMeetingForm(request.POST or None, rooms=rooms, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            _move(request, row, form.cleaned_data, now)
        except OperationRefused as refusal:
            form.refuse(at_its_field(refusal))
        else:
            messages.success(request, _("Moved: the hour of before is free again."))
            return redirect("agenda_appointment", pk=pk)
    closed = closed_on(row.office, starts.date()) if row.office else None
    context = {
        "appointment": row,
        "form": form,
        "closed": closed.words if closed else "",
        "today": now.date(),
    }
    return render(request, "agenda/appointment_move.html", context, status=422 if form.errors else 200)


def _told_to_others(request: StaffRequest, pk: UUID, words: str) -> HttpResponse:
    messages.info(request, words)
    return redirect("agenda_appointment", pk=pk)


def _move(request: StaffRequest, row: Any, given: dict[str, Any], now: datetime) -> None:
    starts_at = at_local(given["day"], given["starts"])
    operations.move_meeting(
        appointment=row,
        starts_at=starts_at,
        ends_at=after(starts_at, given["minutes"]),
        room=given["room"],
        by=request.user,
        at=now,
    )


def _hours(request: StaffRequest, slot: Slot, first: Any, now: datetime) -> list[Slot]:
    offices = Office.objects.filter(
        pk__in=[slot.office_id, *offices_of(request.user).values_list("pk", flat=True)]
    )
    found = free_slots(offices=offices, first=first, last=first + AHEAD, at=now, limit=OFFERED + 1)
    return [one for one in found if one.pk != slot.pk][:OFFERED]
