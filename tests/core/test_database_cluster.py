"""The private cluster, on homes of its own: these tests start and crash real servers."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from accanto.core.database import cluster, roles, servers
from accanto.core.database.connect import admin_dsn, owner_dsn, web_dsn
from accanto.core.database.place import Account, Place, can_pass, place
from accanto.core.database.servers import DatabaseError
from tests.database import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Not tmp_path: pytest closes its parents to the user that the server runs as."""
    folder = Path(tempfile.mkdtemp(prefix="accanto-home-"))
    folder.chmod(0o755)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "ACCANTO_DB_NAME", "ACCANTO_DB_ROLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ACCANTO_HOME", str(folder))
    yield folder
    cluster.stop()
    shutil.rmtree(folder)


def _prepare_elsewhere() -> subprocess.Popen[str]:
    code = "from accanto.core.database import roles; roles.prepare()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE, text=True)


def test_two_commands_at_once_start_it_once(home: Path) -> None:
    both = [_prepare_elsewhere(), _prepare_elsewhere()]
    assert [(process.communicate()[1], process.returncode) for process in both] == [("", 0), ("", 0)]
    started = (home / "postgres" / "log").read_text().count("database system is ready to accept connections")
    assert started == 1
    assert cluster.server_pid(place()) is not None


def test_a_crashed_cluster_starts_again_with_its_data(home: Path) -> None:
    roles.prepare()
    with psycopg.connect(owner_dsn()) as owner:
        owner.execute("create table kept (word text)")
        owner.execute("insert into kept values ('resta')")
    pid = cluster.server_pid(place())
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    roles.prepare()
    with psycopg.connect(web_dsn()) as web:
        assert web.execute("select word from kept").fetchall() == [("resta",)]


def test_a_lock_file_with_the_pid_of_another_program_does_not_stop_it(home: Path) -> None:
    roles.prepare()
    assert cluster.stop()
    # Somebody else's process now bears the number; PostgreSQL alone would refuse to start.
    with subprocess.Popen(["sleep", "60"]) as other:
        stale = place().data / "postmaster.pid"
        stale.write_text(f"{other.pid}\n{place().data}\n1\n5432\n\n\n\n")
        roles.prepare()
        assert cluster.answers()
        assert other.poll() is None
        other.terminate()


def test_stopping_twice_says_so(home: Path) -> None:
    roles.prepare()
    assert [cluster.stop(), cluster.stop()] == [True, False]


def test_the_web_role_stands_under_every_rule(home: Path) -> None:
    roles.prepare()
    with psycopg.connect(admin_dsn()) as admin:
        row = admin.execute(
            "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles "
            "where rolname = 'accanto_web'"
        ).fetchone()
    assert row == (False, False, False, False)


def test_preparing_twice_changes_nothing(home: Path) -> None:
    roles.prepare()
    roles.prepare_database("accanto")
    roles.prepare()
    with psycopg.connect(owner_dsn()) as owner:
        found = owner.execute("select extname::text from pg_extension order by 1").fetchall()
    assert found == [("btree_gist",), ("pg_trgm",), ("plpgsql",), ("unaccent",)]


def test_the_server_that_npm_brings_works_as_well(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCANTO_POSTGRES", "npm")
    if not list(servers.candidates()):
        pytest.skip("npm brings no PostgreSQL for this machine")
    roles.prepare()
    with psycopg.connect(web_dsn()) as web:
        row = web.execute("select current_setting('server_version_num')::int >= 180000").fetchone()
    assert row == (True,)


def test_data_of_an_absent_version_is_not_touched(home: Path) -> None:
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseError, match=r"made by PostgreSQL 9; found here: .*Install PostgreSQL 9"):
        cluster.ensure_running()
    assert sorted(each.name for each in data.iterdir()) == ["PG_VERSION"]


def test_a_long_home_gets_a_short_socket_folder() -> None:
    spot = Place(Path("/home"), Path("/") / ("a" * 120), Account("prova", 1, 1))
    assert len(str(spot.socket)) < 40
    assert Place(Path("/home"), Path("/b"), spot.account).socket == Path("/b/socket")


def test_a_closed_parent_folder_keeps_the_server_s_user_out(tmp_path: Path) -> None:
    stranger = Account("prova", 54321, 54321)
    tmp_path.chmod(0o700)
    assert can_pass(tmp_path / "home", stranger) is False
    assert can_pass(Path("/usr"), stranger) is True
