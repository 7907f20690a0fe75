"""What somebody must do before anything else: higher rooms register it in `AppConfig.ready()`.

Decided once, at the log-in, and kept in the session: an open page costs no query for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

_KEY = "first_things"
# Whatever is due, one may leave, change language, confirm who one is, and keep the session open.
ALWAYS_OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "confirm_demo",
        "logged_out",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "session_left",
        "session_stay",
        "set_language",
    }
)


@dataclass(frozen=True)
class FirstThing:
    """`url_name` is the page that explains it, `needs` the names of the pages where it is done."""

    code: str
    url_name: str
    needs: frozenset[str]
    due: Callable[[HttpRequest, AbstractBaseUser, date], bool]


_things: dict[str, FirstThing] = {}
_closing: list[Callable[[AbstractBaseUser, date], datetime | None]] = []


def register_first_thing(thing: FirstThing) -> None:
    _things[thing.code] = thing


def register_closing_time(closing: Callable[[AbstractBaseUser, date], datetime | None]) -> None:
    """`closing(user, today)`: the moment at which the person may no longer be inside, if any."""
    _closing.append(closing)


def closing_time(user: AbstractBaseUser, today: date) -> datetime | None:
    return min((moment for each in _closing if (moment := each(user, today))), default=None)


def decide(request: HttpRequest, user: AbstractBaseUser, today: date) -> None:
    request.session[_KEY] = [code for code, thing in _things.items() if thing.due(request, user, today)]


def settle(request: HttpRequest, code: str) -> None:
    """It has been done."""
    waiting = request.session.get(_KEY, [])
    if code in waiting:
        request.session[_KEY] = [each for each in waiting if each != code]


def waiting(request: HttpRequest) -> FirstThing | None:
    """The first of what is still to be done, as far as the session knows."""
    return next((_things[code] for code in request.session.get(_KEY, []) if code in _things), None)


def still_waiting(request: HttpRequest, user: AbstractBaseUser, today: date) -> FirstThing | None:
    """The same, asked again of what is due: it may have been done a moment ago, or be asked no more."""
    while thing := waiting(request):
        if thing.due(request, user, today):
            return thing
        settle(request, thing.code)
    return None
