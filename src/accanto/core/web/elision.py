"""Pages in good Italian: see `accanto.core.elision`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accanto.core.elision import elided

Handler = Callable[[HttpRequest], HttpResponse]


class ElideDays:
    """Joins «il 8 ottobre» on every page; files and data pass untouched."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = elided(response.content.decode(response.charset)).encode(response.charset)
        return response
