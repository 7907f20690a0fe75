"""Making a backup: one file that appears whole or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from accanto.core.database.backup.archive import ArchiveWriter
from accanto.core.database.backup.dumping import Connection, described, dump, snapshot
from accanto.core.database.backup.keys import Secret
from accanto.core.database.backup.sealing import BackupRefused, Sealer

Tell = Callable[[str], None]
_PIECE = 1024 * 1024
# The backup's own key inside the backup would open nothing; the web role's password belongs to the server.
_NEVER_INSIDE = frozenset({"backup_key", "database_web"})


@dataclass(frozen=True)
class Source:
    """What is copied: a database, the folder of files, the columns that name files, and the secrets if asked."""

    database: str
    files: Path
    file_columns: list[tuple[str, str]]
    version: str
    secrets: Path | None = None


@dataclass(frozen=True)
class Made:
    file: str
    size: int
    tables: int
    rows: int
    files: int
    keys: int
    missing_files: list[str] = field(default_factory=list)


def make_backup(path: Path, secret: Secret, source: Source, *, at: datetime, tell: Tell) -> Made:
    """:raises BackupRefused: the file exists, its folder does not, the disk is full, the database does not answer."""
    if path.exists():
        raise BackupRefused(f"{path} exists already: a backup never replaces another.")
    if not path.parent.is_dir():
        raise BackupRefused(f"The folder {path.parent} does not exist.")
    try:
        with _draft(path) as out:
            sealer = Sealer(out, secret)
            archive = ArchiveWriter(sealer)
            missing = _copy(archive, source, at=at, tell=tell)
            sealer.close()
    except OSError as error:
        raise BackupRefused(
            f"The backup cannot be written: {error.strerror}. Nothing was left in {path.parent}."
        ) from None
    except psycopg.Error as error:
        raise BackupRefused(f"The database could not be read: {str(error).strip()}") from None
    kinds = [entry.kind for entry in archive.entries]
    return Made(
        file=str(path),
        size=path.stat().st_size,
        tables=kinds.count("table"),
        rows=sum(entry.rows or 0 for entry in archive.entries),
        files=kinds.count("file"),
        keys=kinds.count("key"),
        missing_files=missing,
    )


def _copy(archive: ArchiveWriter, source: Source, *, at: datetime, tell: Tell) -> list[str]:
    with snapshot(source.database) as connection:
        tell("Reading the database.")
        dump(connection, archive)
        about = described(connection)
        named = _named_files(connection, source.file_columns)
    tell("Reading the files.")
    # A file is on the disk before the row that names it is committed, and never changes: all are here.
    there = {str(file.relative_to(source.files)): file for file in _all_files(source.files)}
    for name, file in sorted(there.items()):
        archive.add("file", name, _pieces(file))
    for file in _all_files(source.secrets) if source.secrets else ():
        if file.name not in _NEVER_INSIDE:
            archive.add("key", file.name, _pieces(file))
    missing = sorted(named - there.keys())
    archive.finish({"accanto": source.version, "made_at": at.isoformat(), **about, "missing_files": missing})
    return missing


@contextmanager
def _draft(path: Path) -> Iterator[IO[bytes]]:
    """A file of which nothing remains unless all of it reached the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink(missing_ok=True)


def _named_files(connection: Connection, columns: list[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    for table, column in columns:
        statement = sql.SQL("SELECT DISTINCT {0} FROM {1} WHERE {0} <> ''").format(
            sql.Identifier(column), sql.Identifier("public", table)
        )
        found |= {str(name) for (name,) in connection.execute(statement).fetchall()}
    return found


def _all_files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


def file_columns() -> list[tuple[str, str]]:
    """Every column of the product that names a stored file, as (table, column)."""
    from django.apps import apps
    from django.db import models

    found: list[tuple[str, str]] = []
    for model in apps.get_models():
        fields: list[Any] = [each for each in model._meta.local_fields if isinstance(each, models.FileField)]
        found += [(model._meta.db_table, str(each.column)) for each in fields]
    return found
