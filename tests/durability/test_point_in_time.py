"""Going back to a moment: the steps of docs/operator/backup.md, on a server of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from accanto.core.database.connect import ADMIN_ROLE
from accanto.core.database.place import Place, place
from accanto.core.database.servers import choose
from tests.database import ROOT
from tests.durability.house import dsn, own_cluster, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    if not Path(choose(place()).tool("pg_basebackup")).exists():
        pytest.skip(
            "this PostgreSQL comes without pg_basebackup (the one of npm does): nothing to copy a server with"
        )
    with own_cluster() as made:
        yield made


def test_a_mistake_is_undone_and_what_came_before_it_stays(surroundings: dict[str, str]) -> None:
    spot = place(Path(surroundings["ACCANTO_HOME"]))
    archive, base = spot.base / "archive", spot.base / "base"
    archive.mkdir()
    if os.geteuid() == 0:
        os.chown(archive, spot.account.uid, spot.account.gid)

    # 1. The server keeps every change, and a copy of itself is taken.
    _ask(surroundings, "ALTER SYSTEM SET archive_mode = on")
    _ask(surroundings, f"ALTER SYSTEM SET archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'")
    _accanto(surroundings, "stop-database")
    _accanto(surroundings, "doctor")
    _as_the_server(
        spot, "pg_basebackup", "-D", str(base), "-h", str(spot.socket), "-U", ADMIN_ROLE, "-X", "stream"
    )

    # 2. Work, then a mistake.
    _ask(
        surroundings,
        "UPDATE staff_user SET first_name = 'Prima' WHERE username = 'anna.prova'",
        user="owner",
    )
    time.sleep(1)
    (moment,) = _ask(surroundings, "SELECT clock_timestamp()::text")[0]
    time.sleep(1)
    _ask(surroundings, "UPDATE staff_user SET first_name = 'Guasto'", user="owner")
    _ask(surroundings, "SELECT pg_switch_wal()")
    wait_until(lambda: not list((spot.data / "pg_wal" / "archive_status").glob("*.ready")))
    _accanto(surroundings, "stop-database")

    # 3. Back to the moment before it.
    spot.data.rename(spot.base / "data.before")
    base.rename(spot.data)
    with (spot.data / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"restore_command = 'cp {archive}/%f %p'\n")
        conf.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (spot.data / "recovery.signal").touch()
    _accanto(surroundings, "doctor")
    wait_until(lambda: _ask(surroundings, "SELECT pg_is_in_recovery()") == [(False,)])

    assert _ask(surroundings, "SELECT count(*) FROM staff_user WHERE first_name = 'Prima'") == [(1,)]
    assert _ask(surroundings, "SELECT count(*) FROM staff_user WHERE first_name = 'Guasto'") == [(0,)]
    assert not (spot.data / "recovery.signal").exists()
    shutil.rmtree(spot.base / "data.before")


def _ask(surroundings: dict[str, str], statement: str, *, user: str = "admin") -> list[tuple[object, ...]]:
    address = dsn(surroundings) if user == "owner" else dsn(surroundings, ADMIN_ROLE)
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _accanto(surroundings: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "accanto.faces.cli", *words]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or words == ("doctor",), done.stderr


def _as_the_server(spot: Place, tool: str, *words: str) -> None:
    """As the user that the server runs as, who must own the copy."""
    who = (
        {"user": spot.account.uid, "group": spot.account.gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    command = [choose(spot).tool(tool), *words]
    done = subprocess.run(command, cwd=spot.base, capture_output=True, text=True, check=False, **who)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
