"""`accanto documents new-key`: a line for the ring, where its administrator keeps it. Needs no instance."""

import argparse

from accanto.faces.cli.console import Subparsers, command_group, say

BARE = True


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "documents", "Stored files and the keys that close them")
    parser = group.add_parser(
        "new-key", help="Write a new key on standard output, for ACCANTO_DOCUMENT_KEYS(_FILE)"
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from accanto.foundation.documents.ringline import key_line

    say(key_line())
    return 0
