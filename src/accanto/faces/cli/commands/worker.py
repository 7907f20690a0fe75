"""`accanto worker`: the process that does long work and work at fixed hours, out of the web pages' way."""

import argparse
import time

from accanto.faces.cli.console import Subparsers, complain

_ASK_EVERY = 1.0


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("worker", help="Do queued jobs until stopped")
    parser.add_argument("--once", action="store_true", help="stop when no job is left")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """A database that goes away is waited for: nobody has to start the worker again."""
    from accanto.core import clock
    from accanto.core.database.away import database_is_away, watch
    from accanto.foundation.jobs.working import work

    while True:
        try:
            if work(once=args.once, now=clock.now):
                return 0
        except Exception as error:
            if not database_is_away(error):
                raise
        watch.lose()
        if not watch.answers():
            _wait_for_database()


def _wait_for_database() -> None:
    from accanto.core.database.away import watch

    complain("accanto: the database does not answer: the worker waits for it.")
    while not watch.answers():
        time.sleep(_ASK_EVERY)
    complain("accanto: the database is back: the worker goes on.")
