"""Filling a scratch database from a backup, and asking whether what came out is whole. Django is bound to it."""

import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from accanto.core.database import append_only, beginning, policies
from accanto.core.database.backup import checks
from accanto.core.database.backup.archive import Part
from accanto.core.database.backup.dumping import Connection, described, tables_of
from accanto.core.database.backup.sealing import BackupRefused
from accanto.core.database.connect import owner_dsn, web_dsn

_TRIGGERS = """
    SELECT t.tgrelid::regclass::text, t.tgname::text, t.tgenabled::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace AND t.tgparentid = 0"""
_ENABLE = {
    "O": "ENABLE TRIGGER",
    "A": "ENABLE ALWAYS TRIGGER",
    "R": "ENABLE REPLICA TRIGGER",
    "D": "DISABLE TRIGGER",
}
_UNPROVEN = """
    SELECT conrelid::regclass::text || '.' || conname::text FROM pg_constraint
    WHERE NOT convalidated AND connamespace = 'public'::regnamespace ORDER BY 1"""


def make_schema(applied: Iterable[Iterable[str]]) -> None:
    """The tables as they were when the backup was made, by its own migrations and no later one.

    :raises BackupRefused: the backup was made by a newer Accanto, or by one so old that its migrations are gone.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    named = {(app, name) for app, name in applied}
    begun = {key: set(each.replaces) for key, each in executor.loader.replacements.items()}
    replaced = {each for names in begun.values() for each in names}
    unknown = sorted(".".join(each) for each in named - set(executor.loader.disk_migrations or {}) - replaced)
    if unknown:
        raise BackupRefused(
            f"The backup comes from a newer Accanto: migrations not known here: {', '.join(unknown)}. "
            "Install that version and try again."
        )
    if missing := beginning.halfway(executor.loader, named):
        raise BackupRefused(
            f"The backup comes from an Accanto too old for this one: it lacks {', '.join(missing)}. "
            "Restore it with the version that made it, update that, and make a backup there."
        )
    wanted = (named - replaced) | {key for key, names in begun.items() if names <= named}
    graph = executor.loader.graph
    leaves = [
        node
        for node in sorted(wanted)
        if not any(child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    executor.migrate(leaves)
    with connection.cursor() as cursor:
        policies.lay_foundations(cursor)  # the table of purposes begun is no migration's
    connection.close()


class Loader:
    """One transaction: empty tables, triggers asleep, rows in, references proven, triggers awake."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables_of(connection)}
        self._triggers = connection.execute(_TRIGGERS).fetchall()

    def begin(self) -> None:
        """Rows come back as they were: no trigger may chain, count or announce them a second time."""
        for table in sorted({row[0] for row in self._triggers}):
            self._connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.SQL(table)))
        names = sql.SQL(", ").join(sql.Identifier("public", name) for name in self._tables)
        self._connection.execute(sql.SQL("TRUNCATE {}").format(names))

    def fill(self, part: Part) -> None:
        table = self._tables.get(part.name)
        columns = part.columns or []
        missing = sorted(set(columns) - set(table.columns)) if table else []
        if table is None or missing:
            what = f"columns {', '.join(missing)} of {part.name}" if table else f"a table {part.name}"
            raise BackupRefused(f"The backup holds {what}, which its migrations do not make.")
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier("public", part.name), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for piece in part.content():
                copy.write(piece)

    def finish(self, sequences: dict[str, list[Any]]) -> None:
        """:raises psycopg.errors.IntegrityError: a row points at nothing."""
        self._connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, (value, called) in sequences.items():
            self._connection.execute(
                "SELECT setval(%s::regclass, %s, %s)", [f'public."{name}"', value, called]
            )
        for table, trigger, state in self._triggers:
            self._connection.execute(
                sql.SQL("ALTER TABLE {} {} {}").format(
                    sql.SQL(table), sql.SQL(_ENABLE[state]), sql.Identifier(trigger)
                )
            )


def bring_up_to_date(name: str) -> None:
    """Later migrations, rights and row-level policies: exactly what an update of the instance does."""
    command = [sys.executable, "-m", "accanto.faces.cli", "migrate", "--verbosity", "0", "--no-input"]
    surroundings = {**os.environ, "ACCANTO_DB_NAME": name, "ACCANTO_DB_ROLE": "owner"}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).rsplit("\n", 1)[-1]
        raise BackupRefused(f"The restored database could not be brought up to date: {last}")


def count_faults(connection: Connection, rows: dict[str, int]) -> list[str]:
    """Before later migrations add theirs: as many rows as were written down, and every reference proven."""
    found = []
    for name, wanted in sorted(rows.items()):
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))
        (there,) = connection.execute(statement).fetchone() or (0,)
        if there != wanted:
            found.append(f"{name}: {there} rows instead of {wanted}")
    return found + [f"not proven: {row[0]}" for row in connection.execute(_UNPROVEN).fetchall()]


def faults(name: str, manifest: dict[str, Any]) -> list[str]:
    """What is not as it should be, in the database as it would be used."""
    with psycopg.connect(owner_dsn(name)) as owner:
        now = described(owner)
        tables = {table.name for table in tables_of(owner)}
    rights = {table: set(now["rights"].get(table, ())) for table in tables}
    found = [
        f"no row-level rules on {table}"
        for table, had in manifest["policies"].items()
        if table in tables and (table not in now["policies"] or (had and not now["policies"][table]))
    ]
    found += [
        f"{table} can be changed and is append-only"
        for table in sorted(append_only.REGISTRY & tables)
        if {"UPDATE", "DELETE"} & rights[table]
    ]
    found += [
        f"the application may not read {table}"
        for table, had in manifest["rights"].items()
        if table in tables and "SELECT" in had and "SELECT" not in rights[table]
    ]
    return found + _entrance_faults(name) + checks.faults()


def _entrance_faults(name: str) -> list[str]:
    try:
        with psycopg.connect(web_dsn(name), connect_timeout=10) as web:
            web.execute("SELECT count(*) FROM django_migrations")
    except psycopg.Error as error:
        return [f"the application cannot enter: {str(error).strip()}"]
    return []
