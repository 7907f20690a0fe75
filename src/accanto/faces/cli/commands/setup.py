"""`accanto setup`: from fresh code to an instance that can serve. Quick when nothing changed."""

import argparse
import os

from accanto.core.database import policies, roles
from accanto.faces.cli.console import Subparsers, say

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
