"""Logging in through the body: going there, coming back, confirming who one is, being told that somebody left."""

from urllib.parse import urlencode

import requests
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accanto.core import clock
from accanto.core.identity_provider import ID
from accanto.core.web.middleware import public
from accanto.foundation.entrance.operations import end_provider_session
from accanto.territory.staff.oidc.claims import decoded
from accanto.territory.staff.oidc.client import BodyClient, current, send

_LEFT = "http://schemas.openid.net/event/backchannel-logout"


@public
@never_cache
@require_GET
def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _send(request, provider_id, process="login", next_url=get_next_redirect_url(request))


@public
@never_cache
@require_GET
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    client = _client(request, provider_id)
    answer: HttpResponse = OAuth2CallbackView.adapter_view(client)(request)
    return answer


@never_cache
@require_GET
def provider_confirm(request: HttpRequest) -> HttpResponse:
    """«Confirm that it is you», asked at the body: it must ask the person again."""
    onward = f"{reverse('confirmed')}?{urlencode({'next': get_next_redirect_url(request) or '/'})}"
    return _send(request, ID, process="redirect", next_url=onward, prompt="login", max_age="0")


@never_cache
@require_GET
def confirmed(request: HttpRequest) -> HttpResponse:
    """Back from the body: what was being done goes on."""
    return resume_request(request) or redirect("home")


@public
@csrf_exempt
@require_POST
def provider_left(request: HttpRequest) -> HttpResponse:
    """The provider says by itself that a session has ended (OpenID Connect Back-Channel Logout 1.0)."""
    client = _client(request, ID)
    try:
        told = decoded(
            request.POST.get("logout_token", ""),
            provider=current(),
            configuration=client.openid_config,
        )
    except (OAuth2Error, requests.RequestException):
        return HttpResponse(status=400)
    if _LEFT not in told.get("events", {}) or "nonce" in told or not told.get("sid"):
        return HttpResponse(status=400)
    end_provider_session(provider_session=str(told["sid"]), at=clock.now())
    answer = HttpResponse(status=200)
    answer["Cache-Control"] = "no-store"
    return answer


def _client(request: HttpRequest, provider_id: str) -> BodyClient:
    current()
    if provider_id != ID:
        raise Http404
    return BodyClient(request, provider_id)


def _send(
    request: HttpRequest, provider_id: str, *, process: str, next_url: str | None, **more: str
) -> HttpResponse:
    client = _client(request, provider_id)
    try:
        return send(request, client, process=process, next_url=next_url, **more)
    except (requests.RequestException, OAuth2Error, KeyError) as trouble:
        answer: HttpResponse = render_authentication_error(request, client.get_provider(), exception=trouble)
        return answer
