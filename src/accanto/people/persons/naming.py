"""Names as they are matched: without accents, case, apostrophes or double spaces."""

import re
import unicodedata

# Letters that decomposition leaves whole, as transliterated in Italian registries.
_WHOLE = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)


def fold(text: str) -> str:
    """«D'Angelò  Marìa» → «d angelo maria»; one-letter names and empty text are fine."""
    lowered = unicodedata.normalize("NFKD", text.lower().translate(_WHOLE))
    plain = "".join(c for c in lowered if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def search_name(last_name: str, first_name: str) -> str:
    return fold(f"{last_name} {first_name}")


def fold_contact(value: str) -> str:
    """The digits of a phone without the international prefix of Italy, or a lower-case e-mail."""
    if "@" in value:
        return value.strip().lower()
    plain = re.sub(r"^\s*(\+|00)39", "", value)
    return re.sub(r"\D", "", plain)
