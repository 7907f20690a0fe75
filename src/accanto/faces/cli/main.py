"""Where `accanto …` starts: our own commands first, everything else goes to Django."""

import argparse
import importlib
import os
import pkgutil
import sys
from types import ModuleType

from accanto.core.database import policies, roles
from accanto.core.database.servers import DatabaseError
from accanto.core.env import REPOSITORY, SettingError
from accanto.core.errors import OperationRefused
from accanto.faces.cli import commands
from accanto.faces.cli.console import MISUSED, REFUSED, CommandRefused, complain
from accanto.faces.cli.start import start_django

# These change the schema, so they run as its owner.
_OWNERS = frozenset(
    {"flush", "makemigrations", "migrate", "optimizemigration", "pgtrigger", "squashmigrations"}
)
_WITHOUT_DATABASE = frozenset(
    {
        "--help",
        "--version",
        "-h",
        "collectstatic",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "version",
    }
)


def main() -> None:
    """The console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    if str(REPOSITORY) not in sys.path:
        sys.path.insert(0, str(REPOSITORY))
    sys.exit(dispatch(sys.argv[1:]))


def dispatch(argv: list[str]) -> int:
    """Run one command line and say its exit status; refusals become a sentence on standard error."""
    parser = build_parser()
    if not argv or argv in (["--help"], ["-h"]):
        parser.print_help()
        return 0 if argv else MISUSED
    try:
        if argv[0] in own_names(parser):
            return _own(parser.parse_args(argv))
        return _django(argv)
    except (CommandRefused, DatabaseError, OperationRefused, SettingError) as refusal:
        complain(f"accanto: {refusal}")
        for line in getattr(refusal, "missing", ()):
            complain(f"  - {line}")
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read us has seen enough (`accanto … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="accanto",
        description="Accanto: the information system of a social-services zone.",
        epilog="Every Django command works too: «accanto help» lists them.",
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in _modules():
        module.register(subparsers)
    return parser


def own_names(parser: argparse.ArgumentParser) -> frozenset[str]:
    """The first words that are ours and not Django's."""
    for action in parser._actions:  # noqa: SLF001 - argparse offers no public way to list subcommands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            return frozenset(action.choices)
    return frozenset()


def _modules() -> list[ModuleType]:
    names = sorted(each.name for each in pkgutil.iter_modules(commands.__path__))
    return [importlib.import_module(f"{commands.__name__}.{name}") for name in names]


def _own(args: argparse.Namespace) -> int:
    module = sys.modules[args.run.__module__]
    if not getattr(module, "BARE", False):
        os.environ.setdefault("ACCANTO_DB_ROLE", getattr(module, "ROLE", "web"))
        roles.prepare()
        start_django()
    return int(args.run(args) or 0)


def _django(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line

    name = argv[0]
    if name in _OWNERS:
        os.environ.setdefault("ACCANTO_DB_ROLE", "owner")
    if name not in _WITHOUT_DATABASE:
        roles.prepare()
    if name == "migrate":
        _open_for_migrations()
    execute_from_command_line(["accanto", *argv])
    if name == "migrate" and os.environ.get("ACCANTO_DB_ROLE") == "owner":
        from django.db import connection

        roles.grant_web_role(connection)
        policies.install(connection)
    return 0


def _open_for_migrations() -> None:
    """Policies and views hold on to the columns that they read: they come back after the migrations."""
    from django.db import connection

    start_django()
    from accanto.faces.cli.state import pending_migrations

    pending_migrations()  # refuses a database that is too old, before anything is taken away
    policies.remove(connection)
