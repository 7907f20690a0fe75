"""`accanto demo`: the demo zone in an empty instance, and who can log in there."""

import argparse

from accanto.faces.cli.console import Subparsers, complain, say

# COPY writes past row-level security, which only the owner may.
ROLE = "owner"


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("demo", help="Load the demo zone into an empty instance")
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing where people are already registered"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    from accanto.core import clock
    from accanto.faces.demo.loading import is_empty, load_demo, refuse_unless_empty

    if not (args.if_empty and not is_empty()):
        refuse_unless_empty()
        complain("Loading the demo zone: it takes less than a minute.")
        load_demo(clock.now())
    _say_who()


def _say_who() -> None:
    from accanto.faces.demo.reference import read
    from accanto.territory.staff.models import User
    from accanto.territory.staff.roles import ROLES

    known = set(User.objects.values_list("username", flat=True))
    cast = [entry for entry in read("cast") if entry["username"] in known]
    if not cast:
        return
    say("Who can log in, with one click, in demo mode:")
    names = {entry["username"]: f"{entry['first_name']} {entry['last_name']}" for entry in cast}
    width = max(map(len, names.values()))
    for entry in cast:
        say(f"  {names[entry['username']]:<{width}}  {ROLES[entry['role']].label}")
