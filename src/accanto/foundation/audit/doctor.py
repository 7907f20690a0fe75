"""What `accanto doctor` and `accanto audit` ask: is the record whole, and does everything still write into it?

The checkpoint of the last verification is kept in ACCANTO_HOME, outside the database: the next one starts there, and a
chain that was written anew in the meantime does not go through it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from accanto.core.database.connect import owner_dsn
from accanto.core.env import accanto_home
from accanto.foundation.audit import chain, history
from accanto.foundation.audit.chain import Checkpoint, Verdict
from accanto.foundation.audit.install import STANDING, gaps


class NotACheckpoint(ValueError):
    """The file does not hold what `accanto audit checkpoint` writes."""


@dataclass(frozen=True)
class Examined:
    """`gaps`: tables whose triggers are missing or switched off."""

    verdict: Verdict
    gaps: list[str]
    full: bool


def examine(database: str, *, full: bool = False, kept: Path | None = None) -> Examined:
    """Seal what waits, verify from the last verified checkpoint (or all), keep the new one."""
    file = kept or kept_checkpoint(database)
    start = chain.START if full or not file.exists() else read_checkpoint(file)
    chain.seal()
    with psycopg.connect(owner_dsn(database), autocommit=True) as owner:
        verdict = chain.verify(owner, start)
        # Even a full verification must meet the checkpoint that was kept.
        if full and not verdict.broken and file.exists():
            verdict = _through(owner, verdict, read_checkpoint(file))
        standing = owner.execute(STANDING).fetchall()
    if not verdict.broken:
        write_checkpoint(file, verdict.last)
    return Examined(verdict, gaps(standing, history.watched()), full)


def faults_of_restored_data() -> list[str]:
    """Asked of a restored copy before it takes the place of the instance: the whole chain, or the first break."""
    from django.db import connection

    with psycopg.connect(owner_dsn(str(connection.settings_dict["NAME"])), autocommit=True) as owner:
        broken = chain.verify(owner).broken
    return [broken] if broken else []


def export_checkpoint(database: str, file: Path) -> Checkpoint:
    chain.seal()
    with psycopg.connect(owner_dsn(database), autocommit=True) as owner:
        found = chain.checkpoint(owner)
    write_checkpoint(file, found)
    return found


def kept_checkpoint(database: str) -> Path:
    return accanto_home() / f"audit-checkpoint-{database}.json"


def write_checkpoint(file: Path, found: Checkpoint) -> None:
    """Written beside and moved into place: a full disk never leaves half a checkpoint."""
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(json.dumps(found.as_json(), default=str, indent=2) + "\n", encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(file)


def read_checkpoint(file: Path) -> Checkpoint:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(found["at"]) if found.get("at") else None
        bytes.fromhex(found["hash"])
        return Checkpoint(int(found["last"]), str(found["hash"]), at)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotACheckpoint(f"{file}: this is not a checkpoint of «accanto audit checkpoint».") from error


def _through(owner: psycopg.Connection[tuple[object, ...]], verdict: Verdict, kept: Checkpoint) -> Verdict:
    found = chain.verify(owner, kept)
    return Verdict(verdict.last, verdict.checked, found.broken, verdict.waiting, verdict.waiting_since)
