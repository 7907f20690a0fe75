"""Why two records look alike or do not: a code with what it speaks of, kept as it was shown."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Reason:
    """`against`: it speaks against their being one person."""

    code: str
    one: str = ""
    other: str = ""
    against: bool = False

    def as_row(self) -> dict[str, Any]:
        return {"code": self.code, "one": self.one, "other": self.other, "against": self.against}

    def __str__(self) -> str:
        return words_of(self)


def from_row(row: dict[str, Any]) -> Reason:
    return Reason(
        str(row["code"]), str(row.get("one", "")), str(row.get("other", "")), bool(row.get("against"))
    )


def words_of(reason: Reason) -> str:
    """As a person reads it."""
    words = _WORDS.get(reason.code)
    return words() % {"one": reason.one, "other": reason.other} if words else reason.code


_WORDS = {
    "same_code": lambda: _("same code"),
    "same_code_variant": lambda: _("same codice fiscale but for homonymy letters"),
    "code_mistyped": lambda: _("codice fiscale differs by one or two characters"),
    "other_code": lambda: _("another codice fiscale"),
    "same_name": lambda: _("same name and surname"),
    "swapped_name": lambda: _("name and surname swapped"),
    "other_order": lambda: _("same names in another order"),
    "one_letter": lambda: _("one letter differs: %(one)s / %(other)s"),
    "few_letters": lambda: _("a few letters differ: %(one)s / %(other)s"),
    "transliteration": lambda: _("name transliterated: %(one)s / %(other)s"),
    "diminutive": lambda: _("short form of the name: %(one)s / %(other)s"),
    "joined": lambda: _("written together or apart: %(one)s / %(other)s"),
    "part_missing": lambda: _("a part of the name is missing: %(one)s / %(other)s"),
    "initial": lambda: _("only an initial: %(one)s / %(other)s"),
    "similar_name": lambda: _("similar name: %(one)s / %(other)s"),
    "other_name": lambda: _("different name: %(one)s / %(other)s"),
    "same_birth": lambda: _("same date of birth"),
    "birth_swapped": lambda: _("same date of birth, day and month swapped"),
    "birth_digit": lambda: _("date of birth differs by one digit"),
    "birth_part": lambda: _("date of birth nearly the same"),
    "other_birth": lambda: _("another date of birth"),
    "same_place": lambda: _("born in the same place"),
    "other_place": lambda: _("born in another place"),
    "other_sex": lambda: _("another sex"),
    "same_phone": lambda: _("same telephone"),
    "same_address": lambda: _("same address"),
    "same_town": lambda: _("same town"),
}
