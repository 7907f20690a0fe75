"""The request of a program."""

from accanto.faces.api.models import ApiKey
from accanto.territory.staff.requests import StaffRequest


class ProgramRequest(StaffRequest):
    """Annotation for views behind `reading` and `writing`: the middleware has made sure which key it is."""

    api_key: ApiKey
    single_thing: bool
