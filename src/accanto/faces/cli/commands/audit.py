"""`accanto audit …`: the record of writes and readings, from the command line."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from accanto.faces.cli.console import REFUSED, CommandRefused, Subparsers, answer_json, command_group, say

if TYPE_CHECKING:
    from accanto.foundation.audit.chain import Checkpoint


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "audit", "The record of writes and readings")
    parser = group.add_parser("checkpoint", help="Seal, and write where the chain stands to a file")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.set_defaults(run=run_checkpoint)
    parser = group.add_parser(
        "verify", help="Prove that the chain goes through a checkpoint and holds after it"
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    parser.set_defaults(run=run_verify)
    parser = group.add_parser(
        "seal", help="Link to the chain what was recorded (the worker does it every minute)"
    )
    parser.set_defaults(run=run_seal)


def run_seal(_args: argparse.Namespace) -> int:
    from accanto.foundation.audit import chain

    say(f"Sealed: {chain.seal()}.")
    return 0


def run_checkpoint(args: argparse.Namespace) -> int:
    from accanto.foundation.audit.doctor import export_checkpoint

    if not args.file.parent.is_dir():
        raise CommandRefused(f"{args.file.parent}: no such folder")
    found = export_checkpoint(_database(), args.file)
    say(f"{found.number} records, hash {found.hash[:16]}…: {args.file}. Keep it away from this machine.")
    return 0


def run_verify(args: argparse.Namespace) -> int:
    import psycopg

    from accanto.core.database.connect import owner_dsn
    from accanto.foundation.audit import chain

    start = _read(args.file)
    chain.seal()
    with psycopg.connect(owner_dsn(_database()), autocommit=True) as owner:
        found = chain.verify(owner, start)
    if args.json:
        answer_json(
            {"from": start.number, "checked": found.checked, "broken": found.broken, **found.last.as_json()}
        )
    elif found.broken:
        say(f"BROKEN: {found.broken}.")
    else:
        say(
            f"The chain goes through the checkpoint ({start.number}) and holds: {found.checked} records after it."
        )
    return REFUSED if found.broken else 0


def _read(file: Path) -> "Checkpoint":
    from accanto.foundation.audit.doctor import NotACheckpoint, read_checkpoint

    if not file.is_file():
        raise CommandRefused(f"{file}: no such file")
    try:
        return read_checkpoint(file)
    except NotACheckpoint as error:
        raise CommandRefused(str(error)) from error


def _database() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])
