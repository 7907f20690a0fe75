"""«il 8 ottobre» → «l’8 ottobre»: Italian elides before the only two days whose names begin with a vowel.

Sentences hold the preposition in the translation and get the day in words from `date_words`, which ties day and month
with a no-break space. What is finished, a page or a sheet to print, passes here once, so that no sentence has to know.
"""

import re

from django.utils.dates import MONTHS
from django.utils.translation import get_language, override

NBSP = "\N{NO-BREAK SPACE}"
ELIDED = {"il": "l’", "dal": "dall’", "del": "dell’", "al": "all’", "nel": "nell’", "sul": "sull’"}

with override("it"):
    _MONTHS = "|".join(str(name).lower() for name in MONTHS.values())
_BEFORE_A_DAY = re.compile(rf"\b({'|'.join(ELIDED)})\s+(8|11)(?={NBSP}(?:{_MONTHS}))", re.IGNORECASE)


def elided(text: str) -> str:
    """The text with its prepositions joined to the 8th and the 11th; untouched in other languages."""
    if not (get_language() or "").startswith("it"):
        return text
    return _BEFORE_A_DAY.sub(_join, text)


def _join(found: re.Match[str]) -> str:
    joined = ELIDED[found[1].lower()]
    return (joined.capitalize() if found[1][0].isupper() else joined) + found[2]
