"""`page` for reading, `action` for writing, `editor` for one address that shows a form and takes it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import SimpleTemplateResponse

from accanto.core.web import reads

# A view names its own arguments; the first is the request.
View = Callable[..., HttpResponse]
M = TypeVar("M", bound=models.Model)
# Stands between a form that was sent and the view that takes it; `once` is the token of the form (see `{% once %}`).
Guard = Callable[[HttpRequest, str, Callable[[], HttpResponse]], HttpResponse]
_guards: list[Guard] = []
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def guard_forms(guard: Guard) -> None:
    """Whoever keeps the tokens of forms says here how a form is taken once; called in `AppConfig.ready()`."""
    _guards[:] = [guard]


def _taken_once(request: HttpRequest, take: Callable[[], HttpResponse]) -> HttpResponse:
    """A form sent with a token is taken once; one without (a script, a test) as it comes."""
    token = request.POST.get("once", "")
    if not (_guards and request.user.is_authenticated and _TOKEN.fullmatch(token)):
        return take()
    return _guards[0](request, token, take)


class WriteInPage(RuntimeError):
    """A page tried to write: reading must never change anything."""


@contextmanager
def reading_only() -> Iterator[None]:
    def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        writes = sql.lstrip().split(" ", 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}
        if writes and "django_session" not in sql:
            raise WriteInPage(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_writes):
        yield


def require(request: HttpRequest, permission: str) -> None:
    """403 unless one of the user's roles holds `permission`."""
    if not request.user.may(permission):  # type: ignore[union-attr]
        raise PermissionDenied(permission)


def page(permission: str | None = None) -> Callable[[View], View]:
    """GET only; the database refuses writes while the view runs."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET"])
            if permission:
                require(request, permission)
            with reading_only():
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                    response.render()
            return response

        return _marked(inner, "page", permission)

    return decorate


def action(permission: str | None = None, *, repeatable: bool = False) -> Callable[[View], View]:
    """POST only, and each form once; `repeatable` is for what is sent again and again from the same page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            if permission:
                require(request, permission)
            if repeatable:
                return view(request, *args, **kwargs)
            return _taken_once(request, lambda: view(request, *args, **kwargs))

        return _marked(inner, "action", permission)

    return decorate


def editor(permission: str | None = None) -> Callable[[View], View]:
    """GET shows the form (reading only), POST takes it."""

    def decorate(view: View) -> View:
        reading, writing = page(permission)(view), action(permission)(view)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return (writing if request.method == "POST" else reading)(request, *args, **kwargs)

        return _marked(inner, "editor", permission)

    return decorate


def _marked(view: View, door: str, permission: str | None) -> View:
    """For the tests that try every address: which door it is, and what it asks for."""
    view.door = door  # type: ignore[attr-defined]
    view.permission = permission  # type: ignore[attr-defined]
    return view


def load(visible: models.QuerySet[M], pk: UUID | int | str) -> M:
    """One row of a queryset already narrowed by `visible_to`; outside it is 404, as if it did not exist."""
    found = visible.filter(pk=pk).first()
    if found is None:
        raise Http404
    reads.opened(found)
    return found
