"""Names that are one name written in several ways, from `data/name_variants.yaml`."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accanto.people.persons.naming import fold

_FILE = Path(__file__).parents[1] / "data" / "name_variants.yaml"
TRANSLITERATION, DIMINUTIVE = "transliteration", "diminutive"


@cache
def _said() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def particles() -> frozenset[str]:
    """Small words that one clerk writes and another leaves out."""
    return frozenset(_said()["particles"])


@cache
def _groups() -> tuple[dict[str, frozenset[int]], dict[int, tuple[str, frozenset[str]]]]:
    """Form → its groups; group → what kind of likeness it is, and its forms."""
    forms: dict[str, set[int]] = {}
    groups: dict[int, tuple[str, frozenset[str]]] = {}
    for kind, key in ((TRANSLITERATION, "transliterations"), (DIMINUTIVE, "diminutives")):
        for origin in _said()[key]:
            for names in origin["names"]:
                group = frozenset(map(fold, names))
                groups[len(groups)] = (kind, group)
                for form in group:
                    forms.setdefault(form, set()).add(len(groups) - 1)
    return {form: frozenset(ids) for form, ids in forms.items()}, groups


def likeness(one: str, other: str) -> str:
    """Whether two folded words are one name: by transliteration, by a short form, or not (empty)."""
    forms, groups = _groups()
    shared = forms.get(one, frozenset()) & forms.get(other, frozenset())
    kinds = {groups[group][0] for group in shared}
    if TRANSLITERATION in kinds:
        return TRANSLITERATION
    return DIMINUTIVE if kinds else ""


def forms_of(word: str) -> frozenset[str]:
    """Every form of a folded word, itself among them."""
    forms, groups = _groups()
    return frozenset({word}).union(*(groups[group][1] for group in forms.get(word, ())))


def bare(words: Iterable[str]) -> list[str]:
    """Without particles; all of them where nothing else is left («Di», a surname)."""
    given = list(words)
    return [word for word in given if word not in particles()] or given
