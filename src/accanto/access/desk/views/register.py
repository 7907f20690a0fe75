from django.http import HttpResponse

from accanto.access.desk.listing import register_of
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest


@page("desk.serve")
def desk_register(request: StaffRequest) -> HttpResponse:
    """The register, today's first; who may read it reads it in a file too, without people whose data are restricted."""
    return register_of(request.user).respond(request, "desk/register.html")
