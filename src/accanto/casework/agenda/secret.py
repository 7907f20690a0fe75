"""The secret of a calendar address: made, recognised by its form, told apart from others without being kept."""

import re
import secrets
from hashlib import sha256

_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"
_FORM = re.compile(r"([a-z0-9]{8})-[A-Za-z0-9_-]{43}")


def new_secret() -> tuple[str, str]:
    """The part by which it is found, and the whole: prefix `-` 256 bits."""
    prefix = "".join(secrets.choice(_PLAIN) for _letter in range(8))
    return prefix, f"{prefix}-{secrets.token_urlsafe(32)}"


def prefix_of(given: str) -> str:
    found = _FORM.fullmatch(given)
    return found[1] if found else ""


def digest_of(given: str) -> str:
    return sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
