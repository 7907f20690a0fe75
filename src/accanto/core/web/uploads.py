"""A body larger than any file that we take is refused by its announced length, before a byte of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader

Handler = Callable[[HttpRequest], HttpResponse]
# The other fields of the form that carries the file.
_FORM = 1024 * 1024


class RefuseLargeBodies:
    """Before whatever reads the body. A body that does not announce its length is not read by Django at all."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _announced(request) > settings.UPLOAD_LIMIT_BYTES + _FORM:
            page = loader.get_template("413.html").render({"limit": settings.UPLOAD_LIMIT_BYTES // _FORM})
            response = HttpResponse(page, status=413)
            response["Cache-Control"] = "no-store"
            return response
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    word = request.META.get("CONTENT_LENGTH") or "0"
    return int(word) if word.isdigit() else 0
