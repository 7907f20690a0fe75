"""A running house on a server of its own, which a test may kill: web, worker, and PostgreSQL itself."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from accanto.core.database import cluster
from accanto.core.database.connect import ADMIN_ROLE, DEFAULT_NAME, OWNER_ROLE, admin_dsn
from accanto.core.database.place import Place, place
from accanto.core.database.servers import choose
from tests.database import EYES_OF_TESTS, ROOT, environment, working_copy
from tests.house import House, _free_port, _stop, _wait_until_up


@contextmanager
def own_cluster() -> Iterator[dict[str, str]]:
    """A server with the reference data in its database; yields what its processes need to know.

    Not under tmp_path: pytest closes its parents to the user that the server runs as.
    """
    home = Path(tempfile.mkdtemp(prefix="accanto-durability-"))
    home.chmod(0o755)
    surroundings = {**environment(DEFAULT_NAME), "ACCANTO_HOME": str(home)}
    del surroundings["ACCANTO_DB_NAME"]
    try:
        run(surroundings, "from accanto.core.database import roles; roles.prepare()", django=False)
        _fill(place(home))
        yield surroundings
    finally:
        subprocess.run(
            [sys.executable, "-m", "accanto.faces.cli", "stop-database"],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            check=False,
        )
        shutil.rmtree(home)
        shutil.rmtree(place(home).base, ignore_errors=True)


@contextmanager
def running(surroundings: dict[str, str]) -> Iterator[House]:
    port = _free_port()
    home = Path(surroundings["ACCANTO_HOME"])
    diary = home / "serve.txt"
    house = House(f"http://127.0.0.1:{port}", DEFAULT_NAME, home / "clock", diary, surroundings)
    with diary.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "accanto.faces.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_up(house, server)
        yield house
    finally:
        _stop(server)


def run(surroundings: dict[str, str], code: str, *, django: bool = True) -> str:
    """Run some code as the application, with the eyes of tests, and give what it printed."""
    start = "import django; django.setup()\n" if django else ""
    command = [sys.executable, "-c", start + code]
    eyes = {**surroundings, "PGOPTIONS": EYES_OF_TESTS}
    done = subprocess.run(command, cwd=ROOT, env=eyes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def server_of(surroundings: dict[str, str]) -> tuple[Place, int]:
    spot = place(Path(surroundings["ACCANTO_HOME"]))
    pid = cluster.server_pid(spot)
    assert pid is not None
    return spot, pid


def dsn(surroundings: dict[str, str], user: str = OWNER_ROLE) -> str:
    spot = place(Path(surroundings["ACCANTO_HOME"]))
    return f"host={spot.socket} user={user} dbname={DEFAULT_NAME}"


def processes_of(house: House, *words: str) -> list[int]:
    """The processes of this house whose command holds these words."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            mine = (
                f"ACCANTO_HOME={house.surroundings['ACCANTO_HOME']}".encode()
                in (entry / "environ").read_bytes()
            )
        except OSError:
            continue
        if mine and all(word in command for word in words):
            found.append(int(entry.name))
    return found


def kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def wait_until(
    true: Callable[[], bool], *, within: float = 40.0, otherwise: Callable[[], str] = lambda: ""
) -> None:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"It did not happen in {within:.0f} seconds. {otherwise()}")


def _fill(spot: Place) -> None:
    """A copy of the template, from one server to the other."""
    pg_dump = Path(choose(place()).tool("pg_dump"))
    if not pg_dump.exists():
        pytest.skip(
            "this PostgreSQL comes without pg_dump, with which the template is copied to another server"
        )
    with working_copy("durability") as name:
        target = f"host={spot.socket} user={ADMIN_ROLE} dbname={DEFAULT_NAME}"
        dumped = subprocess.run(
            [pg_dump, "--format=custom", admin_dsn(name)], capture_output=True, check=True
        )
        subprocess.run(
            [pg_dump.with_name("pg_restore"), "--clean", "--if-exists", f"--dbname={target}"],
            input=dumped.stdout,
            capture_output=True,
            check=True,
        )
    with psycopg.connect(target) as admin:
        assert admin.execute("SELECT count(*) FROM staff_user").fetchone() != (0,)
