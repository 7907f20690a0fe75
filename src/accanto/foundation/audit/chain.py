"""Sealing what was recorded, and proving that nothing of it was changed, removed or smuggled in since.

The database builds the chain (`sql/chain.sql`); here every hash is computed again, by other code, from the rows
themselves, over a connection of the owner: the application may not read them. A checkpoint kept elsewhere shows a chain
that was cut short or written anew.
"""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg
from django.db import connection

_BLOCK = 20_000
_BEGINNING = sha256(b"accanto").digest()
# Sealing runs every minute; a record that waits longer has met a very long transaction, or no worker runs.
PATIENCE = timedelta(hours=1)
_LINKS = """SELECT l.number, l.kind, l.record, l.digest, l.hash, r.canonical,
  c.salt IS NULL OR c.content = audit_content(c.before, c.after, c.salt)
FROM audit_link l LEFT JOIN audit_record r ON r.kind = l.kind AND r.record = l.record
LEFT JOIN audit_change c ON l.kind = 1 AND c.id = l.record
WHERE l.number > %s AND l.number <= %s ORDER BY l.number"""
# Below the horizon of the last sealing every transaction has ended: what has no link there came by another way.
_SMUGGLED = """SELECT r.kind, r.record FROM audit_record r
WHERE r.xid >= %s AND r.xid < (SELECT horizon FROM audit_seal ORDER BY id DESC LIMIT 1)
  AND NOT EXISTS (SELECT FROM audit_link l WHERE l.kind = r.kind AND l.record = r.record)
ORDER BY r.kind, r.record LIMIT 1"""
_WAITING = """SELECT count(*), min(r.at) FROM audit_record r
WHERE r.xid >= COALESCE((SELECT horizon FROM audit_seal ORDER BY id DESC LIMIT 1), 0)
  AND NOT EXISTS (SELECT FROM audit_link l WHERE l.kind = r.kind AND l.record = r.record)"""
_KINDS = {1: "change", 2: "reading"}


@dataclass(frozen=True)
class Checkpoint:
    """The chain up to a link: keep it where whoever manages the database does not reach."""

    number: int
    hash: str
    at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {"last": self.number, "hash": self.hash, "count": self.number, "at": self.at}


START = Checkpoint(0, _BEGINNING.hex())


@dataclass(frozen=True)
class Verdict:
    """`broken`: the first record that does not hold, and why; empty when all of it does."""

    last: Checkpoint
    checked: int
    broken: str = ""
    waiting: int = 0
    waiting_since: datetime | None = None


def seal() -> int:
    """Link every record of the transactions that have ended; says how many."""
    total = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT audit_seal_records(%s)", [_BLOCK])
            done = int(cursor.fetchone()[0])
            total += done
            if done < _BLOCK:
                return total


def checkpoint(owner: psycopg.Connection[Any]) -> Checkpoint:
    """Where the chain stands now."""
    row = owner.execute(
        "SELECT l.number, l.hash, s.at FROM audit_link l JOIN audit_seal s ON s.number = l.number"
        " ORDER BY l.number DESC, s.id DESC LIMIT 1"
    ).fetchone()
    return Checkpoint(row[0], row[1].hex(), row[2]) if row else START


def verify(owner: psycopg.Connection[Any], start: Checkpoint = START) -> Verdict:
    """Every link after `start`, which must still be what it was, and every record that has no link."""
    waiting, since = _row(owner, _WAITING)
    broken = _standing(owner, start)
    if broken:
        return Verdict(start, 0, broken, waiting, since)
    number, chained = start.number, bytes.fromhex(start.hash)
    (end,) = _row(owner, "SELECT COALESCE(max(number), 0) FROM audit_link")
    while number < end and not broken:
        for link in owner.execute(_LINKS, [number, min(number + _BLOCK, end)]):
            broken = _fault(link, number, chained)
            if broken:
                break
            number, chained = link[0], link[4]
        else:
            if number < end and not broken and not _follows(owner, number):
                broken = f"link {number + 1} is missing"
    broken = broken or _smuggled(owner, start)
    _count, at = _row(owner, "SELECT count(*), max(at) FROM audit_seal WHERE number <= %s", [number])
    last = Checkpoint(number, chained.hex(), at)
    return Verdict(last, number - start.number, broken, waiting, since)


def _fault(link: tuple[Any, ...], before: int, chained: bytes) -> str:
    number, kind, record, digest, stored, canonical, content = link
    name = f"{_KINDS.get(kind, kind)} {record} (link {number})"
    if number != before + 1:
        return f"link {before + 1} is missing"
    if canonical is None:
        return f"{name} was removed"
    if sha256(canonical.encode()).digest() != digest:
        return f"{name} was changed"
    if not content:
        return f"{name}: its words were changed"
    if _link(chained, number, kind, record, digest) != stored:
        return f"{name} does not follow from the link before it"
    return ""


def _link(before: bytes, number: int, kind: int, record: int, digest: bytes) -> bytes:
    return sha256(before + struct.pack(">qhq", number, kind, record) + digest).digest()


def _standing(owner: psycopg.Connection[Any], start: Checkpoint) -> str:
    """The chain must still go through the checkpoint."""
    if start.number == 0:
        return ""
    found = owner.execute("SELECT hash FROM audit_link WHERE number = %s", [start.number]).fetchone()
    if found is None:
        return f"link {start.number} of the checkpoint is missing: the chain was cut short"
    if found[0].hex() != start.hash:
        return f"link {start.number} is not the one of the checkpoint: the chain was written anew"
    return ""


def _follows(owner: psycopg.Connection[Any], number: int) -> bool:
    return bool(_row(owner, "SELECT EXISTS (SELECT FROM audit_link WHERE number = %s)", [number + 1])[0])


def _smuggled(owner: psycopg.Connection[Any], start: Checkpoint) -> str:
    """From the sealing before the checkpoint on, or from the first transaction."""
    (low,) = _row(owner, "SELECT COALESCE(max(horizon), 0) FROM audit_seal WHERE number < %s", [start.number])
    found = owner.execute(_SMUGGLED, [low]).fetchone()
    return f"{_KINDS[found[0]]} {found[1]} stands outside the chain" if found else ""


def _row(owner: psycopg.Connection[Any], question: str, values: list[Any] | None = None) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = owner.execute(question, values or []).fetchone()
    if row is None:
        raise LookupError(question)
    return row
