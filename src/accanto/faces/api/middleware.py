"""Two places on the way of every request under /api/: how it is spoken to, and by whom it is made."""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language_from_request

from accanto.core import clock
from accanto.faces.api import problems
from accanto.faces.api.entering import KeyRefused, enter
from accanto.foundation.entrance.operations.attempts import DoorClosed

Handler = Callable[[HttpRequest], HttpResponse]
DOOR = "/api/"
OPEN = "/api/v1/openapi.json"


def at_the_door(request: HttpRequest) -> bool:
    return request.path_info.startswith(DOOR)


class SpeakToPrograms:
    """Outermost: cookies are never read here, the language is the one that the program asks for, and whatever refuses
    a request on its way is said as a problem, not as a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not at_the_door(request):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        language = get_language_from_request(request)
        # Read by `PersonLanguage`, which stands nearer to the page.
        request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: language}
        answer = self.get_response(request)
        with translation.override(language):
            if answer.status_code >= 400 and not _told(answer):
                answer = problems.instead_of(answer)
        answer.cookies.clear()
        answer["Content-Language"] = language
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return _tagged(request, answer)


class EnterByKey:
    """Where the session of a person is read; before whatever opens a transaction, so that attempts stay counted."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not at_the_door(request) or request.path_info == OPEN:
            return self.get_response(request)
        now = clock.now()
        try:
            key = enter(request, now)
        except KeyRefused:
            return problems.no_key()
        except DoorClosed as closed:
            return problems.wait((closed.until - now).total_seconds())
        request.user = key.user
        # Where the name of the request and the headers look for who is there.
        request._cached_user = key.user  # type: ignore[attr-defined]  # noqa: SLF001
        request.api_key = key  # type: ignore[attr-defined]
        # Stands beside each reading that is written down: which of the account's keys it was.
        request.reading_reason = f"API {key.prefix}"  # type: ignore[attr-defined]
        return self.get_response(request)


def _told(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE)


def _tagged(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Of a single thing: its mark, and «not modified» to who has it already. The reading was written down before."""
    if answer.status_code != 200 or not getattr(request, "single_thing", False):
        return answer
    tag = quote_etag(sha256(answer.content).hexdigest()[:32])
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    told = HttpResponseNotModified() if {tag, f"W/{tag}", "*"} & set(asked) else answer
    for name in ("Cache-Control", "Content-Language", "X-Request-ID"):
        if name in answer.headers:
            told[name] = answer[name]
    told["ETag"] = tag
    return told
