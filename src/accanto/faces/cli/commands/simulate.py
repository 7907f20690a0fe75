"""`accanto simulate`: a zone of any size with invented people and years of work, to measure and to try."""

import argparse

from accanto.faces.cli.console import Subparsers, answer_json, complain, say

# COPY writes past row-level security, which only the owner may.
# Only the owner may load invented people without a line of history for each (foundation/audit/maintenance.py).
ROLE = "owner"


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "simulate", help="Fill an empty instance with invented people and years of work"
    )
    parser.add_argument(
        "--residents", type=_at_least_one, required=True, help="how many people; 171723 is the zone"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed invents the same people")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    from dataclasses import asdict

    from accanto.core import clock
    from accanto.faces.demo.simulation import simulate

    summary = simulate(residents=args.residents, seed=args.seed, at=clock.now(), progress=complain)
    analysed = analyse()
    complain(
        "Statistics of the database renewed." if analysed else "The database renews its statistics by itself."
    )
    if args.json:
        answer_json({**asdict(summary), "analysed": analysed})
    else:
        say(
            f"{summary.residents} residents in {summary.households} households, {summary.cases} cases,"
            f" {sum(summary.rows.values())} rows in {summary.seconds} seconds."
        )


def analyse() -> bool:
    """The owner of the tables renews the planner's statistics; elsewhere the server does so in its own time."""
    import psycopg

    from accanto.core.database.connect import owner_dsn

    try:
        with psycopg.connect(owner_dsn(), autocommit=True) as connection:
            connection.execute("ANALYZE")
    except psycopg.Error:
        return False
    return True


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one resident")
    return number
