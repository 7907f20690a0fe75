"""What people and machines are told while the database is away: a kind page that tries again by itself.

Nothing typed is lost: drafts wait in the browser (autosave.js), and any other form stands on the page ready to be sent
again. Static files need no database and are served meanwhile.
"""

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import server_error as fault

from accanto.core.database.away import database_is_away, watch

HEALTH = "/health"
_RETRY = "5"
_SECRET = ("password", "passphrase", "otp")
_UNREADABLE = (OSError, SuspiciousOperation, MultiPartParserError, RawPostDataException)
Handler = Callable[[HttpRequest], HttpResponse]


class Health:
    """First of all: answers `/health`, and while the database is lost answers in its place at once.

    `/health` says 200 or 503 to whoever asks, without log-in and without data: it is for the supervisor, the load
    balancer and the waiting page. It stands before the redirect to https because those ask from inside.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == HEALTH:
            return _health()
        if watch.lost and not request.path.startswith(settings.STATIC_URL) and not watch.answers():
            return away(request)
        return self.get_response(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of whatever went wrong: 503 while the database is away, else the ordinary 500."""
    if database_is_away(sys.exc_info()[1]):
        watch.lose()
        return away(request)
    return fault(request)


def away(request: HttpRequest) -> HttpResponse:
    """503 in the form the asker understands."""
    if "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse({"error": _sentence()}, status=503)
    else:
        sent = _sent(request)
        context = {
            "health": HEALTH,
            "sent": sent,
            "by_itself": any(name == "once" for name, _value in sent),
            "was_sent": request.method not in {"GET", "HEAD"},
            "target": request.get_full_path(),
        }
        response = HttpResponse(loader.get_template("503.html").render(context), status=503)
    response["Retry-After"] = _RETRY
    response["Cache-Control"] = "no-store"
    return response


class QuietWhileAway(logging.Filter):
    """One line, not a page of traces, for whatever met no database."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if getattr(record, "status_code", None) == 503 or database_is_away(error):
            record.exc_info, record.exc_text = None, None
        return True


def _health() -> HttpResponse:
    there = watch.answers()
    response = JsonResponse({"database": "ok" if there else "away"}, status=200 if there else 503)
    response["Cache-Control"] = "no-store"
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form carried, to be sent again; nothing where it held a secret or files, which a page cannot give back."""
    if request.method != "POST":
        return []
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except _UNREADABLE:
        return []
    secret = any(word in name.lower() for name, _value in fields for word in _SECRET)
    return [] if secret or files else fields


def _sentence() -> str:
    return _("The archive does not answer at the moment: it is not your fault. Try again in a little while.")
