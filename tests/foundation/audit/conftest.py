"""Owner's connections to the database of the test: the application may not read what is tested here."""

from collections.abc import Callable, Iterator
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
