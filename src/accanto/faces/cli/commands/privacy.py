"""`accanto privacy …`: the drafts that the privacy officer completes, from the command line."""

import argparse
from datetime import datetime
from pathlib import Path

from accanto.faces.cli.console import CommandRefused, Subparsers, answer_json, command_group, say


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "privacy", "Processing register and impact assessment")
    parser = group.add_parser("register", help="What is kept of people, why, for how long, who receives it")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--json", action="store_true", help="the answer as JSON")
    chosen.add_argument("--pdf", metavar="FILE", type=Path, help="write the draft to a file")
    parser.set_defaults(run=run_register)
    parser = group.add_parser("dpia", help="Draft of the impact assessment (GDPR art. 35)")
    parser.add_argument("--pdf", metavar="FILE", type=Path, required=True)
    parser.set_defaults(run=run_dpia)
    parser = group.add_parser(
        "repeat-erasures", help="Erase again whoever was erased after a moment (as the owner)"
    )
    parser.add_argument("--since", metavar="MOMENT", required=True, help="ISO 8601, with its zone")
    parser.set_defaults(run=run_repeat)


def run_register(args: argparse.Namespace) -> None:
    from accanto.core import clock
    from accanto.steering.privacy import drafts
    from accanto.steering.privacy.register import register_on
    from accanto.steering.privacy.words import term_in_words

    found = register_on(clock.today())
    if args.pdf:
        _write(args.pdf, drafts.register_pdf(found, clock.now()))
        return
    if args.json:
        answer_json(drafts.as_json(found))
        return
    for activity in found.activities:
        say(activity.title)
        for kept in activity.kept:
            say(f"  {kept.label:<32} {kept.category:<9} {term_in_words(kept.retention)}")
    for label in found.undeclared:
        say(f"NOT DECLARED: {label}")


def run_dpia(args: argparse.Namespace) -> None:
    from accanto.core import clock
    from accanto.steering.privacy import drafts
    from accanto.steering.privacy.register import register_on

    _write(args.pdf, drafts.dpia_pdf(register_on(clock.today()), clock.now()))


def run_repeat(args: argparse.Namespace) -> None:
    """What `restore` does by itself after putting an older backup back."""
    from accanto.core import clock
    from accanto.steering.privacy.erasing import ledger
    from accanto.steering.privacy.operations import repeat_erasure

    repeated = list(ledger.since(datetime.fromisoformat(args.since)))
    for carried in repeated:
        repeat_erasure(carried=carried, at=clock.now())
    say(f"Erasures repeated: {len(repeated)}.")


def _write(file: Path, content: bytes) -> None:
    if not file.parent.is_dir():
        raise CommandRefused(f"{file.parent}: no such folder")
    file.write_bytes(content)
    say(f"{file}: a draft, {len(content)} bytes. Read it, complete it, sign it.")
