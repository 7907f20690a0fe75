"""How a true name, code, number, address or day may stand in a text, as regular expressions.

Letters match with and without accent, in any case; between the words of a name may stand a space, a hyphen or dash,
either apostrophe or nothing. None has a group of its own: they are joined into one expression.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils import translation
from django.utils.formats import date_format

from accanto.people.persons.naming import fold

_FILE = Path(__file__).parents[1] / "data" / "ordinary_words.yaml"
_ACCENTED = {
    "a": "aàáâãäåā", "c": "cçćč", "d": "dđ", "e": "eèéêëēę", "g": "gğ", "i": "iìíîïīı", "l": "lł", "n": "nñń",
    "o": "oòóôõöøō", "r": "rř", "s": "sśšș", "t": "tțţ", "u": "uùúûüū", "y": "yýÿ", "z": "zźżž",
}  # fmt: skip
APOSTROPHES = "'’‘`´ʼ"
_BETWEEN = rf"[\s{APOSTROPHES}\-‐‑–._]*"
# Not within a word; figures and underscores stand beside names in files and in e-mail addresses.
_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
PARTICLES = frozenset(
    {
        "al", "bin", "bint", "d", "da", "dal", "dalla", "de", "dei", "del", "della", "delle", "delli", "dello", "degli",
        "di", "du", "e", "el", "i", "la", "le", "li", "lo", "los", "san", "santa", "van", "von", "y",
    }
)  # fmt: skip
_SHORT = 3


@cache
def ordinary_words() -> frozenset[str]:
    found = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return frozenset(fold(str(word)) for word in found["words"])


def words_of(name: str) -> list[str]:
    """The words of a name without its particles; all of them when it has nothing else."""
    found = re.findall(r"[^\W_]+", name)
    return [word for word in found if fold(word) not in PARTICLES] or found


def name_alone(name: str) -> str:
    """A first name, a last name or a word of one, standing by itself.

    Short ones and words of every day only with a capital; a single letter only as a capital of its own.
    """
    chunks = re.findall(r"[^\W_]+", name)
    letters = sum(map(len, chunks))
    if not letters:
        return ""
    if letters == 1:
        return rf"(?<![\w{APOSTROPHES}.])(?-i:{re.escape(chunks[0].upper())})(?![\w{APOSTROPHES}])"
    body = _chunks(chunks)
    if letters <= _SHORT or fold(name) in ordinary_words():
        body = f"(?-i:{_capital(chunks[0])}){_rest(chunks)}"
    return f"{_BEFORE}{body}{_AFTER}"


def name_whole(one: str, other: str) -> str:
    """Both parts one after the other: however small, it is the name."""
    first, second = re.findall(r"[^\W_]+", one), re.findall(r"[^\W_]+", other)
    if not first or not second:
        return ""
    letters = sum(map(len, first + second))
    between = rf"[\s,;:._\-‐‑–{APOSTROPHES}]" + ("+" if letters < 7 else "*")
    if letters == 2:
        return rf"{_BEFORE}(?-i:{first[0].upper()}{between}{second[0].upper()}){_AFTER}"
    return f"{_BEFORE}{_chunks(first)}{between}{_chunks(second)}{_AFTER}"


def code(value: str) -> str:
    """A code whatever stands between its letters and figures."""
    signs = re.findall(r"[^\W_]", value)
    spaced = r"[\s./_-]*".join(map(re.escape, signs))
    return rf"(?<![^\W_]){spaced}(?![^\W_])" if signs else ""


def phone(digits: str) -> str:
    """With or without the prefix of the country, however it is spaced."""
    spaced = r"[\s./()-]*".join(digits)
    return rf"(?<!\d)(?:(?:\+|00)39[\s./-]*)?{spaced}(?!\d)" if len(digits) > 4 else ""


def email(value: str) -> str:
    return rf"(?<![\w.]){re.escape(value)}(?![\w])" if value else ""


def address(value: str) -> str:
    """The whole address, or the street alone where it has more than one word."""
    chunks = re.findall(r"[^\W_]+", value)
    if not chunks:
        return ""
    between = rf"[\s,.;°º{APOSTROPHES}/-]*(?:(?:n|nr|num|numero|civico)[\s.°º]*)?"
    street = [chunk for chunk in chunks if not chunk[0].isdigit()]
    numbers = chunks[len(street) :] if chunks[: len(street)] == street else []
    found = between.join(map(_letters, chunks))
    if numbers and len(street) > 1:
        rest = "".join(f"(?:{between}{_letters(number)})?" for number in numbers)
        found = f"{between.join(map(_letters, street))}{rest}"
    return f"{_BEFORE}{found}(?!\\w)"


def day(born: date) -> str:
    """A day as it is written in figures or in words, in either language."""
    year, short = f"{born:%Y}", f"{born:%y}"
    figures = rf"0?{born.day}[\s./-]+0?{born.month}[\s./-]+(?:{year}|{short})"
    found = [rf"{year}-0?{born.month}-0?{born.day}", figures]
    for language in ("it", "en"):
        with translation.override(language):
            months = {date_format(born, "F"), date_format(born, "M")}
        for month in sorted(months, key=len, reverse=True):
            words = re.escape(month)
            found += [rf"{born.day}[°º]?\s+{words}\.?,?\s+{year}", rf"{words}\.?\s+{born.day},?\s+{year}"]
    said = rf"(?:\b(?:il|on)\s+|\bl[{APOSTROPHES}]|\ball?[{APOSTROPHES}]?)?"
    return rf"{said}(?<!\d)(?:{'|'.join(found)})(?!\d)"


# What looks like a code, a number or an address of anybody, known or not.
ANY_CODE = (
    r"(?<![^\W_])[A-Z]{6}\s?[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}\s?[A-Z][0-9LMNPQRSTUV]{3}\s?[A-Z](?![^\W_])"
    r"|(?<![^\W_])(?:STP|ENI)\s?\d{13}(?!\d)|(?<![^\W_])IT\d{2}(?:\s?[A-Z0-9]){23}(?![^\W_])"
)
ANY_PROTOCOL = r"(?<![^\W_])INPS[\s._/-]+(?:[A-Z0-9]+[._/-]+)*[A-Z]*\d[A-Z0-9]*(?![^\W_])"
ANY_EMAIL = r"[^\s@<>()\[\]\"',;:]+@[^\s@<>()\[\]\"',;:]+\.[^\W\d_]{2,}"
ANY_PHONE = (
    r"(?<![\w./+-])(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d))(?:(?:\+|00)39[\s./-]?)?"
    r"(?:3\d{2}|0\d{1,3}|555)(?:[\s./-]?\d){5,8}(?![\w/])"
)
ANY_ADDRESS = (
    r"(?<![^\W\d_])(?:via|viale|piazza|piazzale|p\.zza|corso|vicolo|largo|vicoletto|strada|contrada|località)\s+"
    r"(?:(?:d[aei]l?l?[aeoi]?|dei|degli|delle)\s+|(?:dell|d)['’])?"
    r"(?-i:[A-ZÀ-Ý])[\w'’.]*(?:\s+(?-i:[A-ZÀ-Ý])[\w'’.]*){0,4}(?:,?\s*n\.?)?,?\s*\d{1,4}(?:\s?/\s?\w)?(?!\w)"
)


def _chunks(chunks: list[str]) -> str:
    return _BETWEEN.join(map(_letters, chunks))


def _capital(chunk: str) -> str:
    return f"[{''.join(sorted({sign.upper() for sign in _variants(chunk[0])} - {'SS'}))}]"


def _rest(chunks: list[str]) -> str:
    first = chunks[0][1:]
    rest = [_letters(first)] if first else []
    return "".join(rest) + "".join(f"{_BETWEEN}{_letters(chunk)}" for chunk in chunks[1:])


def _letters(chunk: str) -> str:
    last_is_accented = chunk[-1] in "àèéìòùÀÈÉÌÒÙ"
    return "".join(map(_letter, chunk)) + (f"[{APOSTROPHES}]?" if last_is_accented else "")


def _letter(sign: str) -> str:
    plain = fold(sign)
    if len(plain) == 1:
        return f"[{_variants(sign)}]" if plain in _ACCENTED else re.escape(plain)
    return f"(?:{re.escape(sign)}|{re.escape(plain)})" if plain else re.escape(sign)


def _variants(sign: str) -> str:
    return _ACCENTED.get(fold(sign), sign)
