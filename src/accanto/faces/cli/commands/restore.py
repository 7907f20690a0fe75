"""`accanto restore FILE`: an instance from a backup. The one that was here stays aside until it is discarded."""

import argparse
import time
from pathlib import Path
from typing import Any

from accanto.faces.cli.console import CommandRefused, Subparsers, answer_json, complain, say

BARE = True


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("restore", help="Put an instance back from a backup")
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
    parser.add_argument("--replace", action="store_true", help="even where people have already worked")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="the words it was sealed with")
    parser.add_argument(
        "--discard-previous",
        action="store_true",
        help="forget what earlier restores put aside (alone, or after FILE)",
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(run=run, misused=parser.error)


def run(args: argparse.Namespace) -> int:
    from accanto.core import clock
    from accanto.core.database.backup.sealing import BackupRefused
    from accanto.faces.cli.restored import discard_previous, restore_backup

    if args.file is None and not args.discard_previous:
        args.misused("say which FILE to restore")
    began = time.monotonic()
    report: dict[str, Any] = {}
    try:
        if args.file is not None:
            report = restore_backup(args.file, args.passphrase_file, replace=args.replace, now=clock.now)
        if args.discard_previous:
            report["discarded"] = discard_previous()
    except BackupRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    report["seconds"] = round(time.monotonic() - began, 1)
    if args.json:
        answer_json(report)
    else:
        _say(report)
    return 0


def _say(report: dict[str, Any]) -> None:
    if "rows" in report:
        say(f"Restored as it was at {report['made_at']}, in {report['seconds']} seconds.")
        say(
            f"{report['rows']} rows in {report['tables']} tables, {report['files']} files, {report['keys']} keys."
        )
        for kind, name in report["aside"].items():
            if name:
                say(f"The {kind} from before: {name}")
        if any(report["aside"].values()) and "discarded" not in report:
            complain("When you are sure, forget what was before with: accanto restore --discard-previous")
        if not report["keys"]:
            complain(
                "The keys were not in the backup: put the folder of secrets back from where you keep it."
            )
    for name in report.get("discarded", ()):
        say(f"Discarded: {name}")
