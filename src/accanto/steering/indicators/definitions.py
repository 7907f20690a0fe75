"""What each figure is, in words: `data/indicators/<code>.yaml`, one file per code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "data" / "indicators"
SHAPES = frozenset({"share", "duration", "count", "table"})
_PLAIN = ("code", "order", "shape", "unit", "document", "law")
_WORDS = ("label", "period", "numerator", "denominator")


class DefinitionError(ValueError):
    """A definition lacks something; the message names file and field."""


@dataclass(frozen=True)
class Words:
    """A text of the definitions, in the reader's language."""

    it: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.it


@dataclass(frozen=True)
class Definition:
    code: str
    order: int
    shape: str
    unit: str
    label: Words
    period: Words
    numerator: Words
    denominator: Words
    document: str
    law: str
    dimensions: tuple[str, ...]
    readings: Mapping[str, Words]
    settings: Mapping[str, Any]


@cache
def definitions() -> dict[str, Definition]:
    """All definitions by code, in the order in which they are shown."""
    found = [_read(path) for path in FOLDER.glob("*.yaml")]
    return {one.code: one for one in sorted(found, key=lambda one: one.order)}


def _read(path: Path) -> Definition:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        words: dict[str, Any] = {name: Words(**content.pop(name)) for name in _WORDS}
        readings = {entry["code"]: Words(**entry["label"]) for entry in content.pop("readings", [])}
        named: dict[str, Any] = {name: content.pop(name) for name in _PLAIN}
        dimensions = tuple(content.pop("dimensions"))
    except (KeyError, TypeError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error
    if named["code"] != path.stem or named["shape"] not in SHAPES:
        raise DefinitionError(f"{path.name}: code must be the file's name, shape one of {sorted(SHAPES)}")
    return Definition(**named, **words, dimensions=dimensions, readings=readings, settings=content)
