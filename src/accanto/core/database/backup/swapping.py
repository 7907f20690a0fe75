"""The moment in which the restored database and files take the place of the old ones, which are kept aside."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from accanto.core.database.backup.dumping import LEFT_OUT, tables_of
from accanto.core.database.backup.sealing import BackupRefused
from accanto.core.database.connect import admin_dsn, owner_dsn

_BEFORE = "_before_"
_PATIENCE = 5  # seconds
# What an instance holds before anybody has worked in it.
_BOOKKEEPING = LEFT_OUT | {"auth_permission", "django_content_type", "django_migrations", "django_site"}


@dataclass(frozen=True)
class Aside:
    """Where the old ones went; empty when there were none."""

    database: str
    files: str


def exists(database: str) -> bool:
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        return (
            admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None
        )


def filled_tables(database: str) -> list[str]:
    """Tables in which somebody has written."""
    if not exists(database):
        return []
    with psycopg.connect(owner_dsn(database)) as connection:
        found = []
        for table in tables_of(connection):
            statement = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier("public", table.name))
            (some,) = connection.execute(statement).fetchone() or (False,)
            if some and table.name not in _BOOKKEEPING:
                found.append(table.name)
    return found


def users_of(database: str) -> int:
    """How many are connected and stay: who has just closed is gone a moment later, and the server's own work makes
    room by itself. As patient as PostgreSQL is before it renames a database."""
    end = time.monotonic() + _PATIENCE
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        while (count := _connected(admin, database)) and time.monotonic() < end:
            time.sleep(0.1)
    return count


def _connected(admin: psycopg.Connection, database: str) -> int:
    (count,) = admin.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
        [database],
    ).fetchone() or (0,)
    return int(count)


def swap(*, scratch: str, target: str, draft: Path, files: Path, stamp: str) -> Aside:
    """Both databases change name in one transaction, the folders inside it: all of it or nothing.

    :raises BackupRefused: somebody is connected.
    """
    aside = Aside(
        f"{target}{_BEFORE}{stamp}" if exists(target) else "",
        f"{files}{_BEFORE}{stamp}" if files.exists() else "",
    )
    moved: list[tuple[Path, Path]] = []
    try:
        with psycopg.connect(admin_dsn()) as admin:
            if aside.database:
                admin.execute(_rename(target, aside.database))
            admin.execute(_rename(scratch, target))
            for old, new in [(files, Path(aside.files)), (draft, files)]:
                if old.exists():
                    old.rename(new)
                    moved.append((old, new))
            _settle(files.parent)
    except (psycopg.Error, OSError) as error:
        for old, new in reversed(moved):
            new.rename(old)
        busy = isinstance(error, psycopg.errors.ObjectInUse)
        why = "somebody is using the instance: stop «accanto serve» first" if busy else str(error).strip()
        raise BackupRefused(f"Nothing was changed: {why}.") from None
    return aside


def kept_aside(target: str, files: Path) -> tuple[list[str], list[Path]]:
    """What earlier restores put aside: databases and folders."""
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        rows = admin.execute("SELECT datname::text FROM pg_database ORDER BY 1").fetchall()
    databases = [str(name) for (name,) in rows if str(name).startswith(f"{target}{_BEFORE}")]
    return databases, sorted(files.parent.glob(f"{files.name}{_BEFORE}*"))


def _rename(old: str, new: str) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))


def _settle(folder: Path) -> None:
    """The new names are on the disk before the database is told."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
