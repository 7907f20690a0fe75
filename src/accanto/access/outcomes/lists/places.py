"""Finding the municipality that a cell means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from accanto.access.outcomes.lists.words import fold

ALIKE = 84


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality as the importer needs it; `now` is the id of the one that replaced it, or its own."""

    id: int
    name: str
    istat_code: str
    belfiore: str
    in_zone: bool
    now: int


@dataclass(frozen=True, slots=True)
class Found:
    """`sure` is False when the name was completed or corrected: the preview says so."""

    town: Town
    sure: bool


class Towns:
    """Municipalities by code, by name, by an old name, by a name cut short or misspelt (zone only)."""

    def __init__(self, towns: Iterable[Town]) -> None:
        self._by_id = {town.id: town for town in towns}
        self._codes: dict[str, Town] = {}
        self._names: dict[str, Town] = {}
        for town in self._by_id.values():
            present = self._by_id.get(town.now, town)
            self._codes[town.istat_code] = self._codes[town.belfiore] = present
            # Where an old town and a new one share a name, the one that exists now keeps it.
            if fold(town.name) not in self._names or town.now == town.id:
                self._names[fold(town.name)] = present
        self._zone = {name: town for name, town in self._names.items() if town.in_zone}
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> Found | None:
        code = re.sub(r"\W", "", text).upper()
        if code.isdecimal():
            town = self._codes.get(code.zfill(6))
            return Found(town, True) if town else None
        if code in self._codes:
            return Found(self._codes[code], True)
        name = _expanded(fold(text))
        if name in self._names:
            return Found(self._names[name], True)
        return self._guess(name)

    def _guess(self, name: str) -> Found | None:
        if len(name) < 4:
            return None
        begun = {town.id: town for known, town in self._zone.items() if known.startswith(f"{name} ")}
        if len(begun) == 1:
            return Found(next(iter(begun.values())), False)
        close = process.extract(name, self._zone.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=3)
        towns = {self._zone[known].id for known, _score, _index in close}
        return Found(self._zone[close[0][0]], False) if len(towns) == 1 else None


def _expanded(name: str) -> str:
    """«sambuca p se» is «sambuca pistoiese»; «comune di pistoia» is «pistoia»."""
    name = re.sub(r"^comune (di )?", "", name)
    name = re.sub(r" (p se|pse|p no)$", " pistoiese", name)
    name = re.sub(r"^s (?=\w)", "san ", name)
    return re.sub(r" pt$", "", name)
