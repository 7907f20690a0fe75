"""Codice fiscale: what can be checked without asking anybody."""

import re
from datetime import date

from stdnum.it import codicefiscale, iva

LENGTH = 16
PROVISIONAL_LENGTH = 11
_OMOCODE = str.maketrans("LMNPQRSTUV", "0123456789")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)


def normalise(text: str) -> str:
    """Capitals without blanks, points and dashes, as people copy it."""
    return re.sub(r"[\s.\-_/]", "", text).upper()


def is_valid(code: str) -> bool:
    """A codice fiscale of 16 characters, or a provisional one of 11 digits, with the right check character."""
    if len(code) == PROVISIONAL_LENGTH:
        return iva.is_valid(code)
    return len(code) == LENGTH and bool(codicefiscale.is_valid(code))


def plain(code: str) -> str:
    """The code without its check character and with omocodia undone: equal for two variants of one code."""
    if len(code) != LENGTH:
        return code
    signs = list(code)
    for place in _DIGIT_PLACES:
        signs[place] = signs[place].translate(_OMOCODE)
    return "".join(signs[:-1])


def sex(code: str) -> str:
    """A persons.Sex value; empty for a provisional code."""
    if len(code) != LENGTH:
        return ""
    return "f" if int(plain(code)[9:11]) > 40 else "m"


def birth_place(code: str) -> str:
    """The Belfiore code of the place of birth; empty for a provisional code."""
    return plain(code)[11:15] if len(code) == LENGTH else ""


def agrees_with(code: str, born_on: date) -> bool:
    """Whether the code may belong to somebody born on that day (the century is not in it)."""
    if len(code) != LENGTH:
        return True
    bare = plain(code)
    day = int(bare[9:11])
    month = "ABCDEHLMPRST".index(bare[8]) + 1
    return (int(bare[6:8]), month, day - 40 if day > 40 else day) == (
        born_on.year % 100, born_on.month, born_on.day,
    )  # fmt: skip


def surname_letters(surname: str) -> str:
    """The three letters that a surname gives to the code."""
    letters = re.sub(r"[^A-Z]", "", surname.upper())
    consonants = re.sub(r"[AEIOU]", "", letters)
    vowels = re.sub(r"[^AEIOU]", "", letters)
    return f"{consonants}{vowels}XXX"[:3]
