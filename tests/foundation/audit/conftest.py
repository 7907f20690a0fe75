"""Owner's connections to the database of the test: the application may not read what is tested here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from accanto.core.database.connect import owner_dsn

Owner = psycopg.Connection[Any]


@pytest.fixture
def owner(transactional_db: None) -> Iterator[Owner]:
    with psycopg.connect(owner_dsn(connection.settings_dict["NAME"]), autocommit=True) as opened:
        yield opened


@contextmanager
def as_owner(owner: Owner) -> Iterator[None]:
    """Django's own connection is the owner's, as in `accanto setup` and `accanto simulate`."""
    before = {**connection.settings_dict}
    connection.close()
    connection.settings_dict.update(
        USER=owner.info.get_parameters()["user"], PASSWORD=owner.info.password or ""
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture
def tamper(owner: Owner) -> Callable[..., None]:
    """What somebody with the owner's password can do: triggers off, one statement, triggers on."""

    def run(statement: str, *values: Any) -> None:
        with owner.transaction():
            for table in ("audit_change", "audit_reading", "audit_link"):
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            owner.execute(statement, values)
            for table in ("audit_change", "audit_reading", "audit_link"):
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run
