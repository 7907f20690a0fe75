"""`accanto report indicators`: every figure with its two sides, for any day, measure and municipality."""

import argparse
from datetime import date

from accanto.faces.cli.console import CommandRefused, Subparsers, answer_json, command_group, say

_MEASURES = ("adi", "rdc", "rei")


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "report", "Reports of the zone")
    parser = group.add_parser("indicators", help="Every figure of the zone with its two sides")
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="situation on this day (2026-11-30); today if absent"
    )
    parser.add_argument("--measure", choices=_MEASURES, default="adi")
    parser.add_argument("--municipality", metavar="ISTAT", default="", help="ISTAT code, six digits")
    parser.add_argument("--json", action="store_true", help="JSON on standard output and nothing else")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    from accanto.core import clock
    from accanto.steering.indicators.figures import Scope
    from accanto.steering.indicators.queries import all_figures
    from accanto.steering.indicators.queries.report import as_json
    from accanto.territory.places.models import Municipality

    if (
        args.municipality
        and not Municipality.objects.filter(istat_code=args.municipality, in_zone=True).exists()
    ):
        raise CommandRefused(f"No municipality of the zone has the ISTAT code {args.municipality}.")
    figures = all_figures(Scope(args.as_of or clock.today(), args.measure, args.municipality))
    elements = [as_json(figure) for figure in figures]
    if args.json:
        answer_json(elements)
        return
    for element in elements:
        value = "–" if element["value"] is None else element["value"]
        of = (
            "" if element["denominator"] is None else f"  ({element['numerator']} / {element['denominator']})"
        )
        say(f"{element['code']:<28} {value:>8} {element['unit']}{of}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» is not a date such as 2026-11-30") from None
