"""What every request passes through, before any page."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

from accanto.core import clock
from accanto.core.database.context import acting, acting_for

if TYPE_CHECKING:
    from django.urls import ResolverMatch

Handler = Callable[[HttpRequest], HttpResponse]


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that needs no login."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class RejectNulBytes:
    """PostgreSQL cannot store NUL; without this a hostile query string would end in a server error."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL byte")
        typed = request.method == "POST" and request.content_type in _FORMS
        if typed and any("\x00" in value for _name, values in request.POST.lists() for value in values):
            raise BadRequest("NUL byte")
        return self.get_response(request)


class PersonLanguage:
    """Italian first: the browser's language is not asked, only the person's own choice (cookie) counts."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            return self.get_response(request)


class LoginRequired:
    """Every page asks for a login unless its view is marked public or belongs to the log-in itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if request.user.is_authenticated or getattr(view, "is_public", False):
            return None
        match: ResolverMatch = request.resolver_match or resolve(request.path_info)
        if (match.url_name or "").startswith(("account_", "mfa_", "socialaccount_")):
            return None
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


class ActAsPerson:
    """One transaction for the request, in the name of whoever is logged in: without one, policies show no rows.

    A refused operation undoes its own savepoint; a fault of ours (5xx) undoes the whole request.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = uuid4().hex  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        who = acting_for(request.user, at=clock.now(), request=request.number)  # type: ignore[attr-defined]
        whole = transaction.get_connection().in_atomic_block
        with acting(who, savepoint=False):
            response = self.get_response(request)
            if response.status_code >= 500 and not whole:
                transaction.set_rollback(True)
            return response
