"""Every request gets a name: on its answer, on its error page, in its log lines."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accanto.core import trace

log = logging.getLogger("accanto.requests")
HEADER = "X-Request-ID"
Handler = Callable[[HttpRequest], HttpResponse]


class NameRequests:
    """First of all. The name is ours: one that came from outside could carry anything into the logs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = trace.Trace(method=request.method if request.method in _METHODS else "other")
        request.accanto_trace = found  # type: ignore[attr-defined]
        token = trace.begin(found)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = found.name
            _note(request, found)
            took = round((time.perf_counter() - began) * 1000, 1)
            log.info("answered", extra={"facts": {"status": response.status_code, "ms": took}})
            return response
        finally:
            trace.end(token)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Known from here on, so that a fault inside the page is written with the page's name."""
        found = trace.current()
        if found:
            _note(request, found)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _note(request: HttpRequest, found: trace.Trace) -> None:
    match = request.resolver_match
    found.page = (match.view_name or match.route) if match else found.page
    # Already read by whoever needed it; asking here would cost a query on pages that need none.
    known = getattr(request, "_cached_user", None)
    found.user = getattr(known, "pk", None) or found.user
