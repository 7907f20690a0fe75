"""What stands at the door: attempts are counted before they are tried, and sessions end in time.

Seconds are those of the machine (`time.time()`), as in allauth's own records: a day moved by a test or a
demonstration does not throw anybody out. The moments that are written down are the house's.
"""

import math
import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.stagekit import unstash_login
from allauth.core.internal.httpkit import get_client_ip
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accanto.core import clock
from accanto.foundation.entrance import first_things, operations
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.limits import idle_seconds, longest_seconds
from accanto.foundation.entrance.operations.attempts import DoorClosed
from accanto.foundation.entrance.queries import account_named

Handler = Callable[[HttpRequest], HttpResponse]
# Where a password or a code is given.
TRIED = frozenset({"account_login", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate"})
# Asked again and again by the page itself: nobody may be sitting there.
POLLED = frozenset({"session_left", "job", "assessment_news", "desk_queue", "desk_screen"})
ROW, BEGAN, SEEN, UNTIL = "entry_session", "began_at", "seen_at", "closes_at"
_WRITE_AFTER = 60


class CountAttempts:
    """Must stand before whatever opens a transaction for the request: an attempt is counted even if that fails."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and _name_of(request) in TRIED:
            name, user = _who_tries(request)
            try:
                request.attempt = operations.begin_attempt(  # type: ignore[attr-defined]
                    name=name, user=user, address=get_client_ip(request), at=clock.now()
                )
            except DoorClosed as closed:
                return _closed_door(request, closed)
        return self.get_response(request)


class OpenSession:
    """Ends sessions whose time is over, notes that the others are in use, and leads to what comes first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ROW in request.session and request.user.is_authenticated:
            reason = over(request, time.time())
            if reason:
                _end(request, reason)
                return _as_htmx(request, _back_to_the_door(request, reason))
            _note(request)
        return _as_htmx(request, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if first_things.waiting(request) is None or not request.user.is_authenticated:
            return None
        thing = first_things.still_waiting(request, request.user, clock.today())
        if thing is None:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in first_things.ALWAYS_OPEN | thing.needs or name == thing.url_name:
            return None
        return redirect(thing.url_name)


def over(request: HttpRequest, now: float) -> EndReason | None:
    """Why the session has come to its end, if it has."""
    session, today = request.session, clock.today()
    if session.get(UNTIL) and now >= session[UNTIL]:
        return EndReason.CONTRACT
    if now - session.get(BEGAN, now) >= longest_seconds(today):
        return EndReason.LIMIT
    if now - session.get(SEEN, now) >= idle_seconds(today):
        return EndReason.IDLE
    return None


def seconds_left(request: HttpRequest, now: float) -> int:
    """Until the session closes by itself if nothing happens."""
    session, today = request.session, clock.today()
    ends = [session.get(SEEN, now) + idle_seconds(today), session.get(BEGAN, now) + longest_seconds(today)]
    if session.get(UNTIL):
        ends.append(session[UNTIL])
    left: int = math.ceil(min(ends) - now)
    return max(0, left)


def note_presence(request: HttpRequest) -> None:
    request.session[SEEN] = time.time()
    operations.mark_seen(session_id=request.session[ROW], at=clock.now())


def _note(request: HttpRequest) -> None:
    """Once a minute at most: most pages write nothing."""
    if time.time() - request.session.get(SEEN, 0) >= _WRITE_AFTER and _name_of(request) not in POLLED:
        note_presence(request)


def _end(request: HttpRequest, reason: EndReason) -> None:
    operations.end_session(session_id=request.session[ROW], reason=reason, at=clock.now())
    request.session.flush()
    request.user = AnonymousUser()


def _back_to_the_door(request: HttpRequest, reason: EndReason) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('account_login')}?{urlencode({'next': _where_one_was(request), 'chiusa': reason.value})}"
    )


def _where_one_was(request: HttpRequest) -> str:
    """The page, not the address that a form on it sends to."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _as_htmx(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A piece of page cannot show the log-in: the whole page goes there, and comes back to where it was."""
    if not request.headers.get("HX-Request") or response.status_code != 302:
        return response
    parts = urlsplit(response.headers["Location"])
    if parts.path not in _doors():
        return response
    answer = HttpResponse(status=204)
    query = {"next": _where_one_was(request)}
    if "chiusa=" in parts.query:
        query["chiusa"] = EndReason.IDLE.value
    answer["HX-Redirect"] = f"{parts.path}?{urlencode(query)}"
    return answer


def _doors() -> set[str]:
    names = ("account_login", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
    return {reverse(name) for name in (*names, "confirm_demo")}


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _who_tries(request: HttpRequest) -> tuple[str, AbstractBaseUser | None]:
    if _name_of(request) == "account_login":
        typed = request.POST.get("login", "")
        return typed, account_named(typed)
    if request.user.is_authenticated:
        return "", request.user
    pending = unstash_login(request, peek=True)
    return "", pending.user if pending else None


def _closed_door(request: HttpRequest, closed: DoorClosed) -> HttpResponse:
    """The same words for every name, known or unknown."""
    answer = render(request, "entrance/closed_door.html", {"until": closed.until}, status=429)
    answer["Retry-After"] = str(max(1, math.ceil((closed.until - clock.now()).total_seconds())))
    return answer
