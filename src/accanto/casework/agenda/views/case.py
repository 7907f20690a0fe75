"""Of a case, what is still to come in the agenda."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accanto.casework.agenda.queries.to_come import to_come
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.web import page
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@page("agenda.view")
def case_appointments(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Each leads to where it is cancelled or moved: before the case closes, and whenever one looks for it."""
    case = load_case(request, pk, Depth.WORK)
    context = {**case_shell(request, case, ""), "coming": to_come(case, clock.now())}
    return render(request, "agenda/case.html", context)
