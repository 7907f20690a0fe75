"""What can be used to write to somebody, and how it is shown afterwards."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# Mobile telephones in Italy begin with 3 and have nine or ten digits; a foreign one needs its prefix.
_MOBILE = re.compile(r"3\d{8,9}")
_FOREIGN = re.compile(r"\+(?!39)\d{8,14}")


def as_email(written: str) -> str:
    """The address when the words are an address and nothing else; empty otherwise."""
    try:
        validate_email(written.strip())
    except ValidationError:
        return ""
    return written.strip()


def as_mobile(written: str) -> str:
    """With its prefix, when the words are the number of a mobile telephone and nothing else; empty otherwise."""
    if not re.fullmatch(r"[+\d\s./()-]+", written.strip()):
        return ""
    plus = written.strip().startswith(("+", "00"))
    digits = re.sub(r"\D", "", written).removeprefix("00")
    if plus and not digits.startswith("39"):
        return f"+{digits}" if _FOREIGN.fullmatch(f"+{digits}") else ""
    national = digits.removeprefix("39") if plus else digits
    return f"+39{national}" if _MOBILE.fullmatch(national) else ""


def masked(contact: str) -> str:
    """Enough to tell which contact it was, not enough to use it."""
    if "@" in contact:
        name, _at, domain = contact.partition("@")
        return f"{name[:1]}…@{domain[:1]}…{domain[domain.rfind('.') :]}"
    return f"… {contact[-3:]}"
