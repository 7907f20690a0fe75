"""What a command says and how it refuses.

Standard output carries the answer, standard error everything else. With `--json` the answer is JSON and
nothing more. Exit status: 0 done, 1 refused, 2 misused.
"""

import argparse
import json
import sys
from typing import Any, TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse names it no other way

REFUSED = 1
MISUSED = 2


class CommandRefused(Exception):
    """The command will not do it; the message says why and what to do."""


def say(line: str = "") -> None:
    """One line of the answer."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """One line for the person, apart from the answer."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def answer_json(value: Any) -> None:
    """The whole answer of a command called with `--json`; dates and amounts are written as text."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def command_group(subparsers: Subparsers, name: str, summary: str) -> Subparsers:
    """The commands under a shared first word (`import …`, `report …`), whichever module asks first."""
    existing = subparsers.choices.get(name)
    if existing is not None:
        found = existing.get_default("group")
        if isinstance(found, argparse._SubParsersAction):  # noqa: SLF001 - argparse names no public type
            return found
    parser = subparsers.add_parser(name, help=summary, description=summary)
    group = parser.add_subparsers(metavar="COMMAND", required=True)
    parser.set_defaults(group=group)
    return group
