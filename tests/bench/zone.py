"""The simulated database that the benchmarks read: built once and kept in ACCANTO_HOME, until code changes it."""

import hashlib
import os
import subprocess
import sys

import psycopg
from psycopg import sql

from accanto.core.database import roles
from accanto.core.database.cluster import ensure_running
from accanto.core.database.connect import admin_dsn
from tests.database import ROOT, allow_arranging

SEED = 1
_SOURCES = (
    "src/accanto/**/migrations/*.py",
    "src/accanto/faces/demo/*.py",
    "src/accanto/faces/demo/data/*.yaml",
)


def name_of(residents: int) -> str:
    return f"accanto_bench_{residents}"


def ready(residents: int, *, rebuild: bool = False) -> str:
    """Make sure that the database is there, and give its name."""
    ensure_running()
    name, mark = name_of(residents), _fingerprint()
    if rebuild or _mark_of(name) != mark:
        _build(name, residents)
        _set_mark(name, mark)
    _accanto(name, "setup")  # policies, functions and rights of the code of today
    allow_arranging(name)
    return name


def _build(name: str, residents: int) -> None:
    sys.stderr.write(f"Building {name}: minutes, once.\n")
    roles.drop_database(name)
    _accanto(name, "setup")
    _accanto(name, "simulate", "--residents", str(residents), "--seed", str(SEED))


def _accanto(name: str, *words: str) -> None:
    surroundings = {**os.environ, "ACCANTO_DB_NAME": name, "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    surroundings["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", "accanto.faces.cli", *words]
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=sys.stderr)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for pattern in _SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            found.update(file.read_bytes())
    return found.hexdigest()


def _mark_of(name: str) -> str | None:
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        row = admin.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]
        ).fetchone()
    return str(row[0]) if row else None


def _set_mark(name: str, mark: str) -> None:
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))
