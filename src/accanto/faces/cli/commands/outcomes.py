"""`accanto import outcomes FILE`: a list of the national agency, from the command line."""

import argparse
from pathlib import Path
from typing import Any

from accanto.faces.cli.console import CommandRefused, Subparsers, answer_json, command_group, complain, say

MEASURES = ("rei", "rdc", "adi")


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "import", "Bring data in")
    parser = group.add_parser("outcomes", help="An outcome list of the national agency (CSV, XLSX, ODS)")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--source", default="INPS", help="where the list comes from (remembers its columns)")
    parser.add_argument("--measure", choices=MEASURES, default="", help="otherwise the dates say it")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    path: Path = args.file
    if not path.is_file():
        raise CommandRefused(f"{path}: no such file")
    report = _dry_run(args, path) if args.dry_run else _import(args, path)
    if args.json:
        answer_json(report)
    else:
        _say(report, args.dry_run)
    return 0


def _import(args: argparse.Namespace, path: Path) -> dict[str, Any]:
    from django.db import transaction

    from accanto.access.outcomes.operations import run_import, start_import
    from accanto.access.outcomes.queries.report import report_of_import
    from accanto.core import clock
    from accanto.core.sheets.reading import check_size

    check_size(path.stat().st_size)
    at = clock.now()
    with transaction.atomic():
        row = start_import(
            source=args.source,
            filename=path.name,
            content=path.read_bytes(),
            measure=args.measure,
            by=None,
            at=at,
        )
        done = run_import(outcome_import=row, by=None, at=at)
    return report_of_import(done)


def _dry_run(args: argparse.Namespace, path: Path) -> dict[str, Any]:
    from accanto.access.outcomes.queries.report import report_of_trial
    from accanto.core import clock

    return report_of_trial(path, source=args.source, measure=args.measure, today=clock.today())


def _say(report: dict[str, Any], dry: bool) -> None:
    say("Nothing was changed; importing it would give:" if dry else "Imported.")
    for name in ("read", "created", "updated", "unchanged"):
        say(f"{name:>10}: {report[name]}")
    say(f"{'rejected':>10}: {len(report['rejected'])}")
    for one in report["rejected"]:
        complain(f"row {one['row']}, {one['column']} «{one['value']}»: {one['reason']}")
