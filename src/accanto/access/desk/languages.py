"""The languages that a desk meets (`data/languages.yaml`): one vocabulary for tickets, contacts and mediators."""

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "languages.yaml"
ITALIAN = "ita"


@cache
def languages() -> dict[str, str]:
    """Label by ISO 639-3 code, in the order in which they are offered."""
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["languages"]
    return {entry["code"]: entry["label"] for entry in told}


def choices() -> list[tuple[str, str]]:
    return list(languages().items())


def foreign() -> list[tuple[str, str]]:
    return [(code, label) for code, label in languages().items() if code != ITALIAN]


def label_of(code: str) -> str:
    return languages().get(code, code)
