"""«Confirm that it is you»: acts that ask again who is sitting there.

A log-in counts as a confirmation; so does giving the password, a code or a passkey once more.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

_KEY = "confirmed_at"


def mark_confirmed(request: HttpRequest) -> None:
    request.session[_KEY] = time.time()


def confirmed_lately(request: HttpRequest) -> bool:
    """Within the last ten minutes (`ACCOUNT_REAUTHENTICATION_TIMEOUT`, seconds)."""
    confirmed: float = request.session.get(_KEY, 0)
    return 0 <= time.time() - confirmed < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def recent_login(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Goes under `@page`, `@action` or `@editor`: whoever may do it first confirms who they are.

    What was being sent is kept, and goes on by itself after the confirmation. A file is not kept: ask for the
    confirmation on the page with the form (an editor does).
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not confirmed_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    inner.recent_login = True  # type: ignore[attr-defined]
    return inner
