"""`accanto setup`: from fresh code to an instance that can serve. Quick when nothing changed."""

import argparse
import os

from accanto.core.database import policies, roles
from accanto.faces.cli.console import Subparsers, complain, say

BARE = True


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("setup", help="Prepare the database, translations and static files")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    from accanto.core.translations import compile_all
    from accanto.faces.cli.start import start_django

    os.environ["ACCANTO_DB_ROLE"] = "owner"
    roles.prepare()
    compile_all()
    start_django()
    _migrate()
    _encrypt_documents()
    from accanto.faces.cli.assets import collect_if_changed

    if collect_if_changed():
        say("Static files collected.")
    say("Accanto is ready.")
    return 0


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection

    from accanto.faces.cli.state import pending_migrations

    pending = pending_migrations()
    if pending:
        say(f"Migrations to apply: {len(pending)}.")
        policies.remove(connection)
        call_command("migrate", interactive=False, verbosity=0)
    roles.grant_web_role(connection)
    policies.install(connection)


def _encrypt_documents() -> None:
    """The ring gets its first key where the instance keeps its own; files from before encryption are closed."""
    from accanto.foundation.documents.errors import DocumentDamaged
    from accanto.foundation.documents.keyring import keyring
    from accanto.foundation.documents.operations import encrypt_plain

    keyring()
    try:
        done = encrypt_plain()
    except DocumentDamaged as fault:
        complain(f"{fault} See «accanto documents verify».")
    else:
        if done:
            say(f"Stored files encrypted: {done}.")
