"""Places for the public: the series of one's offices, a new one, exceptions, an end, invitations."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.agenda import operations
from accanto.casework.agenda.enums import SlotState
from accanto.casework.agenda.forms import WEEKDAYS, EndForm, InviteForm, SeriesForm, SkipForm
from accanto.casework.agenda.models import Slot, SlotSeries
from accanto.casework.agenda.operations.places import Whom
from accanto.casework.agenda.queries.choices import cases_of, colleagues_of, offices_of
from accanto.casework.agenda.rules import weekly
from accanto.casework.agenda.rules.recurrence import CODES
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page, reads
from accanto.territory.staff.requests import StaffRequest

_SHOWN = 60


@page("agenda.view")
def slots(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    offices = offices_of(request.user)
    rows = SlotSeries.objects.filter(office__in=offices).exclude(ends_on__lte=now.date())
    ahead = Slot.objects.filter(
        office__in=offices, state=SlotState.OPEN, starts_at__gt=now, starts_at__lt=now + timedelta(days=14)
    )
    context = {
        "series": [
            _line(row) for row in rows.select_related("office", "operator", "room").order_by("office__name")
        ],
        "ahead": ahead.select_related("office", "operator", "room").order_by("starts_at", "pk")[:_SHOWN],
        "may_manage": request.user.may("agenda.manage"),
        "may_book": request.user.may("agenda.book"),
        "today": now.date(),
    }
    return render(request, "agenda/slots.html", context)


@editor("agenda.manage")
def series_new(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    form = SeriesForm(
        request.POST or None,
        offices=offices_of(request.user),
        colleagues=colleagues_of(request.user, today),
        initial={"starts_on": today, "kind": "information"},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        rule = weekly(given.pop("weekdays"), given.pop("every"))
        try:
            made = operations.open_series(rule=rule, by=request.user, at=clock.now(), **given)
        except OperationRefused as refusal:
            form.refuse(_named(refusal))
        else:
            messages.success(request, _("The places are open: they can be given from now."))
            return redirect("series", pk=made.pk)
    return render(request, "agenda/series_new.html", {"form": form}, status=422 if form.errors else 200)


@page("agenda.view")
def series(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_series(request, pk)
    return render(request, "agenda/series.html", _context(request, row, clock.now()))


@editor("agenda.manage")
def series_skip(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_series(request, pk)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.skip_day(series=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("No places on that day. Whoever had one is among those to call."))
            return redirect("series", pk=pk)
    words = _("Whoever has a place on that day will stand among those to be called.")
    return _ask(request, row, form, _("A day without places"), words, _("Take the day out"))


@editor("agenda.manage")
def series_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_series(request, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_series(series=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The series ends. Whoever had a place afterwards is among those to call.")
            )
            return redirect("series", pk=pk)
    words = _("After that day no place is given. Whoever has one will stand among those to be called.")
    return _ask(request, row, form, _("End the series"), words, _("End it"))


@editor("agenda.book")
def series_invite(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_series(request, pk)
    now = clock.now()
    cases = cases_of(request.user)
    reads.listed(cases)
    form = InviteForm(request.POST or None, cases=cases)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ahead = Slot.objects.filter(
            series=row, state=SlotState.OPEN, starts_at__gt=now, starts_at__date__gte=given["reply_by"]
        )
        whom = [Whom(case=case) for case in given["cases"]]
        try:
            made = operations.invite(
                slots=list(ahead), whom=whom, reply_by=given["reply_by"], by=request.user, at=now
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            told = ngettext("%(n)d household is invited.", "%(n)d households are invited.", len(made))
            messages.success(request, told % {"n": len(made)})
            return redirect("series", pk=pk)
    words = _(
        "Each is given the first free hour, held until they answer. They are never more than the free places."
    )
    return _ask(request, row, form, _("Invite households"), words, _("Invite them"))


@action("agenda.manage")
def slot_cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(Slot.objects.managed_by(request.user), pk)
    try:
        operations.cancel_slot(
            slot=row, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The hour is cancelled. Whoever had a place is among those to call."))
    return redirect("slot", pk=pk)


def load_series(request: StaffRequest, pk: UUID) -> SlotSeries:
    rows = SlotSeries.objects.filter(office__in=offices_of(request.user))
    return load(rows.select_related("office", "operator", "room"), pk)


def days_words(row: SlotSeries) -> str:
    """«martedì e giovedì, ogni due settimane»."""
    parts = dict(part.partition("=")[::2] for part in row.rule.split(";"))
    names = dict(WEEKDAYS)
    days = [
        str(names[CODES.index(code)]).lower() for code in parts.get("BYDAY", "").split(",") if code in CODES
    ]
    every = int(parts.get("INTERVAL", "1"))
    told = ", ".join(days)
    if every == 1:
        return told
    return _("%(days)s, every %(n)d weeks") % {"days": told, "n": every}


def _line(row: SlotSeries) -> dict[str, Any]:
    return {
        "series": row,
        "days": days_words(row),
        "hours": f"{row.opens:%-H:%M}–{row.closes:%-H:%M}",
        "who": row.operator or _("whoever is at the desk"),
    }


def _context(request: StaffRequest, row: SlotSeries, now: datetime) -> dict[str, Any]:
    ahead = row.slots.filter(starts_at__gt=now).order_by("starts_at")[:_SHOWN]
    found = list(ahead.select_related("office"))
    return {
        **_line(row),
        "ahead": found,
        "free": sum(slot.free for slot in found),
        "ended": row.ends_on is not None and row.ends_on <= now.date(),
        "last_day": row.ends_on - timedelta(days=1) if row.ends_on else None,
        "may_manage": request.user.may("agenda.manage"),
        "may_book": request.user.may("agenda.book"),
        "today": now.date(),
    }


def _ask(
    request: StaffRequest, row: SlotSeries, form: Any, title: str, text: str, label: str
) -> HttpResponse:
    context = {**_line(row), "form": form, "title": title, "text": text, "action": label}
    return render(request, "agenda/ask.html", context, status=422 if form.errors else 200)


def _named(refusal: OperationRefused) -> OperationRefused:
    """The form asks for weekdays where the operation knows a rule; days that clash are said with it."""
    words = " ".join([str(refusal), *(f"{one}." for one in refusal.missing)])
    return OperationRefused(words, field="weekdays" if refusal.field == "rule" else refusal.field)
