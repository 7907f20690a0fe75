"""An instance for tests that break things: its own folder, secrets, files and database, on the tests' server."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from accanto.core.database import roles
from accanto.core.database.connect import admin_dsn, owner_dsn
from accanto.core.database.place import place
from tests.database import EYES_OF_TESTS, ROOT, environment, working_copy

_PATIENCE = 300  # seconds


@dataclass(frozen=True)
class Instance:
    home: Path
    database: str
    surroundings: dict[str, str]

    @property
    def files(self) -> Path:
        return self.home / "files"

    def accanto(self, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "accanto.faces.cli", *map(str, words)]
        return self._run(command, more)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run some code as the application, with the eyes of tests."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        return self._run(command, {"PGOPTIONS": EYES_OF_TESTS})

    def _run(self, command: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
        surroundings = {**self.surroundings, **more}
        return subprocess.run(
            command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
        )


@contextmanager
def open_instance(home: Path, purpose: str) -> Iterator[Instance]:
    """On a copy of the template. The folder of its cluster is a link to the tests' own server."""
    home.mkdir()
    with working_copy(purpose) as name:
        (home / "postgres").symlink_to(place().base)
        instance = Instance(home, name, {**environment(name), "ACCANTO_HOME": str(home)})
        try:
            yield instance
        finally:
            for other in databases_like(name):
                roles.drop_database(other)


def seal_everything(instance: Instance) -> None:
    """The doctor seals the record before it looks, as far as the oldest transaction of the whole cluster lets it: of
    another test too. Until then each look may seal some more."""
    end = time.monotonic() + _PATIENCE
    while _unsealed(instance) and time.monotonic() < end:
        instance.accanto("doctor", "--json")
    assert _unsealed(instance) == 0


def _unsealed(instance: Instance) -> int:
    with psycopg.connect(owner_dsn(instance.database)) as owner:
        row = owner.execute(
            "SELECT count(*) FROM audit_record r"
            " WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.kind = r.kind AND l.record = r.record)"
        ).fetchone()
    return int(row[0]) if row else 0


def databases_like(name: str) -> list[str]:
    """What restoring may leave beside the database."""
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        rows = admin.execute("SELECT datname::text FROM pg_database ORDER BY 1").fetchall()
    return [found for (found,) in rows if found.startswith((f"{name}_before_", f"{name}_restoring_"))]


def fingerprints(database: str) -> dict[str, str | None]:
    """One mark for the content of each table."""
    with psycopg.connect(owner_dsn(database)) as owner:
        tables = owner.execute(
            "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace AND relname <> 'django_session' ORDER BY 1"
        ).fetchall()
        found: dict[str, str | None] = {}
        for (table,) in tables:
            statement = sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t")
            row = owner.execute(statement.format(sql.Identifier(table))).fetchone()
            found[table] = row[0] if row else None
    return found


def sequences(database: str) -> dict[str, int]:
    """The last number that each sequence gave."""
    with psycopg.connect(owner_dsn(database)) as owner:
        return dict(
            owner.execute(
                "SELECT sequencename::text, coalesce(last_value, 0) FROM pg_sequences"
                " WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
        )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its content."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
