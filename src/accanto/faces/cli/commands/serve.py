"""`accanto serve`: the web server and one worker, in the foreground, on this machine only."""

import argparse
import os
import socket
import subprocess
import sys

import psycopg

from accanto.core.database import cluster, roles
from accanto.core.database.connect import web_dsn
from accanto.core.database.servers import DatabaseError
from accanto.faces.cli.console import CommandRefused, Subparsers, complain, say

BARE = True
_HOST = "127.0.0.1"


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="Serve the pages and do the queued jobs, until Ctrl-C")
    parser.add_argument("--port", type=_port, default=8000, metavar="PORT")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from accanto.faces.cli.supervisor import Supervisor

    _check_port(args.port)
    roles.prepare()
    _check_migrations()
    environment = {**os.environ, "ACCANTO_DB_ROLE": "web"}
    commands = {"web": _web(args.port), "worker": _accanto("worker")}
    supervisor = Supervisor(commands, environment, ready=_database_answers, tend=_revive)
    return supervisor.run(when_up=lambda: _announce(args.port))


def _web(port: int) -> list[str]:
    # One process: a zone fits in it, and its threads share one pool of connections.
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application"),
        *("--interface", "wsgi", "--host", _HOST, "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
    ]


def _accanto(*words: str) -> list[str]:
    return [sys.executable, "-m", "accanto.faces.cli", *words]


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise CommandRefused(
                f"Port {port} cannot be used ({error.strerror}). Stop whatever uses it, or choose another: "
                "--port 8001 (with make: PORT=8001)."
            ) from None


def _check_migrations() -> None:
    """In a process of its own: the supervisor stays small, without Django in its memory."""
    done = subprocess.run(  # noqa: S603 - our own command
        _accanto("migrate", "--check", "--verbosity", "0"), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        reason = done.stderr.strip().rsplit("\n", 1)[-1]
        raise CommandRefused(reason or "There are migrations to apply: run «accanto setup» first.")


def _database_answers() -> bool:
    try:
        with psycopg.connect(web_dsn(), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _revive() -> None:
    """A private cluster that was killed is ours to start again."""
    try:
        if cluster.revive():
            complain("accanto: the database had died: started again.")
    except DatabaseError as error:
        complain(f"accanto: {error}")


def _announce(port: int) -> bool:
    with socket.socket() as probe:
        if probe.connect_ex((_HOST, port)) != 0:
            return False
    say(f"Accanto is on http://{_HOST}:{port} (Ctrl-C stops it).")
    return True


def _port(word: str) -> int:
    number = int(word) if word.isdigit() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"«{word}» is not a port: write a number from 1 to 65535")
    return number
