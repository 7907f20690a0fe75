"""The key itself: made, recognised by its form, and told apart from others without being kept."""

import re
import secrets
from hashlib import sha256

# Letters and digits that cannot be taken for one another when the beginning of a key is read aloud.
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"
_FORM = re.compile(r"acc_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")


def new_secret() -> tuple[str, str]:
    """The part that is shown, and the whole: `acc_` prefix `_` 256 bits."""
    prefix = "".join(secrets.choice(_PLAIN) for _letter in range(8))
    return prefix, f"acc_{prefix}_{secrets.token_urlsafe(32)}"


def prefix_of(given: str) -> str:
    """The part that is shown, of anything that has the form of a key; else nothing."""
    found = _FORM.fullmatch(given)
    return found[1] if found else ""


def digest_of(given: str) -> str:
    return sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
