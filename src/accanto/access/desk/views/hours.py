"""Opening hours and closures of the offices that one coordinates."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.desk.forms_hours import ClosureForm, WeekForm, written
from accanto.access.desk.models import AccessPoint
from accanto.access.desk.queries.hours import closures_from, later_weeks, offices_kept, week_on
from accanto.casework.agenda.queries.moving import to_move_in
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page
from accanto.territory.bodies import operations
from accanto.territory.bodies.models import Office, OfficeClosure
from accanto.territory.bodies.queries import timetables
from accanto.territory.staff.requests import StaffRequest


@page("desk.manage")
def offices_hours(request: StaffRequest) -> HttpResponse:
    """Every office that one coordinates, whether it is open now and what shuts it next."""
    now = clock.now()
    offices = list(offices_kept(request.user))
    tables = timetables(offices, now.date(), now.date() + timedelta(days=30))
    rows = [
        {
            "office": office,
            "known": tables[office.pk].known,
            "open": tables[office.pk].is_open(now, None),
            "closure": next(iter(tables[office.pk].closures), None),
        }
        for office in offices
    ]
    return render(request, "desk/offices_hours.html", {"rows": rows, "today": now.date()})


@editor("desk.manage")
def office_hours(request: StaffRequest, pk: int) -> HttpResponse:
    office = _load(request, pk)
    today = clock.today()
    begun = {**written(week_on(office, today)), "valid_from": today}
    form = WeekForm(request.POST or None, today=today, initial=begun)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.set_office_hours(
                office=office,
                week=given["week"],
                valid_from=given["valid_from"],
                valid_to=given["last_day"] + timedelta(days=1) if given["last_day"] else None,
                by=request.user,
                at=clock.now(),
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("These are the hours from that day."))
            return _afterwards(request, office)
    return _page(request, office, form, ClosureForm(today=today))


@action("desk.manage")
def office_closure_new(request: StaffRequest, pk: int) -> HttpResponse:
    office = _load(request, pk)
    today = clock.today()
    form = ClosureForm(request.POST, today=today)
    if form.is_valid():
        try:
            operations.close_office(office=office, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The office is closed on those days, and everybody reads why."))
            return _afterwards(request, office)
    week = WeekForm(today=today, initial={**written(week_on(office, today)), "valid_from": today})
    return _page(request, office, week, form)


@action("desk.manage")
def office_closure_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = OfficeClosure.objects.filter(office__in=offices_kept(request.user), withdrawn_at=None)
    closure = load(rows.select_related("office"), pk)
    try:
        operations.withdraw_closure(closure=closure, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _(
                "The office opens on those days, with its hours for the public. An hour whose operator or room is taken"
                " meanwhile stays cancelled."
            ),
        )
    return redirect("office_hours", pk=closure.office_id)


def _load(request: StaffRequest, pk: int) -> Office:
    return load(offices_kept(request.user), pk)


def _afterwards(request: StaffRequest, office: Office) -> HttpResponse:
    """What was given before on a day that is now shut is not lost: it is said at once, and where it stands."""
    many = to_move_in(office, clock.now())
    if many:
        told = ngettext(
            "%(n)d appointment falls on a day that is now closed: it is to be moved.",
            "%(n)d appointments fall on a day that is now closed: they are to be moved.",
            many,
        )
        messages.warning(request, told % {"n": many})
    return redirect("office_hours", pk=office.pk)


def _page(request: StaffRequest, office: Office, form: WeekForm, closing: ClosureForm) -> HttpResponse:
    now = clock.now()
    context: dict[str, Any] = {
        "office": office,
        "point": AccessPoint.objects.filter(office=office).first(),
        "form": form,
        "closing": closing,
        "closures": closures_from(office, now.date()),
        "later": later_weeks(office, now.date()),
        "to_move": to_move_in(office, now),
        "today": now.date(),
    }
    status = 422 if form.errors or closing.errors else 200
    return render(request, "desk/office_hours.html", context, status=status)
