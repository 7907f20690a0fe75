"""The register of measures, and the list of who acts for an adult."""

from django.http import HttpResponse

from accanto.casework.mandates.listing import administrators_on, measures_on
from accanto.core import clock
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def measures(request: StaffRequest) -> HttpResponse:
    return measures_on(clock.today()).respond(request, "mandates/list.html")


@page("cases.view")
def administrators(request: StaffRequest) -> HttpResponse:
    return administrators_on(clock.today()).respond(request, "mandates/administrators.html")
