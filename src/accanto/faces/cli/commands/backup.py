"""`accanto backup FILE`: the whole instance in one encrypted file; `--verify` restores one aside and drops it."""

import argparse
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from accanto.core.env import accanto_home
from accanto.faces.cli.console import REFUSED, CommandRefused, Subparsers, answer_json, complain, say

BARE = True


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "backup", help="Copy the whole instance into one encrypted file, or verify one"
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--verify", action="store_true", help="restore FILE aside, look at it, and drop it again"
    )
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="seal with these words instead of the key"
    )
    parser.add_argument("--with-keys", action="store_true", help="put the secrets of the instance inside too")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from accanto.core.database.backup.sealing import BackupRefused
    from accanto.faces.cli.restored import verify_backup

    began = time.monotonic()
    try:
        report = verify_backup(args.file, args.passphrase_file) if args.verify else _make(args)
    except BackupRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    report["seconds"] = round(time.monotonic() - began, 1)
    if args.json:
        answer_json(report)
    else:
        say(f"{'The backup is whole' if args.verify else 'Backup made'}: {args.file}")
        say(
            f"{report['rows']} rows in {report['tables']} tables, {report['files']} files, {report['keys']} keys,"
            f" {report['size'] / 1024**2:.1f} MB, {report['seconds']} seconds."
        )
    return _say_missing(report["missing_files"])


def _make(args: argparse.Namespace) -> dict[str, Any]:
    from django.conf import settings

    from accanto import __version__
    from accanto.core import clock
    from accanto.core.database import roles
    from accanto.core.database.backup.keys import backup_secret
    from accanto.core.database.backup.making import Source, file_columns, make_backup
    from accanto.core.database.backup.records import LastBackup, remember
    from accanto.core.database.connect import database_name
    from accanto.faces.cli.start import start_django

    # Only the owner of the tables sees every row.
    os.environ["ACCANTO_DB_ROLE"] = "owner"
    roles.prepare()
    start_django()
    secret = backup_secret(passphrase_file=args.passphrase_file, demo=settings.DEMO_MODE, making=True)
    home = accanto_home()
    source = Source(
        database=database_name(),
        files=home / "files",
        file_columns=file_columns(),
        version=__version__,
        secrets=home / "secrets" if args.with_keys else None,
    )
    at = clock.now()
    made = make_backup(args.file.absolute(), secret, source, at=at, tell=complain)
    remember(home, LastBackup(at.isoformat(), made.file, made.size))
    return {**asdict(made), "sealed_with": secret.kind}


def _say_missing(missing: list[str]) -> int:
    """The backup is good and holds all there is; that files are lost is for somebody to look into."""
    if not missing:
        return 0
    complain(f"accanto: {len(missing)} files named in the database are not on the disk:")
    for name in missing[:20]:
        complain(f"  - {name}")
    return REFUSED
