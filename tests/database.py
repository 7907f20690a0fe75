"""The databases of the tests: one template, migrated and filled with reference data, and copies of it.

The template is kept between runs and rebuilt when a migration or a reference file has changed. Every run
works in copies that nobody else uses, so two runs at once do not meet.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from accanto.core.database import roles
from accanto.core.database.cluster import ensure_running, locked
from accanto.core.database.connect import admin_dsn, owner_dsn, web_database
from accanto.core.database.place import place

ROOT = Path(__file__).resolve().parents[1]
_SOURCES = (
    "src/accanto/**/migrations/*.py",
    "src/accanto/**/apps.py",
    "src/accanto/**/data/**/*.yaml",
    "src/accanto/**/row_policies.py",
    "src/accanto/core/database/*.py",
    "src/accanto/core/database/*.sql",
    "src/accanto/foundation/audit/*.py",
    "src/accanto/**/sql/*.sql",
    "config/settings/*.py",
    "requirements.txt",
    "tests/reference.py",
)


# A test reads and arranges rows of the whole zone under a purpose that only the databases of tests know; a request of
# its client, an operation run as somebody and every process of a house have no such thing.
STANDING_PURPOSE = "7e575000-0000-4000-8000-000000000000"
EYES_OF_TESTS = f"-c accanto.purpose={STANDING_PURPOSE}"


class TemplateError(Exception):
    """The test database cannot be built; the message holds what the failed step said."""


def template_name() -> str:
    return os.environ.get("ACCANTO_TEST_DB", "").strip() or "accanto_test"


def fingerprint() -> str:
    """A mark that changes when the template would."""
    found = hashlib.sha256()
    for pattern in _SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            found.update(f"{file.relative_to(ROOT)}\0".encode())
            found.update(file.read_bytes())
    return found.hexdigest()


@contextmanager
def working_copy(purpose: str) -> Iterator[str]:
    """A fresh copy of the template for one process, removed at the end. Yields its name."""
    ensure_running()
    with _claimed(f"{template_name()}_{purpose}") as name:
        restore(name)
        try:
            yield name
        finally:
            roles.drop_database(name)


def restore(name: str) -> None:
    """Make the copy equal to the template again; much cheaper than emptying every table and refilling."""
    with locked(place(), f"template-{template_name()}"):
        _ensure_template()
        roles.drop_database(name)
        roles.make_database(name, template=template_name())
        # Rights on the database itself are not copied with its content.
        roles.prepare_database(name)


def point_django_at(name: str) -> None:
    """The default connection goes to this database as the web role, without a pool."""
    close_connections()
    entry: dict[str, Any] = {**web_database(), "NAME": name}
    entry["OPTIONS"].pop("pool", None)
    entry["OPTIONS"]["options"] = EYES_OF_TESTS
    connections["default"].settings_dict.update(entry)


def close_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()


def environment(name: str) -> dict[str, str]:
    """For a process of the tests that must work on this database."""
    return {
        **os.environ,
        "ACCANTO_DB_NAME": name,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def _ensure_template() -> None:
    name, mark = template_name(), fingerprint()
    if _mark_of(name) == mark:
        return
    roles.drop_database(name)
    accanto = [sys.executable, "-m", "accanto.faces.cli"]
    _step([*accanto, "migrate", "--verbosity", "0"], {**environment(name), "ACCANTO_DB_ROLE": "owner"})
    allow_arranging(name)
    if (ROOT / "tests" / "reference.py").exists():
        code = "import django; django.setup(); from tests import reference; reference.load()"
        _step([sys.executable, "-c", code], {**environment(name), "PGOPTIONS": EYES_OF_TESTS})
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))


def allow_arranging(name: str) -> None:
    """Put the standing purpose into a database of tests."""
    with psycopg.connect(owner_dsn(name)) as owner:
        owner.execute(
            "INSERT INTO acc_purpose_use (id, name, report) VALUES (%s, 'tests', FALSE) ON CONFLICT DO NOTHING",
            [STANDING_PURPOSE],
        )


def _mark_of(name: str) -> str | None:
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        row = admin.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]
        ).fetchone()
    return str(row[0]) if row else None


def _step(command: list[str], surroundings: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise TemplateError(f"The test database cannot be built.\n{done.stdout}{done.stderr}")


@contextmanager
def _claimed(name: str) -> Iterator[str]:
    """The first of name, name_2, name_3 … that no other run holds."""
    for number in range(1, 100):
        candidate = name if number == 1 else f"{name}_{number}"
        handle = os.open(place().home / f".database-{candidate}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            continue
        try:
            yield candidate
        finally:
            os.close(handle)
        return
    raise TemplateError("A hundred test runs at once: stop some.")
