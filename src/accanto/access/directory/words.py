"""The words of the directory: languages by name, and what an entry is found by."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from accanto.access.directory.needs import needs
from accanto.people.persons.naming import fold

_DATA = Path(__file__).parent / "data"


@cache
def languages() -> dict[str, str]:
    """Name by ISO 639 code, in the order in which they are offered."""
    told = yaml.safe_load((_DATA / "languages.yaml").read_text(encoding="utf-8"))["languages"]
    return {entry["code"]: entry["label"] for entry in told}


def language_name(code: str) -> str:
    return languages().get(code, code)


def need_label(code: str) -> str:
    known = needs().get(code)
    return known.label if known else code


@cache
def _said() -> dict[str, str]:
    told = yaml.safe_load((_DATA / "search_words.yaml").read_text(encoding="utf-8"))["words"]
    return {str(code): str(words) for code, words in told.items()}


def found_by(texts: Iterable[str], need_codes: Iterable[str]) -> str:
    """Everything that an entry is found by, folded; of a need also how people say it."""
    said = [f"{need_label(code)} {_said().get(code, '')}" for code in need_codes]
    return fold(" ".join([*texts, *said]))
