"""What people come for: one vocabulary for the desk that writes it down and the directory that answers it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "needs.yaml"


@dataclass(frozen=True)
class Need:
    """`area` is the ISTAT area of social interventions (FAM, DIS, DIP, ANZ, IMM, POV, MUL)."""

    code: str
    area: str
    label: str


@cache
def needs() -> dict[str, Need]:
    """By code, in the order in which they are offered."""
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["needs"]
    return {entry["code"]: Need(entry["code"], entry["area"], entry["label"]) for entry in told}


def choices() -> list[tuple[str, str]]:
    return [(need.code, need.label) for need in needs().values()]
