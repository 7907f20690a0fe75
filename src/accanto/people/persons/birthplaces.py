"""Every Italian town and every country in which a person may be born, as they were called and from when to when.

The table comes with python-codicefiscale (municipalities since 1861, from the national registry); it is read the first
time that somebody asks. The municipality of a residence is another matter: those of the zone, `places.Municipality`.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.persons.naming import fold

_FILES = ("municipalities.json", "countries.json", "deleted-countries.json")
_CODE = re.compile(r"[A-Z]\d{3}")
_PROVINCE = re.compile(r"^(.*?)\s*(?:\(\s*([A-Za-z]{2})\s*\)|,\s*([A-Za-z]{2}))\s*$")
_ABROAD = "EE"


@dataclass(frozen=True, slots=True)
class Place:
    """`since` and `until`: first and last day on which it was called so; empty where nobody knows."""

    code: str
    name: str
    province: str
    since: date | None
    until: date | None

    @property
    def abroad(self) -> bool:
        return self.province == _ABROAD

    def __str__(self) -> str:
        return self.name if self.abroad or not self.province else f"{self.name} ({self.province})"


class PlaceRefused(OperationRefused):
    """No place is called so, or several are."""


def find_place(words: str, born_on: date | None = None) -> Place:
    """The place that somebody wrote: by its code, by its name, by its name and province («Castro (LE)»).

    Of several of one name, the one that there was on the day of birth.

    :raises PlaceRefused: none, or more than one.
    """
    code = words.strip().upper()
    if _CODE.fullmatch(code):
        found = called(code, born_on)
        # Somebody may hold a code that the table does not know yet: what is written as a code is kept.
        return found or Place(code, code, "", None, None)
    typed = _PROVINCE.match(words)
    name, province = (typed[1], (typed[2] or typed[3]).upper()) if typed else (words, "")
    known = [one for one in _tables()[1].get(fold(name), ()) if province in {"", one.province}]
    standing = [one for one in known if _there(one, born_on)] or known
    if len({one.code for one in standing}) > 1 and born_on is None:
        standing = [one for one in standing if one.until is None] or standing
    if not standing:
        raise PlaceRefused(
            _(
                "No town or country is called «%(words)s»: write its name as on the identity card, or its cadastral"
                " code (D612; Z100 for a country)."
            )
            % {"words": words.strip()},
            field="birth_place",
        )
    if len({one.code for one in standing}) > 1:
        raise PlaceRefused(
            _("Several places are called so: %(places)s. Write the province too.")
            % {"places": ", ".join(sorted({str(one) for one in standing}))},
            field="birth_place",
        )
    return standing[-1]


def called(code: str, on: date | None = None) -> Place | None:
    """What a code is called, or was on a day."""
    known = _tables()[0].get(code, ())
    there = [one for one in known if _there(one, on)] if on else [one for one in known if one.until is None]
    return (there or known or (None,))[-1]


def place_words(code: str) -> str:
    """The name for whoever reads; the code itself where nobody knows it."""
    found = called(code) if code else None
    return found.name if found else code


def missing_then(code: str, born_on: date) -> str:
    """Why nobody can be born there on that day; empty where one can, or where nobody knows."""
    known = _tables()[0].get(code, ())
    if not known or any(_there(one, born_on) for one in known):
        return ""
    first = min((one.since for one in known if one.since), default=None)
    last = max((one.until or date.max for one in known), default=date.max)
    name = known[-1].name
    if first and born_on < first:
        return _("%(place)s exists since %(day)s: on %(born)s the town was another, with another code.") % {
            "place": name, "day": _day(first), "born": _day(born_on),
        }  # fmt: skip
    if last < born_on:
        return _("%(place)s ended on %(day)s: on %(born)s the town was another, with another code.") % {
            "place": name, "day": _day(last), "born": _day(born_on),
        }  # fmt: skip
    return ""


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _there(place: Place, on: date | None) -> bool:
    return on is None or ((place.since or date.min) <= on <= (place.until or date.max))


@cache
def _tables() -> tuple[dict[str, tuple[Place, ...]], dict[str, tuple[Place, ...]]]:
    """By code and by folded name, the oldest first."""
    data = files("codicefiscale").joinpath("data")
    codes: dict[str, list[Place]] = {}
    names: dict[str, dict[Place, None]] = {}
    for file in _FILES:
        for row in json.loads(data.joinpath(file).read_text(encoding="utf-8")):
            place = _place(row)
            codes.setdefault(place.code, []).append(place)
            for name in _names_of(row):
                names.setdefault(name, {})[place] = None
    for name, code in _also_called().items():
        names.setdefault(name, {}).update(dict.fromkeys(codes[code]))
    return (
        {code: tuple(sorted(known, key=_age)) for code, known in codes.items()},
        {name: tuple(sorted(known, key=_age)) for name, known in names.items()},
    )


def _also_called() -> dict[str, str]:
    said = yaml.safe_load((Path(__file__).parent / "data" / "place_names.yaml").read_text(encoding="utf-8"))
    return {fold(name): code for name, code in said["names"].items()}


def _age(place: Place) -> tuple[date, date]:
    return place.until or date.max, place.since or date.min


def _place(row: dict[str, str]) -> Place:
    since, until = (row[key][:10] for key in ("date_created", "date_deleted"))
    return Place(
        row["code"],
        row["name"],
        row["province"],
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


def _names_of(row: dict[str, str]) -> frozenset[str]:
    """As it is called, in Italian and in the language of the place; «Reggio Emilia» is «Reggio nell’Emilia»."""
    said = {row["name"], row.get("name_trans", ""), row.get("name_alt", ""), *row.get("name_slugs", ())}
    folded = {fold(name) for name in said if name}
    return frozenset(folded | {re.sub(r" (?:di|nell|in|del|della) ", " ", name) for name in folded})
