"""The two halves of a log-in at the provider: sending somebody there, and believing what comes back."""

import secrets
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from accanto.core.identity_provider import IdentityProvider
from accanto.territory.staff.oidc.claims import Claims, check, decoded

_NONCE = "provider_nonce"


def current() -> IdentityProvider:
    """The provider of this instance; 404 when it has none."""
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    if provider is None:
        raise Http404
    return provider


class BodyClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's client, which trusts the line that the token came over; here its signature is checked too."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **told: Any) -> Any:
        provider = current()
        id_token = told["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("the provider gave no token about the person")
        signed = decoded(
            id_token, provider=provider, configuration=self.openid_config, require=("exp", "sub")
        )
        check(signed, provider=provider, nonce=request.session.pop(_NONCE, ""))
        written = self._fetch_user_info(token.token) if self.openid_config.get("userinfo_endpoint") else {}
        if written and written.get("sub") != signed["sub"]:
            raise OAuth2Error("the provider speaks of two people")
        # What is signed goes before what is only written.
        request.provider_claims = Claims(  # type: ignore[attr-defined]
            provider, {**written, **signed}, id_token, self.openid_config.get("end_session_endpoint", "")
        )
        return self.get_provider().sociallogin_from_response(request, {"id_token": {**written, **signed}})


def send(
    request: HttpRequest, client: BodyClient, *, process: str, next_url: str | None, **more: str
) -> HttpResponse:
    """To the provider's own page; what it answers must carry the nonce that is left here."""
    provider = current()
    nonce = secrets.token_urlsafe(24)
    request.session[_NONCE] = nonce
    asked = {"nonce": nonce, **more}
    if provider.acr:
        asked["acr_values"] = " ".join(provider.acr)
    answer: HttpResponse = client.get_provider().redirect(
        request, process=process, next_url=next_url, auth_params=asked, scope=list(provider.scope)
    )
    return answer
