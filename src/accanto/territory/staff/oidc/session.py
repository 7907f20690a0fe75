"""What a session remembers of the provider that it came through."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

if TYPE_CHECKING:
    from accanto.territory.staff.oidc.claims import Claims

_WHO, _TWO_FACTORS, _SESSION, _LOGOUT = (
    "provider_user",
    "provider_two_factors",
    "provider_session",
    "provider_end",
)


def remember(request: HttpRequest, user: AbstractBaseUser, claims: "Claims") -> None:
    session = request.session
    session[_WHO] = user.pk
    session[_TWO_FACTORS] = claims.two_factors
    session[_SESSION] = str(claims.told.get("sid") or "")
    session[_LOGOUT] = claims.logout_url(request)


def forget(request: HttpRequest) -> None:
    """Somebody who turns to the password, or was refused, does not keep what another log-in had proved."""
    for key in (_WHO, _TWO_FACTORS, _SESSION, _LOGOUT):
        request.session.pop(key, None)


def two_factors_of(request: HttpRequest) -> bool:
    return bool(request.session.get(_TWO_FACTORS))


def entered_through(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.session.get(_WHO) == request.user.pk)


def logout_url(request: HttpRequest) -> str:
    return str(request.session.get(_LOGOUT, ""))
