"""The family of `Things` arranged once for a process, in a database of its own, where every address is asked of it.

Whatever happens on the stage is undone when its `played()` ends.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http.cookie import SimpleCookie
from django.test import Client

from tests import cast, database
from tests.consistency.situation import Things

_opened = ExitStack()


@dataclass(frozen=True)
class Stage:
    connection: BaseDatabaseWrapper
    things: Things
    cookies: dict[str, str]

    @contextmanager
    def played(self) -> Iterator[Things]:
        """Django's connection is the stage's; the things are this play's own."""
        with _through(self.connection), transaction.atomic():
            yield deepcopy(self.things)
            transaction.set_rollback(True)

    def client(self, username: str) -> Client:
        client = Client(raise_request_exception=True)
        client.cookies = SimpleCookie(self.cookies[username])
        return client


@cache
def family() -> Stage:
    """In charge, and the whole cast is logged in."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = _opened.enter_context(database.working_copy(f"stage_{worker}"))
    connection, things = _connection(name), Things()
    with _through(connection):
        assert things.situation
        cookies = {username: _log_in(username) for username in cast.EVERYBODY}
    return Stage(connection, things, cookies)


def clear() -> None:
    """Close the stage and drop its database."""
    if family.cache_info().currsize:
        family().connection.close()
    family.cache_clear()
    _opened.close()


def _connection(name: str) -> BaseDatabaseWrapper:
    usual = connections["default"]
    assert isinstance(usual, BaseDatabaseWrapper)
    return type(usual)({**usual.settings_dict, "NAME": name}, alias="default")


@contextmanager
def _through(connection: BaseDatabaseWrapper) -> Iterator[None]:
    usual = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = usual


def _log_in(username: str) -> str:
    client = Client()
    client.force_login(cast.user(username))
    return client.cookies.output(header="")
