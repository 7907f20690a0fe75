"""The door of each address for programs: which scope its key needs, which permission its account; to read or write."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import gettext as _
from ninja import Schema

from accanto.core.web.doors import reading_only
from accanto.faces.api.problems import Forbidden, Mistaken
from accanto.faces.api.requests import ProgramRequest

P = ParamSpec("P")
R = TypeVar("R")


def reading(
    scope: str = "", permission: str = "", *, query: type[Schema] | None = None, single: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The database refuses writes while the view runs. `query`: the parameters that exist, any other is a mistake.
    `single`: one thing, told with its ETag."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            request = _request(args)
            _require(request, scope, permission)
            _no_strangers(request, query)
            request.single_thing = single
            with reading_only():
                return view(*args, **kwargs)

        return inner

    return decorate


def writing(scope: str, permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            request = _request(args)
            _require(request, scope, permission)
            _no_strangers(request, None)
            return view(*args, **kwargs)

        return inner

    return decorate


def _request(args: tuple[object, ...]) -> ProgramRequest:
    request = args[0]
    assert hasattr(request, "api_key")  # noqa: S101  (the middleware has made sure who it is)
    return request  # type: ignore[return-value]


def _require(request: ProgramRequest, scope: str, permission: str) -> None:
    if scope and scope not in request.api_key.scopes:
        raise Forbidden(
            _("This key was not given the scope «%(scope)s»: ask for one that has it.") % {"scope": scope}
        )
    if permission and not request.user.may(permission):
        raise Forbidden(_("The role of the account that the key acts as does not allow this."))


def _no_strangers(request: ProgramRequest, query: type[Schema] | None) -> None:
    """A filter that is mistyped and passed over would give everything."""
    known = query.model_fields if query else {}
    for name in request.GET:
        if name not in known:
            raise Mistaken(name[:60], _("There is no such parameter here."))
