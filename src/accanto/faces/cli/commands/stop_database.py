"""`accanto stop-database`: stop the private cluster. The next command starts it again."""

import argparse

from accanto.core.database import cluster
from accanto.core.database.connect import is_private
from accanto.faces.cli.console import CommandRefused, Subparsers, say

BARE = True


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("stop-database", help="Stop this instance's own PostgreSQL")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    if not is_private():
        raise CommandRefused("The database is the one of DATABASE_URL: whoever runs it stops it.")
    say("The database is stopped." if cluster.stop() else "The database was not running.")
    return 0
