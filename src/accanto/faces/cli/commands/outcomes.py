"""`accanto import outcomes FILE`: a list of the national agency, from the command line."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accanto.faces.cli.console import CommandRefused, Subparsers, answer_json, command_group, complain, say

if TYPE_CHECKING:
    from accanto.access.outcomes.lists.rows import Rejection
    from accanto.access.outcomes.models import OutcomeImport
    from accanto.access.outcomes.queries.plan import Plan

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
    return _report_of_import(done)


def _report_of_import(done: "OutcomeImport") -> dict[str, Any]:
    rejected = done.rejected_rows.values("row", "column", "value", "reason", "sheet").order_by(
        "sheet", "row", "id"
    )
    counts = {name: getattr(done, name) for name in ("read", "created", "updated", "unchanged")}
    return {**counts, "rejected": [_rejected(**one) for one in rejected]}


def _dry_run(args: argparse.Namespace, path: Path) -> dict[str, Any]:
    from accanto.access.outcomes.lists.reading import check_mapping, measure_by_dates, read_list, sniff
    from accanto.access.outcomes.models import OutcomeSource
    from accanto.access.outcomes.queries.plan import make_plan
    from accanto.access.outcomes.queries.towns import load_towns
    from accanto.core import clock

    source = OutcomeSource.objects.filter(name=args.source).first()
    reading = sniff(path, source.mapping if source else {})
    check_mapping(reading)
    content = read_list(path, reading, towns=load_towns(), today=clock.today())
    plan = make_plan(content, args.measure or measure_by_dates(content.applications) or "adi")
    return _report_of_plan(plan)


def _report_of_plan(plan: "Plan") -> dict[str, Any]:
    members_only = plan.content.only_members
    return {
        "read": plan.read,
        "created": len(plan.members) if members_only else len(plan.created),
        "updated": len(plan.updated),
        "unchanged": plan.unchanged,
        "rejected": [
            _rejected(**_of(one)) for one in sorted(plan.rejected, key=lambda one: (one.sheet, one.row))
        ],
    }


def _of(one: "Rejection") -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "cells"}


def _rejected(row: int, column: str, value: str, reason: str, sheet: str) -> dict[str, Any]:
    """`sheet` only where the file has several, so that a plain list answers with the agreed four."""
    found = {"row": row, "column": column, "value": value, "reason": reason}
    return {**found, "sheet": sheet} if sheet else found


def _say(report: dict[str, Any], dry: bool) -> None:
    say("Nothing was changed; importing it would give:" if dry else "Imported.")
    for name in ("read", "created", "updated", "unchanged"):
        say(f"{name:>10}: {report[name]}")
    say(f"{'rejected':>10}: {len(report['rejected'])}")
    for one in report["rejected"]:
        complain(f"row {one['row']}, {one['column']} «{one['value']}»: {one['reason']}")
