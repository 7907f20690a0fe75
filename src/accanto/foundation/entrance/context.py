"""What every page knows of the session."""

import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accanto.core import clock
from accanto.core.identity_provider import ID
from accanto.foundation.entrance import first_things
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.limits import idle_seconds, warning_seconds
from accanto.foundation.entrance.middleware import ROW, seconds_left


def entrance(request: HttpRequest) -> dict[str, Any]:
    """`lapse` for the page's clock, `must_first` while something comes before everything else; at the door, why it
    closed and who else lets one in."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        if ROW not in request.session:
            return {}
        return {"lapse": _lapse(request), "must_first": first_things.waiting(request) is not None}
    return {"why_closed": request.GET.get("chiusa", ""), "reasons": EndReason, **_provider(request)}


def _lapse(request: HttpRequest) -> dict[str, int]:
    today = clock.today()
    return {
        "left": seconds_left(request, time.time()),
        "warn": warning_seconds(today),
        "minutes": idle_seconds(today) // 60,
    }


def _provider(request: HttpRequest) -> dict[str, str]:
    provider = settings.IDENTITY_PROVIDER
    if provider is None:
        return {}
    onward = request.GET.get("next", "")
    query = f"?{urlencode({'next': onward})}" if onward else ""
    return {"provider_name": provider.name, "provider_url": reverse("provider_login", args=[ID]) + query}
