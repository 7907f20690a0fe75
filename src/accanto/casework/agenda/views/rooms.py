"""Rooms of one's offices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.agenda import operations
from accanto.casework.agenda.forms import RoomForm
from accanto.casework.agenda.models import Room
from accanto.casework.agenda.queries.choices import offices_of
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load
from accanto.territory.staff.requests import StaffRequest


@editor("agenda.manage")
def rooms(request: StaffRequest) -> HttpResponse:
    offices = offices_of(request.user)
    form = RoomForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.open_room(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(room)s can be taken.") % {"room": made.name})
            return redirect("rooms")
    rows = Room.objects.filter(office__in=offices, retired_at=None).select_related("office")
    context = {"form": form, "rows": rows.order_by("office__name", "name")}
    return render(request, "agenda/rooms.html", context, status=422 if form.errors else 200)


@action("agenda.manage")
def room_retire(request: StaffRequest, pk: int) -> HttpResponse:
    row = load(Room.objects.filter(office__in=offices_of(request.user)), pk)
    try:
        operations.retire_room(room=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The room is no longer used."))
    return redirect("rooms")
