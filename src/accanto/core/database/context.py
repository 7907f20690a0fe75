"""In whose name the database works: set for one transaction, read by the row-level policies.

`acting` for a person at work (a request, a job, a command); `purpose` for a named piece of the system's own work that
must meet rows nobody has a right to yet (an import recognises people); `zone_report` for figures on the whole zone,
which read pseudonymous columns alone. Purposes are written down by the database, with who was acting.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
_SETTINGS = ("user", "coordinates", "registers", "permissions", "at", "request", "reason", "purpose")
_READ = "SELECT " + ", ".join(f"current_setting('accanto.{name}', TRUE)" for name in _SETTINGS)
_WRITE = "SELECT " + ", ".join(f"set_config('accanto.{name}', %s, TRUE)" for name in _SETTINGS)


@dataclass(frozen=True)
class Acting:
    """Who acts: an account, the offices it coordinates and registers for, its permissions, and the moment."""

    user_id: int | None
    at: datetime
    coordinates: Iterable[int] = ()
    registers: Iterable[int] = ()
    permissions: Iterable[str] = ()
    request: str = ""
    reason: str = ""


def acting_for(user: Any, *, at: datetime, request: str = "", reason: str = "") -> Acting:
    """What the database must know of an account (`accanto.territory.staff`) at work."""
    access = user.access
    return Acting(
        user.pk, at, access.coordinates, access.registers, access.permissions, request=request, reason=reason
    )


@contextmanager
def acting(who: Acting, *, savepoint: bool = True) -> Iterator[None]:
    """One transaction in which the database works for `who`; afterwards it works for whom it did before."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(savepoint=savepoint):
        before = None if outermost else _one(_READ, [])
        _one(_WRITE, _values(who))
        yield
        # An error undoes the settings with the transaction; so does the end of the outermost one.
        if before is not None and not connection.needs_rollback:
            _one(_WRITE, [value or "" for value in before])


@contextmanager
def purpose(name: str) -> Iterator[None]:
    """A named piece of the system's own work: for its duration policies let it meet every row of the zone."""
    with _begun(name, report=False):
        yield


@contextmanager
def zone_report(name: str) -> Iterator[None]:
    """A report on the whole zone: tables are read through the pseudonymous views of the schema `report`."""
    with _begun(name, report=True):
        (path,) = _one("SELECT current_setting('search_path')", [])
        _one("SELECT set_config('search_path', 'report, public', TRUE)", [])
        yield
        if not connection.needs_rollback:
            _one("SELECT set_config('search_path', %s, TRUE)", [path])


def serving(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """An operation that is itself a named piece of the system's work."""

    def decorate(operation: Callable[P, R]) -> Callable[P, R]:
        @wraps(operation)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            with purpose(name):
                return operation(*args, **kwargs)

        return inner

    return decorate


@contextmanager
def _begun(name: str, *, report: bool) -> Iterator[None]:
    # A report only reads: it needs no point to go back to.
    with transaction.atomic(savepoint=not report):
        (before,) = _one("SELECT current_setting('accanto.purpose', TRUE)", [])
        _one("SELECT acc_begin(%s, %s)", [name, report])
        yield
        if not connection.needs_rollback:
            _one("SELECT set_config('accanto.purpose', %s, TRUE)", [before or ""])


def _values(who: Acting) -> list[str]:
    return [
        "" if who.user_id is None else str(who.user_id),
        _array(who.coordinates),
        _array(who.registers),
        _array(who.permissions),
        who.at.isoformat(),
        who.request,
        who.reason,
        "",
    ]


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(sorted(map(str, values))) + "}"


def _one(statement: str, parameters: Sequence[object]) -> tuple[str | None, ...]:
    """Past Django's query log: what a page asks of the database is counted without its envelope."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[str | None, ...] = cursor.fetchone()
        return row
