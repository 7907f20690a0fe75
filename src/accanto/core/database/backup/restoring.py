"""Reading a backup through, rebuilding it aside, and asking whether it is whole."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg

from accanto.core.database import roles
from accanto.core.database.backup import loading
from accanto.core.database.backup.archive import ArchiveReader, Part
from accanto.core.database.backup.keys import Secret
from accanto.core.database.backup.sealing import BackupRefused, opened
from accanto.core.database.connect import owner_dsn

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Draft:
    """Where the restored instance is put together: a database, and a folder with `files` and `keys`."""

    database: str
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"


def read_through(path: Path, secret: Secret) -> dict[str, Any]:
    """The manifest, after every byte has been decrypted and compared with it. Writes nothing.

    :raises BackupRefused: not a backup, another key, altered, cut short.
    """
    for _part in (reader := _Reading(path, secret)):
        pass  # walking on skips what was not read, and skipping compares
    return reader.manifest


def rebuild(path: Path, secret: Secret, manifest: dict[str, Any], draft: Draft, *, tell: Tell) -> None:
    """Database and files as they were, brought up to date and verified. Django must be bound to the draft database.

    :raises BackupRefused: it does not fit, or is not whole. Whoever calls removes the draft.
    """
    tell("Making the tables.")
    roles.make_database(draft.database)
    roles.prepare_database(draft.database)
    loading.make_schema(manifest["migrations"])
    tell("Putting rows and files back.")
    try:
        _fill(path, secret, manifest, draft)
    except psycopg.errors.IntegrityError as error:
        raise BackupRefused(f"The backup is not consistent: {str(error).strip()}") from None
    tell("Verifying.")
    rows = {part["name"]: part["rows"] for part in manifest["parts"] if part["kind"] == "table"}
    with psycopg.connect(owner_dsn(draft.database)) as owner:
        _refuse(loading.count_faults(owner, rows))
    loading.bring_up_to_date(draft.database)
    _refuse(loading.faults(draft.database, manifest))


def discard(draft: Draft) -> None:
    from django.db import connections

    connections.close_all()
    roles.drop_database(draft.database)
    shutil.rmtree(draft.folder, ignore_errors=True)


def summary(manifest: dict[str, Any]) -> dict[str, Any]:
    """For people and scripts: what a backup holds."""
    parts = manifest["parts"]
    kinds = [part["kind"] for part in parts]
    return {
        "made_at": manifest["made_at"],
        "accanto": manifest["accanto"],
        "tables": kinds.count("table"),
        "rows": sum(part["rows"] or 0 for part in parts),
        "files": kinds.count("file"),
        "keys": kinds.count("key"),
        "missing_files": manifest["missing_files"],
    }


class _Reading:
    """Iterates over the parts of a sealed file; then holds its manifest."""

    def __init__(self, path: Path, secret: Secret) -> None:
        self._path, self._secret = path, secret
        self.manifest: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Part]:
        try:
            with self._path.open("rb") as source:
                reader = ArchiveReader(opened(source, self._secret))
                yield from reader.parts()
                self.manifest = reader.manifest
        except OSError as error:
            raise BackupRefused(f"{self._path}: {error.strerror}.") from None


def _fill(path: Path, secret: Secret, manifest: dict[str, Any], draft: Draft) -> None:
    for folder in (draft.files, draft.keys):
        folder.mkdir(mode=0o700, parents=True)
    with psycopg.connect(owner_dsn(draft.database)) as connection:
        loader = loading.Loader(connection)
        loader.begin()
        for part in _Reading(path, secret):
            if part.kind == "table":
                loader.fill(part)
            else:
                _write(part, draft.files if part.kind == "file" else draft.keys)
        loader.finish(manifest["sequences"])
    # Rows are durable when their transaction ends; the files must be by the time they take their place.
    os.sync()


def _write(part: Part, folder: Path) -> None:
    name = PurePosixPath(part.name)
    if name.is_absolute() or ".." in name.parts:
        raise BackupRefused(f"The backup holds a file with a forbidden name: {part.name}")
    file = folder / name
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in part.content():
                out.write(piece)
    except OSError as error:
        raise BackupRefused(f"The file {part.name} cannot be written: {error.strerror}.") from None


def _refuse(faults: list[str]) -> None:
    if faults:
        raise BackupRefused("The restored instance is not whole: " + "; ".join(faults) + ".")
