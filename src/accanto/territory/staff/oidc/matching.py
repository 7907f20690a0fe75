"""From the claims of the provider to an operator that exists here; nobody is ever created."""

import re

from accanto.territory.staff.models import User
from accanto.territory.staff.oidc.claims import Claims


def operator_of(claims: Claims) -> User | None:
    """By fiscal code or by an e-mail that the provider has verified, in the order of the configuration."""
    found = {"fiscal_code": _by_fiscal_code, "email": _by_email}
    return next((user for way in claims.provider.match if (user := found[way](claims))), None)


def _by_fiscal_code(claims: Claims) -> User | None:
    """Gateways write «TINIT-RSSMRA…»: the prefix of the kind of code and of the country goes."""
    told = claims.told.get(claims.provider.fiscal_claim)
    code = re.sub(r"^TIN(IT)?-", "", str(told or "").strip().upper())
    return User.objects.filter(fiscal_code=code).first() if code else None


def _by_email(claims: Claims) -> User | None:
    address = str(claims.told.get("email") or "").strip().lower()
    verified = claims.told.get("email_verified") in (True, "true")
    return User.objects.filter(email=address).first() if address and verified else None
