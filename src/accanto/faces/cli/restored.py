"""The errands of `restore` and `backup --verify`: a whole instance put together aside, then taken or dropped."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from dataclasses import replace as replace_fields
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from accanto.core.database import roles
from accanto.core.database.backup import restoring, swapping
from accanto.core.database.backup.keys import Secret, backup_secret
from accanto.core.database.backup.restoring import Draft
from accanto.core.database.backup.sealing import BackupRefused, refuse_another_kind
from accanto.core.database.connect import database_name
from accanto.core.env import accanto_home
from accanto.faces.cli.console import complain
from accanto.faces.cli.start import start_django


def verify_backup(path: Path, passphrase_file: Path | None) -> dict[str, Any]:
    """:raises BackupRefused: it could not be restored from."""
    draft, secret, manifest = _read(path, passphrase_file, database_name())
    try:
        _rebuild(path, secret, manifest, draft)
    finally:
        restoring.discard(draft)
    return {**restoring.summary(manifest), "size": path.stat().st_size}


def restore_backup(
    path: Path, passphrase_file: Path | None, *, replace: bool, now: Callable[[], datetime]
) -> dict[str, Any]:
    """:raises BackupRefused: the backup is not good, the instance is not empty or is in use. Nothing was changed."""
    target, files = database_name(), accanto_home() / "files"
    draft, secret, manifest = _read(path, passphrase_file, target)
    filled = swapping.filled_tables(target)
    _refuse_if_filled(filled, files, replace=replace)
    _refuse_if_used(target)
    try:
        _rebuild(path, secret, manifest, draft)
        _refuse_if_used(target)
        stamp = now().strftime("%Y%m%d_%H%M%S")
        aside = swapping.swap(
            scratch=draft.database, target=target, draft=draft.files, files=files, stamp=stamp
        )
        _place_keys(draft.keys, accanto_home() / "secrets", stamp)
        _repeat_erasures(target, manifest["made_at"])
    finally:
        restoring.discard(draft)
    if aside.database and not filled:
        roles.drop_database(aside.database)
        aside = replace_fields(aside, database="")
    return {**restoring.summary(manifest), "aside": asdict(aside)}


def discard_previous() -> list[str]:
    """What earlier restores put aside, dropped for good."""
    target, files = database_name(), accanto_home() / "files"
    roles.prepare()
    databases, folders = swapping.kept_aside(target, files)
    for name in databases:
        roles.drop_database(name)
    for folder in folders:
        shutil.rmtree(folder)
    return [*databases, *map(str, folders)]


def _read(path: Path, passphrase_file: Path | None, target: str) -> tuple[Draft, Secret, dict[str, Any]]:
    """The file is believed only after all of it was read; until then nothing is written anywhere."""
    from django.conf import settings

    draft = Draft(f"{target}_restoring_{os.getpid()}", accanto_home() / f".restoring-{os.getpid()}")
    # Django, and every command that we start, works on the draft and as its owner.
    os.environ.update(ACCANTO_DB_NAME=draft.database, ACCANTO_DB_ROLE="owner")
    refuse_another_kind(path, "passphrase" if passphrase_file else "key")
    secret = backup_secret(passphrase_file=passphrase_file, demo=settings.DEMO_MODE, making=False)
    complain("Reading the backup through.")
    manifest = restoring.read_through(path, secret)
    os.environ["ACCANTO_DB_NAME"] = target
    roles.prepare()
    os.environ["ACCANTO_DB_NAME"] = draft.database
    return draft, secret, manifest


def _rebuild(path: Path, secret: Secret, manifest: dict[str, Any], draft: Draft) -> None:
    start_django()
    try:
        restoring.rebuild(path, secret, manifest, draft, tell=complain)
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupRefused(
            f"The owner of the database may not do this ({error.diag.message_primary}): give that role CREATEDB."
        ) from None
    except (psycopg.Error, OSError) as error:
        raise BackupRefused(
            f"The backup could not be put back: {str(error).strip()}. Nothing was changed."
        ) from None


def _refuse_if_filled(filled: list[str], files: Path, *, replace: bool) -> None:
    if replace:
        return
    if filled or (files.is_dir() and any(files.iterdir())):
        where = f"{len(filled)} tables hold rows" if filled else f"there are files in {files}"
        raise BackupRefused(
            f"This instance is not empty ({where}): with --replace what is here is put aside."
        )


def _refuse_if_used(target: str) -> None:
    if count := swapping.users_of(target):
        raise BackupRefused(f"The instance is in use ({count} connections): stop «accanto serve» first.")


def _repeat_erasures(target: str, made_at: str) -> None:
    """The backup knows again whoever was erased after it: they are erased again, before anybody works here.

    :raises BackupRefused: it did not work; the instance is in its place and must not be used as it is.
    """
    from accanto.steering.privacy.erasing import ledger

    if not any(ledger.since(datetime.fromisoformat(made_at))):
        return
    complain("Repeating the erasures made after this backup.")
    command = [sys.executable, "-m", "accanto.faces.cli", "privacy", "repeat-erasures", "--since", made_at]
    surroundings = {**os.environ, "ACCANTO_DB_NAME": target, "ACCANTO_DB_ROLE": "owner"}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).rsplit("\n", 1)[-1]
        raise BackupRefused(
            f"The erasures made after the backup could not be repeated ({last}): before anybody works here, run"
            f" «accanto privacy repeat-erasures --since {made_at}» with ACCANTO_DB_ROLE=owner."
        )


def _place_keys(found: Path, secrets: Path, stamp: str) -> None:
    """A key that was here and is another one stays beside, under its own name and the moment."""
    for file in sorted(found.iterdir()):
        secrets.mkdir(mode=0o700, exist_ok=True)
        place = secrets / file.name
        if place.exists() and place.read_bytes() != file.read_bytes():
            place.rename(secrets / f"{file.name}.before_{stamp}")
        shutil.move(file, place)
