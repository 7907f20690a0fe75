"""One's own agenda: the week, taking an appointment, one of them and how it went."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.agenda import operations
from accanto.casework.agenda.enums import ReminderState
from accanto.casework.agenda.forms import MeetingForm, ReasonForm, week_start
from accanto.casework.agenda.models import Reminder
from accanto.casework.agenda.owners import followed_elsewhere, pages_of
from accanto.casework.agenda.queries import free_slots, to_be_called
from accanto.casework.agenda.queries.choices import cases_of, colleagues_of, offices_of
from accanto.casework.agenda.queries.moving import to_move
from accanto.casework.agenda.queries.week import expected, monday_of, my_week
from accanto.casework.agenda.rules import at_local
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, Case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page, reads
from accanto.foundation.notifications.sms import sender
from accanto.territory.bodies.models import Office
from accanto.territory.staff.requests import StaffRequest

_AHEAD = timedelta(days=21)
_OFFERED = 8


@page("agenda.view")
def agenda(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    office = offices_of(request.user).first()
    monday, context = week_context(request, now.date())
    days = my_week(request.user, monday, office, now)
    reads.listed(entry.case for day in days for entry in day.entries if entry.case)
    context |= {
        "days": days,
        "any": any(day.entries for day in days),
        "may_book": request.user.may("agenda.book"),
        "may_manage": request.user.may("agenda.manage"),
        "calls": to_be_called(request.user, now).count(),
        "to_move": len(to_move(request.user, now)),
        "undelivered": _undelivered(request, now),
    }
    return render(request, "agenda/mine.html", context)


@editor("agenda.book")
def agenda_book(request: StaffRequest) -> HttpResponse:
    now, user = clock.now(), request.user
    offices, cases = offices_of(user), cases_of(user)
    reads.listed(cases)
    chosen = _case_asked(request, cases)
    initial: dict[str, Any] = {"operators": [user.pk], "case": chosen.pk if chosen else None, "remind": True}
    initial["kind"] = "follow_up" if chosen else "interview"
    initial["office"] = chosen.unit_id if chosen else None
    form = MeetingForm(
        request.POST or None,
        offices=offices,
        colleagues=colleagues_of(user, now.date()),
        cases=cases,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _book(form.cleaned_data, request, now)
        except OperationRefused as refusal:
            form.refuse(at_its_field(refusal))
        else:
            messages.success(request, _("The appointment is in the agenda."))
            return redirect("agenda_appointment", pk=made.pk)
    office = chosen.unit if chosen else offices.first()
    context = {
        "form": form,
        "chosen": chosen,
        "slots": _offered(office, now),
        "office": office,
        "today": now.date(),
    }
    return render(request, "agenda/book.html", context, status=422 if form.errors else 200)


@page("agenda.view")
def agenda_appointment(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_appointment(request, pk)
    now = clock.now()
    page_of = pages_of([row.pk]).get(row.pk)
    meeting = getattr(row, "slot_meeting", None)
    mine = may_settle(request, row)
    planned = row.state == AppointmentState.PLANNED
    context = {
        "appointment": row,
        "people": [one.user for one in row.operators.select_related("user")],
        "page_of": page_of.url if page_of else "",
        "slot": meeting.slot if meeting else None,
        "open": planned and mine and not followed_elsewhere(row) and meeting is None,
        "begun": row.starts_at <= now,
        "may_move": request.user.may("agenda.book"),
        "reminder": Reminder.objects.filter(appointment=row).first() if row.case_id else None,
        "messages_leave": sender() is not None,
        "room": getattr(row, "room_use", None),
        "form": ReasonForm(),
        "today": now.date(),
    }
    return render(request, "agenda/appointment.html", context)


@action("agenda.view")
def appointment_settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_appointment(request, pk)
    if not may_settle(request, row):
        messages.error(request, _("Whoever was there says how it went."))
        return redirect("agenda_appointment", pk=pk)
    outcome = request.POST.get("outcome", "")
    if outcome not in {AppointmentState.HELD, AppointmentState.MISSED, AppointmentState.CANCELLED}:
        messages.error(request, _("Say how it went."))
        return redirect("agenda_appointment", pk=pk)
    try:
        operations.settle_meeting(
            appointment=row,
            outcome=outcome,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=clock.now(),
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down."))
    return redirect("agenda_appointment", pk=pk)


def load_appointment(request: StaffRequest, pk: UUID) -> Appointment:
    """One's own, those of a case that one sees, and those of one's offices without a household; else 404."""
    user = request.user
    cases = Case.objects.visible_to(user).values("pk")
    own = Q(operators__user=user) | Q(office__in=user.access.offices | user.access.coordinates)
    rows = Appointment.objects.filter(Q(case__in=cases) | Q(case=None) & own)
    related = ("case__household", "office", "slot_meeting__slot", "room_use__room")
    return load(rows.select_related(*related).distinct(), pk)


def may_settle(request: StaffRequest, row: Appointment) -> bool:
    """Whoever is expected there, and whoever coordinates the office."""
    expected = row.operators.filter(user=request.user).exists()
    return expected or row.office_id in request.user.access.coordinates


def week_context(request: StaffRequest, today: date) -> tuple[date, dict[str, Any]]:
    """At the weekend one looks at the week to come, unless one is at work."""
    resting = today.weekday() > 4 and not expected(request.user, today, monday_of(today) + timedelta(days=7))
    present = monday_of(today + timedelta(days=2) if resting else today)
    monday = monday_of(week_start(request.GET.get("settimana", ""), present))
    return monday, {
        "today": today,
        "monday": monday,
        "last": monday + timedelta(days=6),
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "this_week": monday == present,
    }


def _book(given: dict[str, Any], request: StaffRequest, now: datetime) -> Appointment:
    starts_at = at_local(given["day"], given["starts"])
    room = given["room"]
    if room is not None and room.office_id != given["office"].pk:
        raise OperationRefused(_("Choose a room of this office."), field="room")
    return operations.book_meeting(
        kind=given["kind"],
        starts_at=starts_at,
        ends_at=after(starts_at, given["minutes"]),
        office=given["office"],
        operators=list(given["operators"]) or [request.user],
        by=request.user,
        at=now,
        case=given["case"],
        room=room,
        title=given["title"],
        remind=given["remind"],
    )


def after(moment: datetime, minutes: int) -> datetime:
    """Minutes that really pass, whatever the clock does meanwhile."""
    return datetime.fromtimestamp(moment.timestamp() + minutes * 60, tz=moment.tzinfo)


def at_its_field(refusal: OperationRefused) -> OperationRefused:
    """The form asks for a day and an hour where the operation knows a moment; what overlaps is said with it."""
    field = {"starts_at": "starts", "ends_at": "minutes", "ends": "minutes"}.get(
        refusal.field or "", refusal.field
    )
    words = " ".join([str(refusal), *(f"{one}." for one in refusal.missing)])
    return OperationRefused(words, field=field)


def _case_asked(request: StaffRequest, cases: Any) -> Case | None:
    try:
        asked = UUID(request.GET.get("caso", ""))
    except ValueError:
        return None
    found: Case = load(cases.select_related("unit"), asked)
    return found


def _offered(office: Office | None, now: datetime) -> list[Any]:
    if office is None:
        return []
    return free_slots(office=office, first=now.date(), last=now.date() + _AHEAD, at=now, limit=_OFFERED)


def _undelivered(request: StaffRequest, now: datetime) -> list[Reminder]:
    """Of my appointments to come: reminders that did not arrive, so that I call."""
    troubled = Reminder.objects.filter(
        Q(state=ReminderState.FAILED) | Q(state=ReminderState.SENDING) & ~Q(problem="")
    )
    mine = Q(appointment__operators__user=request.user, appointment__starts_at__gt=now) | Q(
        place__taken_by=request.user, place__slot__starts_at__gt=now
    )
    related = ("appointment__case__household", "place__slot", "place__case__household")
    return list(troubled.filter(mine).select_related(*related).distinct()[:10])
