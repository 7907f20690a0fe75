"""`accanto documents …`: are the stored files whole, which keys close them, a new key, files from before encryption."""

import argparse

from accanto.faces.cli.console import (
    REFUSED,
    CommandRefused,
    Subparsers,
    answer_json,
    command_group,
    complain,
    say,
)

# Every file of the instance, whoever may read it: row-level security binds only the other roles.
ROLE = "owner"


def register(subparsers: Subparsers) -> None:
    group = command_group(subparsers, "documents", "Stored files and the keys that close them")
    verify = group.add_parser(
        "verify", help="Read every stored file to its end and compare it with its fingerprint"
    )
    verify.add_argument("--json", action="store_true", help="findings as JSON")
    verify.set_defaults(run=run_verify)
    keys = group.add_parser("keys", help="Which keys there are, and how many files each closes")
    keys.set_defaults(run=run_keys)
    rotate = group.add_parser("rotate-key", help="Make a new key and close every file's own key with it")
    rotate.set_defaults(run=run_rotate)
    rewrap = group.add_parser("rewrap", help="Close every file's own key with the last key of the ring")
    rewrap.set_defaults(run=run_rewrap)
    encrypt = group.add_parser("encrypt", help="Encrypt the files stored before files were encrypted")
    encrypt.set_defaults(run=run_encrypt)


def run_verify(args: argparse.Namespace) -> int:
    from accanto.foundation.documents.checking import check_documents

    found = check_documents()
    wrong = [{"document": str(pk), "fault": fault} for pk, fault in found.wrong]
    if args.json:
        answer_json({"total": found.total, "read": found.read, "plain": found.plain, "wrong": wrong})
    else:
        say(
            f"{found.read} files read; not as they should be: {len(wrong)}; not encrypted yet: {found.plain}."
        )
        for each in wrong:
            complain(f"{each['document']}: {each['fault']}")
    return REFUSED if wrong else 0


def run_keys(_args: argparse.Namespace) -> int:
    from accanto.foundation.documents.checking import keys_in_use
    from accanto.foundation.documents.keyring import keyring

    ring = keyring()
    for name, number in keys_in_use():
        where = "missing" if name not in ring.keys else ("in use" if name == ring.current else "kept")
        say(f"{name}  {where:<8} files: {number}")
    return 0


def run_rotate(args: argparse.Namespace) -> int:
    from accanto.foundation.documents.keyring import add_key

    say(
        f"New key: {add_key()}. The old ones stay, so that old backups open; keep a copy of the ring apart from them."
    )
    return run_rewrap(args)


def run_rewrap(_args: argparse.Namespace) -> int:
    from accanto.foundation.documents.errors import DocumentDamaged
    from accanto.foundation.documents.operations import rewrap

    try:
        done = rewrap(step=lambda number: complain(f"{number} files…"))
    except DocumentDamaged as fault:
        raise CommandRefused(
            f"{fault} What was done before stays done; «accanto documents verify» says more."
        ) from fault
    say(f"Files whose key was closed again: {done}.")
    return 0


def run_encrypt(_args: argparse.Namespace) -> int:
    from accanto.foundation.documents.errors import DocumentDamaged
    from accanto.foundation.documents.operations import encrypt_plain

    try:
        done = encrypt_plain()
    except DocumentDamaged as fault:
        raise CommandRefused(
            f"{fault} The files before it are encrypted; mend this one and try again."
        ) from fault
    say(f"Files encrypted: {done}.")
    return 0
