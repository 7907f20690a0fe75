"""Reference rows kept in YAML: made equal to the file by their code, retired when they leave it, never deleted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import models


class ReferenceFileError(ValueError):
    """The file does not follow its schema; the message names file, entry and field."""


@dataclass(frozen=True)
class Change:
    """One difference between file and database: `verb` is add, change, retire or restore."""

    verb: str
    what: str
    code: str
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)

    def __str__(self) -> str:
        sign = {"add": "+", "change": "~", "retire": "-", "restore": "+"}[self.verb]
        told = "".join(f"\n    {name}: {old!s} → {new!s}" for name, (old, new) in self.fields.items())
        return f"{sign} {self.what} {self.code}{told}"


def read_entries(path: Path, key: str, required: Sequence[str]) -> list[dict[str, Any]]:
    """The list `key` of a YAML file; amounts are quoted so that no float ever touches them."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = document.get(key) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ReferenceFileError(f"{path.name}: expected a list «{key}»")
    for number, entry in enumerate(entries, start=1):
        if lacking := [name for name in required if entry.get(name) in (None, "")]:
            raise ReferenceFileError(f"{path.name}, entry {number}: «{lacking[0]}» is missing")
        if isinstance(entry.get("amount"), float):
            raise ReferenceFileError(f"{path.name}, entry {number}: write «amount» between quotes")
    codes = [(entry.get("fund", ""), entry["code"]) for entry in entries]
    if twice := sorted({str(code) for _fund, code in codes if codes.count((_fund, code)) > 1}):
        raise ReferenceFileError(f"{path.name}: «{twice[0]}» stands twice")
    return entries


def amount_of(entry: Mapping[str, Any]) -> Decimal | None:
    return Decimal(entry["amount"]) if entry.get("amount") is not None else None


def sync_rows(
    *,
    what: str,
    standing: Iterable[models.Model],
    wanted: Mapping[str, Mapping[str, Any]],
    code_of: Callable[[Any], str],
    make: Callable[[Mapping[str, Any]], models.Model],
    on: date,
    dry_run: bool,
) -> list[Change]:
    """Upsert `wanted` (by code) into the rows standing; what is wanted no more is retired on `on`."""
    rows: dict[str, Any] = {code_of(row): row for row in standing}
    changes = []
    for code, values in wanted.items():
        row = rows.get(code)
        if row is None:
            changes.append(Change("add", what, code))
            row = make(values)
        else:
            different = {
                name: (getattr(row, name), value)
                for name, value in {**values, "retired_on": None}.items()
                if getattr(row, name) != value
            }
            if not different:
                continue
            changes.append(Change("restore" if row.retired_on else "change", what, code, different))
            for name, (_old, new) in different.items():
                setattr(row, name, new)
        if not dry_run:
            row.save()
    for code, row in rows.items():
        if code not in wanted and row.retired_on is None:
            changes.append(Change("retire", what, code))
            row.retired_on = on
            if not dry_run:
                row.save(update_fields=["retired_on"])
    return changes
