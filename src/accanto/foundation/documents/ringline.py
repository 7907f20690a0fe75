"""A line of the ring of keys; apart from the rest, because it is needed before there is an instance."""

import base64
import secrets


def key_line() -> str:
    """A new key of 32 random bytes, with a name of its own."""
    return f"k{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"
