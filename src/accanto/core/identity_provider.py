"""The log-in of the body, or its SPID/CIE gateway, spoken to in OpenID Connect; read from the environment.

ACCANTO_OIDC_ISSUER          address of the provider; its /.well-known/openid-configuration is read
ACCANTO_OIDC_CLIENT_ID       what we are called there
ACCANTO_OIDC_CLIENT_SECRET   or ACCANTO_OIDC_CLIENT_SECRET_FILE
ACCANTO_OIDC_NAME            on the button: «Entra con …»
ACCANTO_OIDC_ACR             levels of assurance, comma-separated: asked for, and one of them demanded in the answer
ACCANTO_OIDC_TWO_FACTORS     those among them that are two factors (default: all)
ACCANTO_OIDC_MATCH           fiscal_code (default), email, or both: «fiscal_code,email»
ACCANTO_OIDC_FISCAL_CLAIM    the claim with the fiscal code
ACCANTO_OIDC_SCOPE           default: openid profile email
"""

from dataclasses import dataclass
from typing import Any

from accanto.core.env import SettingError, env_list, env_secret, env_str

ID = "ente"
_MATCHES = frozenset({"fiscal_code", "email"})
_FISCAL_CLAIM = "https://attributes.eid.gov.it/fiscal_number"


@dataclass(frozen=True)
class IdentityProvider:
    """How people are sent to their body to log in, and how they are known again when they come back."""

    issuer: str
    client_id: str
    secret: str
    name: str
    acr: tuple[str, ...] = ()
    two_factors: tuple[str, ...] = ()
    match: tuple[str, ...] = ("fiscal_code",)
    fiscal_claim: str = _FISCAL_CLAIM
    scope: tuple[str, ...] = ("openid", "profile", "email")


def identity_provider() -> IdentityProvider | None:
    """None when the instance has none.

    :raises SettingError: half a configuration, an issuer that is not https (except on this machine), an unknown match.
    """
    issuer = env_str("ACCANTO_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    local = issuer.startswith(("http://127.0.0.1", "http://localhost"))
    if not issuer.startswith("https://") and not local:
        raise SettingError("The setting ACCANTO_OIDC_ISSUER must be an https address.")
    match = tuple(env_list("ACCANTO_OIDC_MATCH", ("fiscal_code",)))
    if set(match) - _MATCHES:
        raise SettingError("The setting ACCANTO_OIDC_MATCH is made of: fiscal_code, email.")
    acr = tuple(env_list("ACCANTO_OIDC_ACR"))
    return IdentityProvider(
        issuer=issuer,
        client_id=env_str("ACCANTO_OIDC_CLIENT_ID"),
        secret=env_secret("ACCANTO_OIDC_CLIENT_SECRET"),
        name=env_str("ACCANTO_OIDC_NAME", "SPID o CIE"),
        acr=acr,
        two_factors=tuple(env_list("ACCANTO_OIDC_TWO_FACTORS", acr)),
        match=match,
        fiscal_claim=env_str("ACCANTO_OIDC_FISCAL_CLAIM", _FISCAL_CLAIM),
        scope=tuple(env_str("ACCANTO_OIDC_SCOPE", "openid profile email").split()),
    )


def as_allauth(provider: IdentityProvider | None) -> dict[str, Any]:
    """The same as allauth's SOCIALACCOUNT_PROVIDERS."""
    if provider is None:
        return {}
    app = {
        "provider_id": ID,
        "name": provider.name,
        "client_id": provider.client_id,
        "secret": provider.secret,
        "settings": {
            "server_url": provider.issuer,
            "scope": list(provider.scope),
            "oauth_pkce_enabled": True,
            "fetch_userinfo": True,
        },
    }
    return {"openid_connect": {"APPS": [app]}}
