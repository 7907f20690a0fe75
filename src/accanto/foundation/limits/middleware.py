"""Holds back who asks too often, with a page that says how long to wait."""

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.core import clock
from accanto.foundation.limits.operations import spend
from accanto.foundation.limits.pace import Pace
from accanto.foundation.limits.rules import Limit, general, limit_of

Handler = Callable[[HttpRequest], HttpResponse]
pace = Pace()


class HoldBack:
    """After the session is known and before whatever opens a transaction for the request: what is spent stays spent,
    and no row stays locked while a slow page is made."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit, wait = _asked(request)
        if limit is None:
            return self.get_response(request)
        return held(request, limit, wait)


def _asked(request: HttpRequest) -> tuple[Limit | None, int]:
    """The limit that holds the request back, and for how many seconds."""
    address, today = _mark(get_client_ip(request) or ""), clock.today()
    everything = general(today)
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    shares = {address: everything.address, **({_mark(session): 1} if session else {})}
    wait = max(
        pace.spend(who, step=everything.step / share, window=everything.seconds, now=time.time())
        for who, share in shares.items()
    )
    if wait:
        return everything, math.ceil(wait)
    limit = limit_of(request, _name_of(request), today)
    if limit is None or not request.user.is_authenticated:
        return None, 0
    now = datetime.fromtimestamp(time.time(), UTC)
    seconds = spend(limit=limit, who={f"u{request.user.pk}": 1, address: limit.address}, at=now)
    return (limit, seconds) if seconds else (None, 0)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _mark(word: str) -> str:
    """Which address or session, without keeping it."""
    return "a" + salted_hmac("accanto.limits", word, algorithm="sha256").hexdigest()[:24]


def held(request: HttpRequest, limit: Limit, wait: int) -> HttpResponse:
    """429 with a sentence; htmx gets it too and leaves the page as it is."""
    words = _sentences().get(limit.key, _("You have asked for many pages in a short time."))
    if wait < 90:
        when = ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", wait) % {"n": wait}
    else:
        minutes = math.ceil(wait / 60)
        when = ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}
    response = render(request, "limits/held.html", {"words": words, "when": when}, status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _sentences() -> dict[str, str]:
    return {
        "search": _("You have searched many times in a short time."),
        "export": _("You have taken many files away in a short time."),
        "document": _("You have opened many documents in a short time."),
        "upload": _("You have handed in many files in a short time."),
        "job": _("You have started many long works in a short time."),
    }
