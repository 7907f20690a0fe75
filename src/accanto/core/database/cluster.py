"""The private cluster: made once, started when a command finds it stopped, stopped on request.

Every step that changes something happens under one file lock, so two commands at once start it once.
"""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from accanto.core.database.connect import ADMIN_ROLE, admin_dsn, is_private
from accanto.core.database.place import Place, place
from accanto.core.database.servers import DatabaseError, Server, choose, data_version

_START_TIMEOUT = 90
_ATTEMPTS = 3
# Two cores and a small machine; durable, because people's records live here.
_SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '"{socket}"'
unix_socket_permissions = 0700
port = 5432
max_connections = 60
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 1GB
wal_compression = on
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_workers_per_gather = 1
random_page_cost = 1.1
jit = off
fsync = on
synchronous_commit = on
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] %u@%d '
# Statements and details of errors hold what people typed: the application writes its own, without values.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
"""


def ensure_running() -> None:
    """Start the private cluster if it is stopped, make it if it is missing. A given server is left alone."""
    if not is_private() or answers():
        return
    spot = place()
    with locked(spot):
        if answers():
            return
        _make_folders(spot)
        server = choose(spot)
        if data_version(spot) is None:
            _create(spot, server)
        _start(spot, server)


def stop() -> bool:
    """Stop the private cluster; False if it was not running."""
    spot = place()
    if not is_private() or data_version(spot) is None:
        return False
    with locked(spot):
        if server_pid(spot) is None:
            return False
        _run(spot, [choose(spot).tool("pg_ctl"), "-D", str(spot.data), "-m", "fast", "-w", "-s", "stop"])
        return True


def revive() -> bool:
    """Start the private cluster again if it crashed; one that was stopped on purpose stays stopped."""
    if not is_private() or not _crashed(place()):
        return False
    ensure_running()
    return True


def answers() -> bool:
    """Whether the private cluster takes connections now."""
    try:
        with psycopg.connect(admin_dsn(), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def server_pid(spot: Place) -> int | None:
    """The process that serves this cluster, if it is alive. A pid that a crash left behind does not count."""
    pid = _written_pid(spot)
    return pid if pid is not None and _serves(pid, spot) else None


@contextmanager
def locked(spot: Place, name: str = "postgres") -> Iterator[None]:
    """One command at a time; the lock goes with the process that holds it."""
    spot.home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(spot.home / f".{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        raise DatabaseError(
            f"The instance in {spot.home} belongs to another user. Run as that user, "
            "or give ACCANTO_HOME a folder of yours."
        ) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_folders(spot: Place) -> None:
    spot.base.mkdir(mode=0o700, parents=True, exist_ok=True)
    spot.socket.mkdir(mode=0o700, exist_ok=True)
    for folder in (spot.base, spot.socket):
        _claim(folder, spot)


def _claim(folder: Path, spot: Place) -> None:
    """A folder that somebody else prepared at our name could hold a false server: refuse it."""
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid not in {os.geteuid(), spot.account.uid}:
        raise DatabaseError(f"The folder {folder} belongs to somebody else: remove it and try again.")
    folder.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(folder, spot.account.uid, spot.account.gid)


def _create(spot: Place, server: Server) -> None:
    """initdb into a draft that becomes the data folder only when whole."""
    draft = spot.base / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    arguments = ["-D", str(draft), "-U", ADMIN_ROLE, "-A", "trust", "-E", "UTF8", "--lc-messages=C"]
    made = _try(spot, [server.tool("initdb"), *arguments, "--locale=C.UTF-8"])
    if made.returncode != 0:
        # Some systems do not know C.UTF-8 (macOS): their own UTF-8 is as good, text is sorted by ICU anyway.
        shutil.rmtree(draft, ignore_errors=True)
        again = _try(spot, [server.tool("initdb"), *arguments, "--locale=en_US.UTF-8"])
        if again.returncode != 0:
            raise DatabaseError(f"The database could not be made: {_last_words(made)}")
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\ninclude_if_exists 'accanto.conf'\n")
    draft.rename(spot.data)


def _start(spot: Place, server: Server) -> None:
    (spot.data / "accanto.conf").write_text(_SETTINGS.format(socket=spot.socket), encoding="utf-8")
    (spot.data / "accanto.conf").chmod(0o644)
    _forget_reused_pid(spot)
    if server_pid(spot) is not None:
        _wait_until_answers(spot)
        return
    command = [server.tool("pg_ctl"), "-D", str(spot.data), "-l", str(spot.log), "-w", "-s"]
    for attempt in range(_ATTEMPTS):
        done = _try(spot, [*command, "-t", str(_START_TIMEOUT), "start"])
        if done.returncode == 0:
            return
        # The children of a killed server hold its memory for a moment longer.
        time.sleep(1 + attempt)
    raise DatabaseError(f"The database did not start: {_last_words(done)} (its diary is {spot.log})")


def _wait_until_answers(spot: Place) -> None:
    """Somebody is starting it, or it is recovering."""
    end = time.monotonic() + _START_TIMEOUT
    while time.monotonic() < end:
        if answers():
            return
        time.sleep(0.1)
    raise DatabaseError(f"The database is running but does not answer: see {spot.log}")


def _forget_reused_pid(spot: Place) -> None:
    """After a crash or a reboot the pid in the lock file may belong to another program, and PostgreSQL,
    which only asks whether it exists, would refuse to start. A dead pid is left to PostgreSQL, which checks
    more than we do."""
    pid = _written_pid(spot)
    if pid is None or not _exists(pid) or _anyone_serves(spot):
        return
    (spot.data / "postmaster.pid").unlink(missing_ok=True)
    (spot.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _crashed(spot: Place) -> bool:
    """It wrote down its pid, did not take it back, and is not there."""
    return _written_pid(spot) is not None and server_pid(spot) is None


def _written_pid(spot: Place) -> int | None:
    try:
        first = (spot.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        return abs(int(first))
    except (OSError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _serves(pid: int, spot: Place) -> bool:
    if not _exists(pid):
        return False
    if Path("/proc/self").exists():
        return _works_in(Path(f"/proc/{pid}"), spot)
    seen = subprocess.run(  # noqa: S603
        ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607 - wherever the system keeps it
        capture_output=True,
        text=True,
        check=False,
    )
    return "postgres" in seen.stdout


def _anyone_serves(spot: Place) -> bool:
    """Whether any process works in the data folder: a server's children outlive it for a moment."""
    if not Path("/proc/self").exists():
        pid = _written_pid(spot)
        return pid is not None and _serves(pid, spot)
    return any(_works_in(entry, spot) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _works_in(process: Path, spot: Place) -> bool:
    try:
        return (process / "cwd").samefile(spot.data)
    except OSError:
        return False


def _run(spot: Place, command: list[str]) -> None:
    done = _try(spot, command)
    if done.returncode != 0:
        raise DatabaseError(f"{Path(command[0]).name} failed: {_last_words(done)}")


def _try(spot: Place, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a tool as the cluster's user, away from our terminal: Ctrl-C must not stop the database."""
    drop = {"user": spot.account.uid, "group": spot.account.gid, "extra_groups": []}
    # A pipe would be inherited by the server and never end: the tool's words go to a file.
    words = spot.base / "last-words"
    with words.open("w+", encoding="utf-8", errors="replace") as out:
        done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - the arguments are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=spot.base,
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": "UTC"},
            start_new_session=True,
            check=False,
            **(drop if os.geteuid() == 0 else {}),
        )
        out.seek(0)
        return subprocess.CompletedProcess(command, int(done.returncode), out.read(), "")


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return " / ".join(lines[-3:]) or f"exit status {done.returncode}"
