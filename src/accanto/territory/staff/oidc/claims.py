"""What the provider says of a person, checked: signature, issuer, audience, time, nonce, level of assurance."""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest
from django.urls import reverse

from accanto.core.identity_provider import IdentityProvider

# Nothing that a shared secret could sign, and never «none».
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LEEWAY = 60
_FRESH = 120


class LevelTooLow(ProviderException):  # type: ignore[misc]
    """The person came in with less assurance than this instance asks for."""


class SomebodyElse(ProviderException):  # type: ignore[misc]
    """Confirming who one is brought back another person."""


class TooOld(ProviderException):  # type: ignore[misc]
    """The provider did not ask the person again."""


@dataclass(frozen=True)
class Claims:
    """`told` holds the claims of the token, completed by the provider's own page about the person."""

    provider: IdentityProvider
    told: dict[str, Any]
    id_token: str
    end_session: str = ""

    @property
    def two_factors(self) -> bool:
        return bool(self.provider.acr) and self.told.get("acr") in self.provider.two_factors

    @property
    def fresh(self) -> bool:
        """The provider has asked the person just now (`auth_time`)."""
        asked = self.told.get("auth_time")
        return isinstance(asked, int | float) and time.time() - asked < _FRESH

    def logout_url(self, request: HttpRequest) -> str:
        """Where the provider closes its own session, if it says where."""
        if not self.end_session:
            return ""
        query = {
            "id_token_hint": self.id_token,
            "client_id": self.provider.client_id,
            "post_logout_redirect_uri": request.build_absolute_uri(reverse("logged_out")),
        }
        return f"{self.end_session}{'&' if '?' in self.end_session else '?'}{urlencode(query)}"


def decoded(
    token: str, *, provider: IdentityProvider, configuration: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """The signed content of a token of the provider.

    :raises OAuth2Error: another issuer or audience, too old, an unknown key or signature.
    """
    if configuration["issuer"].rstrip("/") != provider.issuer:
        raise OAuth2Error("the discovery document belongs to another issuer")
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("signed in a way that we do not accept")
        told: dict[str, Any] = jwt.decode(
            token,
            key=_key(header, configuration["jwks_uri"]),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=configuration["issuer"],
            leeway=_LEEWAY,
            options={"require": ["iss", "aud", "iat", *more.get("require", ())]},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error("the token of the provider does not hold") from error
    return told


def check(told: dict[str, Any], *, provider: IdentityProvider, nonce: str) -> None:
    """:raises OAuth2Error: an answer to another question. :raises LevelTooLow: see there."""
    if not nonce or told.get("nonce") != nonce:
        raise OAuth2Error("the answer belongs to another request")
    several = isinstance(told.get("aud"), list) and len(told["aud"]) > 1
    if (several or "azp" in told) and told.get("azp") != provider.client_id:
        raise OAuth2Error("the token was made for another client")
    if provider.acr and told.get("acr") not in provider.acr:
        raise LevelTooLow(str(told.get("acr")))


def _key(header: dict[str, Any], address: str) -> Any:
    with get_adapter().get_requests_session() as web:
        answer = web.get(address)
        answer.raise_for_status()
        keys = answer.json().get("keys", [])
    for each in keys:
        if each.get("kid") == header.get("kid") and each.get("use", "sig") == "sig":
            return jwt.PyJWK.from_json(json.dumps(each), algorithm=header["alg"]).key
    raise OAuth2Error("signed with a key that the provider does not publish")
