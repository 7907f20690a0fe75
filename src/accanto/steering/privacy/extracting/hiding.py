"""Other people's names become what they are to the person: «[daughter]», «[another person]»."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accanto.people.persons.naming import fold

# Shorter words are initials, or names that are words («Io», «Re») and would spoil the text.
_SHORTEST = 3


@dataclass(frozen=True)
class Other:
    first_name: str
    last_name: str
    words: str


def hider(first_name: str, last_name: str, others: Iterable[Other]) -> Callable[[str], str]:
    """Puts `words` where a text names one of the others, whatever case and accents it is written with.

    Whole names first, then the name alone, then the surname alone; what the person also bears stays.
    """
    own = set(fold(f"{first_name} {last_name}").split())
    forms: dict[str, str] = {}
    for other in others:
        if not fold(f"{other.first_name}{other.last_name}"):
            continue
        whole = [f"{other.first_name} {other.last_name}", f"{other.last_name} {other.first_name}"]
        if fold(whole[0]) == fold(f"{first_name} {last_name}"):
            continue
        for form in [*whole, other.first_name, *other.first_name.split(), other.last_name]:
            plain = fold(form)
            if len(plain) >= _SHORTEST and not set(plain.split()) <= own:
                forms.setdefault(plain, f"[{other.words}]")
    if not forms:
        return lambda text: text
    longest = sorted(forms, key=len, reverse=True)
    pattern = re.compile("|".join(f"(?:{_written(form)})" for form in longest), re.IGNORECASE)
    return lambda text: pattern.sub(lambda found: forms.get(fold(found.group()), "[…]"), text)


def _written(plain: str) -> str:
    """«nicolo rossi» also as «Nicolò  Rossi», «NICOLO' ROSSI»: a letter with any accent, one or more marks between."""
    words = [r"".join(_letter(letter) for letter in word) for word in plain.split()]
    return r"(?<!\w)" + r"[\W_]{1,3}".join(words) + r"(?!\w)"


def _letter(letter: str) -> str:
    return f"[{letter}{''.join(_ACCENTED.get(letter, []))}]"


def _accented() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in range(0xC0, 0x180):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            found.setdefault(base, []).append(chr(code))
    return found


_ACCENTED = _accented()
