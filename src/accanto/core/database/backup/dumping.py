"""Everything the database holds, read through COPY in one snapshot, as the owner.

Not pg_dump: the server that npm brings has none, and a given server may be newer than the tools installed here. The
schema is not dumped either: it is made again by the migrations that the manifest names, so what is restored has the
shape, rights and row-level policies that the code says, not those that a damaged instance had.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

from accanto.core.database.backup.archive import ArchiveWriter
from accanto.core.database.backup.sealing import BackupRefused
from accanto.core.database.connect import owner_dsn, web_role

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
# Who is logged in now: keys to the house that nobody should find in an old copy. People log in again.
LEFT_OUT = frozenset({"django_session"})
_PIECE = 256 * 1024

_TABLES = """
    SELECT c.relname::text,
           array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY c.oid, c.relname ORDER BY c.relname"""
# Django's own references are checked at the end of a transaction; those that are checked at once impose an order.
_ORDER = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid
      AND connamespace = 'public'::regnamespace"""
_SEQUENCES = "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
_ROWS_RULED = """
    SELECT c.relname::text, array_agg(p.polname::text ORDER BY p.polname) FILTER (WHERE p.polname IS NOT NULL)
    FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity GROUP BY c.relname ORDER BY 1"""
_RIGHTS = """
    SELECT c.relname::text, array_agg(r.name ORDER BY r.name)
    FROM pg_class c CROSS JOIN (VALUES ('DELETE'), ('INSERT'), ('SELECT'), ('UPDATE')) r(name)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
      AND has_table_privilege(%s, c.oid, r.name) GROUP BY c.relname ORDER BY 1"""


@dataclass(frozen=True)
class Table:
    name: str
    columns: list[str]


@contextmanager
def snapshot(name: str) -> Iterator[Connection]:
    """The database as it is at one moment, whatever others write meanwhile."""
    with psycopg.connect(owner_dsn(name)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        # Rows hidden from the owner would be missing in silence: this makes the server refuse instead.
        connection.execute("SET LOCAL row_security = off")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SELECT 1 FROM pg_class LIMIT 1")
        yield connection


def tables_of(connection: Connection) -> list[Table]:
    """In an order in which they can be filled."""
    found = {name: Table(name, columns) for name, columns in connection.execute(_TABLES).fetchall()}
    above: dict[str, set[str]] = {name: set() for name in found}
    for child, parent in connection.execute(_ORDER).fetchall():
        above[child.strip('"')].add(parent.strip('"'))
    ordered: list[Table] = []
    while above:
        ready = sorted(name for name, needed in above.items() if not needed & above.keys())
        if not ready:
            raise BackupRefused(f"These tables refer to one another in a circle: {', '.join(sorted(above))}.")
        for name in ready:
            ordered.append(found[name])
            del above[name]
    return ordered


def dump(connection: Connection, archive: ArchiveWriter) -> None:
    for table in tables_of(connection):
        if table.name not in LEFT_OUT:
            archive.add("table", table.name, _rows(connection, table), columns=table.columns)


def described(connection: Connection) -> dict[str, Any]:
    """What the manifest says of the database beside its rows."""
    return {
        "server": connection.info.server_version // 10_000,
        "migrations": [list(row) for row in connection.execute(_MIGRATIONS).fetchall()],
        "sequences": _sequences(connection),
        "policies": dict(connection.execute(_ROWS_RULED).fetchall()),
        "rights": dict(connection.execute(_RIGHTS, [web_role()]).fetchall()),
    }


def _rows(connection: Connection, table: Table) -> Iterator[bytes]:
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, table.columns)), sql.Identifier("public", table.name)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        gathered = bytearray()
        for row in copy:
            gathered += row
            if len(gathered) >= _PIECE:
                yield bytes(gathered)
                gathered.clear()
        yield bytes(gathered)


def _sequences(connection: Connection) -> dict[str, list[Any]]:
    """Sequences stand outside snapshots: read after the rows they are never behind them."""
    found: dict[str, list[Any]] = {}
    for (name,) in connection.execute(_SEQUENCES).fetchall():
        row = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier("public", name))
        ).fetchone()
        found[name] = list(row or ())
    return found
