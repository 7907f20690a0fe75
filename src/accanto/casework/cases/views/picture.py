"""«Quadro del nucleo»: everything that runs for these people, on one page with its time, and what overlaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accanto.casework.cases import running
from accanto.casework.cases.running import Running
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core.web import page
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest

AHEAD = timedelta(days=180)


@dataclass(frozen=True)
class Line:
    """One thing with its place on the axis, in hundredths of its width."""

    one: Running
    left: float
    width: float
    overlaps: bool


@page("cases.view")
def case_picture(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.READ)
    shell = case_shell(request, case, "household")
    today: date = shell["today"]
    people = [known.member.person_id for known in shell["members"]]
    rows = running.running_for(people, request.user, today)
    found = running.overlaps(rows, today)
    touched = {id(one) for overlap in found for one in (overlap.first, overlap.second)}
    # A case stands among what runs where somebody of these lives: not where only something of theirs is left.
    cases = list({row.case.pk: row.case for row in rows if row.opens_case}.values())
    first, last = _span(rows, today)
    context = {
        **shell,
        "lines": [_line(row, first, last, id(row) in touched) for row in rows],
        "overlaps": found,
        "appointments": running.appointments_for(cases, today),
        "first": first,
        "last": last,
        "now": _place(today, first, last),
    }
    return render(request, "cases/picture.html", context)


def _span(rows: list[Running], today: date) -> tuple[date, date]:
    first = min([row.starts_on for row in rows if row.starts_on] or [today])
    last = max([today + AHEAD, *(row.ends_on for row in rows if row.ends_on)])
    return first, last


def _place(day: date, first: date, last: date) -> float:
    return round(100 * (day - first).days / max((last - first).days, 1), 1)


def _line(row: Running, first: date, last: date, overlaps: bool) -> Line:
    left = _place(row.starts_on or first, first, last)
    right = _place(row.ends_on or last, first, last)
    return Line(row, left, max(round(right - left, 1), 1.0), overlaps)
