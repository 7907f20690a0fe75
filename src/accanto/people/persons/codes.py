"""Codice fiscale, STP and ENI: what can be checked without asking anybody (DM 23/12/1976)."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from stdnum.it import codicefiscale, iva

from accanto.people.persons.enums import IdentifierKind
from accanto.people.persons.naming import fold

LENGTH = 16
PROVISIONAL_LENGTH = 11
_OMOCODE = str.maketrans("LMNPQRSTUV", "0123456789")
_TO_LETTERS = str.maketrans("0123456789", "LMNPQRSTUV")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_MONTHS = "ABCDEHLMPRST"
# STP or ENI, three digits of the region, three of the health authority, seven of their own count.
_HEALTH_CODE = re.compile(r"(STP|ENI)\d{13}")
OLDEST = 120
"""Years that a living person is taken to have at most, when a code leaves the century open."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a codice fiscale says: letters of the names, sex, day, month and the last two digits of the year."""

    surname: str
    name: str
    sex: str
    day: int
    month: int
    year: int
    place: str
    omocode: bool


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
    month = _MONTHS.index(bare[8]) + 1
    return (int(bare[6:8]), month, day - 40 if day > 40 else day) == (
        born_on.year % 100, born_on.month, born_on.day,
    )  # fmt: skip


def surname_letters(surname: str) -> str:
    """The three letters that a surname gives to the code: «Fò» is FOX."""
    consonants, vowels = _letters(surname)
    return f"{consonants}{vowels}XXX"[:3]


def name_letters(name: str) -> str:
    """The three letters of a first name: of four consonants or more, the first, the third and the fourth."""
    consonants, vowels = _letters(name)
    if len(consonants) > 3:
        consonants = consonants[0] + consonants[2:]
    return f"{consonants}{vowels}XXX"[:3]


def _letters(name: str) -> tuple[str, str]:
    letters = re.sub(r"[^A-Z]", "", fold(name).upper())
    return re.sub(r"[AEIOU]", "", letters), re.sub(r"[^AEIOU]", "", letters)


def kind_of(code: str) -> str:
    """Which kind of code it looks like; empty for something else."""
    if _HEALTH_CODE.fullmatch(code):
        return IdentifierKind.STP if code.startswith("STP") else IdentifierKind.ENI
    if len(code) == PROVISIONAL_LENGTH and code.isdecimal():
        return IdentifierKind.PROVISIONAL
    return IdentifierKind.CODICE_FISCALE if len(code) == LENGTH and code[:6].isalpha() else ""


def decode(code: str) -> Decoded | None:
    """Nothing for a provisional code, an STP or ENI, and whatever is not valid."""
    if len(code) != LENGTH or not is_valid(code):
        return None
    bare = plain(code)
    day = int(bare[9:11])
    return Decoded(
        surname=bare[:3],
        name=bare[3:6],
        sex=sex(code),
        day=day - 40 if day > 40 else day,
        month=_MONTHS.index(bare[8]) + 1,
        year=int(bare[6:8]),
        place=bare[11:15],
        omocode=is_omocode(code),
    )


def is_omocode(code: str) -> bool:
    """Some digits were turned into letters, because the plain code belonged to somebody else already."""
    return len(code) == LENGTH and any(code[place].isalpha() for place in _DIGIT_PLACES)


def births_of(code: str, today: date) -> list[date]:
    """The days on which its holder may be born, the latest first: the code does not tell the century."""
    read = decode(code)
    found = []
    for year in range(today.year, today.year - OLDEST - 1, -1):
        if read is None or year % 100 != read.year:
            continue
        try:
            born = date(year, read.month, read.day)
        except ValueError:  # 29 February of a year that had none
            continue
        if born <= today:
            found.append(born)
    return found


def variants(code: str) -> list[str]:
    """The 128 forms of one code, the plain one first: it and those of homonyms."""
    if kind_of(code) != IdentifierKind.CODICE_FISCALE or not is_valid(code):
        return [code]
    bare = plain(code)
    found = []
    for count in range(len(_DIGIT_PLACES) + 1):
        for places in combinations(reversed(_DIGIT_PLACES), count):
            signs = list(bare)
            for place in places:
                signs[place] = signs[place].translate(_TO_LETTERS)
            body = "".join(signs)
            found.append(body + codicefiscale.calc_check_digit(body))
    return found
