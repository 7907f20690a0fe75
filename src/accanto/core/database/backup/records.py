"""When the last backup of this instance was made: a small file beside its data, for `accanto doctor`."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class LastBackup:
    """`at` is ISO 8601 with its zone."""

    at: str
    file: str
    size: int

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def remember(home: Path, backup: LastBackup) -> None:
    draft = _file(home).with_suffix(".draft")
    draft.write_text(json.dumps(asdict(backup)), encoding="utf-8")
    draft.replace(_file(home))


def last_backup(home: Path) -> LastBackup | None:
    try:
        found = LastBackup(**json.loads(_file(home).read_text(encoding="utf-8")))
        found.moment  # noqa: B018 - a date that cannot be read is no backup
    except (OSError, ValueError, TypeError):
        return None
    return found


def _file(home: Path) -> Path:
    return home / "last-backup.json"
