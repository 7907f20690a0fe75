"""Where the private cluster lives and as whom it runs. Computed from the surroundings; writes nothing."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from accanto.core.env import accanto_home

# sun_path holds 107 bytes on Linux and 103 on macOS; the server adds "/.s.PGSQL.5432.lock" for its lock file.
_LONGEST_SOCKET_FOLDER = 80
# Not tempfile.gettempdir(): TMPDIR differs between the commands that must meet at this socket.
_TEMPORARY = Path("/tmp")  # noqa: S108
_STATE = Path("/var/lib")
_AWKWARD = frozenset("\"',\n\\")


@dataclass(frozen=True)
class Account:
    """The system user that the server runs as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """One cluster: its folders and its user."""

    home: Path
    base: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def socket(self) -> Path:
        """A folder short enough for a unix socket."""
        near = self.base / "socket"
        if len(os.fsencode(near)) <= _LONGEST_SOCKET_FOLDER and not _AWKWARD & set(str(near)):
            return near
        return _TEMPORARY / f"accanto-{_mark(self.base)}"


def place(home: Path | None = None) -> Place:
    return _place(home or accanto_home(), os.geteuid())


def can_pass(folder: Path, account: Account) -> bool:
    """Whether the user may walk down to the folder; parts that do not exist yet will be made passable."""
    return all(_may_enter(part, account) for part in (*reversed(folder.parents), folder) if part.exists())


@lru_cache(maxsize=8)
def _place(home: Path, uid: int) -> Place:
    account = _account(uid)
    near = home / "postgres"
    if uid != 0:
        return Place(home, near, account)
    far = (_STATE if _STATE.is_dir() else _TEMPORARY) / f"accanto-{_mark(home)}"
    # A cluster that exists stays where it is, even if somebody changed the rights of a parent since.
    for base in (near, far):
        if (base / "data" / "PG_VERSION").exists():
            return Place(home, base, account)
    return Place(home, near if can_pass(home, account) else far, account)


def _account(uid: int) -> Account:
    """PostgreSQL refuses to run as root: there it drops to `postgres`, or to `nobody`."""
    if uid != 0:
        entry = pwd.getpwuid(uid) if _known(uid) else None
        return Account(entry.pw_name if entry else str(uid), uid, os.getegid())
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    return Account("65534", 65534, 65534)


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _may_enter(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
