"""`accanto directory export FILE`, `accanto directory import FILE`: the services of the area in HSDS 3."""

import argparse
import json
from pathlib import Path
from typing import Any

from accanto.faces.cli.console import (
    REFUSED,
    CommandRefused,
    Subparsers,
    answer_json,
    command_group,
    complain,
    say,
)


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "directory", "The services of the area")
    parser = group.add_parser(
        "export", help="Write the published entries to a file (Open Referral HSDS 3.1, JSON)"
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--nested", action="store_true", help="one object per service instead of tables")
    parser.set_defaults(run=run_export)
    parser = group.add_parser("import", help="Take over the services of another directory (HSDS 3, JSON)")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--origin", required=True, help="the name of that directory")
    parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(run=run_import)


def run_export(args: argparse.Namespace) -> int:
    from accanto.access.directory.hsds.exporting import entries_to_export, package_of
    from accanto.access.directory.hsds.nesting import nested
    from accanto.core.database.context import purpose

    if not args.file.parent.is_dir():
        raise CommandRefused(f"{args.file.parent}: no such folder")
    with purpose("directory export"):
        package: Any = package_of(entries_to_export())
    services = len(package["service"])
    package = nested(package) if args.nested else package
    args.file.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    say(f"{services} services: {args.file}")
    return 0


def run_import(args: argparse.Namespace) -> int:
    from accanto.access.directory.operations import import_hsds
    from accanto.core import clock
    from accanto.core.database.context import purpose
    from accanto.core.sheets.reading import check_size

    if not args.file.is_file():
        raise CommandRefused(f"{args.file}: no such file")
    check_size(args.file.stat().st_size)
    with purpose("directory import"):
        report = import_hsds(
            content=args.file.read_bytes(), origin=args.origin, dry_run=args.dry_run, by=None, at=clock.now()
        )
    told = {
        **{name: getattr(report, name) for name in ("read", "created", "updated", "unchanged", "written")},
        "faults": [vars(one) for one in report.faults],
    }
    if args.json:
        answer_json(told)
    else:
        _say(told)
    return REFUSED if report.refused else 0


def _say(told: dict[str, Any]) -> None:
    say("Taken over." if told["written"] else "Nothing was written.")
    for name in ("read", "created", "updated", "unchanged"):
        say(f"{name:>10}: {told[name]}")
    for one in told["faults"]:
        kind = "" if one["grave"] else " (to know)"
        complain(f"{one['table']} {one['id']}, {one['field']}: {one['reason']} {one['remedy']}{kind}")
