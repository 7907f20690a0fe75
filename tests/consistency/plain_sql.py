"""Asking the database in plain SQL, past every page and every queryset."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from accanto.core.database.context import acting, acting_for
from tests import cast
from tests.consistency.situation import Things
from tests.scenarios import NOW


@contextmanager
def nobody() -> Iterator[None]:
    """A connection of the web role that nobody gave a context."""
    with transaction.atomic():
        sid = transaction.savepoint()
        ask("SELECT set_config('accanto.purpose', '', TRUE)")
        yield
        transaction.savepoint_rollback(sid)


@contextmanager
def as_somebody(username: str) -> Iterator[None]:
    user = cast.user(username)
    with acting(acting_for(user, at=NOW)):
        yield


def ask(statement: str, *parameters: Any) -> list[Any]:
    """Parameters in their order, or one mapping of names."""
    given = parameters[0] if parameters and isinstance(parameters[0], dict) else parameters
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def everything() -> None:
    """One of each thing that the pages can show."""
    things = Things()
    for name, found in vars(Things).items():
        if isinstance(found, cached_property):
            getattr(things, name)
    for name in ("application", "document"):
        things.of(name)
