"""The words of lists, from the dated files in ``data/``."""

import re
import unicodedata
from datetime import date
from functools import cache

from rapidfuzz import fuzz, process

from accanto.access.outcomes.enums import Outcome
from accanto.casework.pathways.enums import Measure
from accanto.core.dated_rules import rules_of


def fold(text: str) -> str:
    """Small letters and digits with single blanks: «Data-Esito (INPS)» is «data esito inps»."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def _dictionary(name: str) -> dict[str, str]:
    """Folded word → code. The newest entry wins where two give the same word."""
    words: dict[str, str] = {}
    for rule in sorted(rules_of(f"outcomes.{name}").rules, key=lambda rule: rule.period.start or date.min):
        words.update({fold(str(word)): rule.key for word in [rule.key, *rule.value]})
    return words


def headings() -> dict[str, str]:
    """Folded heading → our field."""
    return _dictionary("headings")


def outcome_of(text: str) -> Outcome | None:
    """The outcome that a cell names, or None."""
    code = _dictionary("outcome_synonyms").get(fold(text))
    return Outcome(code) if code else None


def outcome_like(text: str) -> Outcome | None:
    """The outcome that a heading of a table of totals means, even misspelt; cells of a list must be exact."""
    folded = fold(text)
    exact = outcome_of(text)
    if exact or len(folded) < 6:
        return exact
    known = _dictionary("outcome_synonyms")
    close = process.extractOne(folded, known.keys(), scorer=fuzz.ratio, score_cutoff=85)
    return Outcome(known[close[0]]) if close else None


def relation_of(text: str) -> str:
    """A households.Relation value; unknown words are «other», and an empty cell says nothing."""
    folded = fold(text)
    return _dictionary("relations").get(folded, "other") if folded else ""


def measure_of(submitted_on: date | None) -> Measure | None:
    """The measure that could be applied for on that day."""
    if submitted_on is None:
        return None
    found = rules_of("outcomes.measures").all_at(submitted_on)
    return Measure(next(iter(found))) if found else None
