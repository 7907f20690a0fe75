"""`accanto worker`: the process that does long work and work at fixed hours, out of the web pages' way."""

import argparse

from accanto.faces.cli.console import Subparsers


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("worker", help="Do queued jobs until stopped")
    parser.add_argument("--once", action="store_true", help="stop when no job is left")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    # One job at a time: two cores are shared with the web pages.
    options = ["worker", "--concurrency", "1", "--shutdown-graceful-timeout", "20"]
    call_command("procrastinate", *options, *(["--one-shot"] if args.once else []))
    return 0
