"""Which erasures were carried out, kept outside the database: a backup from before them knows the names again.

`accanto restore` repeats those that are younger than the backup. Ids and pseudonyms alone; no name.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from accanto.core.env import accanto_home


@dataclass(frozen=True)
class Carried:
    """Ids as text; `people` and `pseudonyms` are parallel. `at` is ISO 8601 with its zone."""

    at: str
    people: list[str]
    pseudonyms: list[str]
    cases: list[str]
    shared: list[str]


def append(carried: Carried) -> None:
    with _file().open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(carried)) + "\n")


def since(moment: datetime) -> Iterator[Carried]:
    if not _file().is_file():
        return
    for line in _file().read_text(encoding="utf-8").splitlines():
        carried = Carried(**json.loads(line))
        if datetime.fromisoformat(carried.at) > moment:
            yield carried


def _file() -> Path:
    return accanto_home() / "erasures.jsonl"
