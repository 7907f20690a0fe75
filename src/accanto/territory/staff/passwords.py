"""What a password must not be. Length is what protects; no capital letters, digits or signs are demanded."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_WORDS = Path(__file__).parent / "data" / "common_words.yaml"
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)
_SHORTEST_RUN = 4
# With four words of a list that everybody could guess at, there are still too many sentences to try.
_WORDS_ENOUGH = 4
_AS_LETTERS = str.maketrans("01345789@$!", "oieastbgasi")


class LongEnough(MinimumLengthValidator):
    def __init__(self, min_length: int = 12) -> None:
        super().__init__(min_length)

    def get_error_message(self) -> str:
        return _(
            "At least %(count)s characters: three or four words are easy to remember and hard to guess."
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        return _(
            "At least %(count)s characters. Three or four words that have nothing to do with one another are good; "
            "spaces are allowed. It does not expire."
        ) % {"count": self.min_length}


class NotCommon(CommonPasswordValidator):
    """Django's own list, which lies inside Django; also with digits or signs added at the end, runs and repetitions."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower().strip()
        core = re.sub(r"[\W\d_]+$", "", plain)
        if plain in self.passwords or core in self.passwords or _is_run(plain) or _is_repeated(plain):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("This is one of the first that a stranger would try: choose another.")

    def get_help_text(self) -> str:
        return _("Not one of the most used in the world, nor keys in a row.")


class NotTheTrade:
    """Words that stand on every desk of a social service, towns, months, first names (`data/common_words.yaml`)."""

    def validate(self, password: str, user: Any = None) -> None:
        if any(_is_made_of_known_words(form) for form in _forms(password)):
            raise ValidationError(
                _(
                    "It is made only of words of the office, places, months or names: add one that nobody expects."
                ),
                code="password_of_the_trade",
            )

    def get_help_text(self) -> str:
        return _("Not only words of the office, towns, months or first names, even with a year behind.")


class NotOneself(UserAttributeSimilarityValidator):
    def __init__(self) -> None:
        super().__init__(("username", "first_name", "last_name", "email"), max_similarity=0.6)

    def get_error_message(self) -> str:
        return _("It is too close to your name or your e-mail: choose another.")

    def get_help_text(self) -> str:
        return _("Not your own name.")


@cache
def known_words() -> dict[str, int]:
    """Each word and how much it counts: articles and prepositions nothing."""
    groups = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {word: int(group != "joints") for group, words in groups.items() for word in words}


def _forms(password: str) -> set[str]:
    """Only letters: as written, and with the digits that stand for letters (P1st0ia) read as such."""
    flat = unicodedata.normalize("NFKD", password.lower())
    without_tail = re.sub(r"[\W\d_]+$", "", flat)
    read = without_tail.translate(_AS_LETTERS)
    return {re.sub(r"[^a-z]", "", form) for form in (flat, without_tail, read)} - {""}


def _is_made_of_known_words(letters: str) -> bool:
    """Up to three of them, one after the other, and nothing else."""
    words = known_words()
    longest = max(map(len, words))
    fewest: list[int | None] = [0] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - longest), end):
            before = fewest[start]
            counts = words.get(letters[start:end])
            if before is not None and counts is not None:
                soonest = fewest[end]
                fewest[end] = before + counts if soonest is None else min(soonest, before + counts)
    needed = fewest[len(letters)]
    return needed is not None and needed < _WORDS_ENOUGH


def _is_run(text: str) -> bool:
    """Nothing but keys or letters in a row: «qwertyuiop12345»."""
    pieces, start = 0, 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _in_a_row(text[start : end + 1]):
            end += 1
        if end - start < _SHORTEST_RUN:
            return False
        pieces, start = pieces + 1, end
    return pieces > 0


def _in_a_row(piece: str) -> bool:
    return any(piece in run or piece[::-1] in run for run in _RUNS)


def _is_repeated(text: str) -> bool:
    """«aaaaaaaaaaaa», «pistoiapistoia», «123123123123»."""
    return re.fullmatch(r"(.{1,8}?)\1+", text) is not None or len(set(text)) < 5
