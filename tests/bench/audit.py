"""What protection costs: a write with and without its trigger, a page with and without policies and readings, sealing.

Triggers are put to sleep by the owner in a transaction that is rolled back; readings by leaving out the middleware;
policies by a purpose that stands open.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from statistics import median
from time import perf_counter
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from accanto.core.database import context
from accanto.core.database.connect import owner_dsn
from accanto.core.database.context import purpose
from accanto.foundation.audit import chain
from tests.bench.pages import Page, pages
from tests.bench.timing import ROUNDS, times
from tests.database import STANDING_PURPOSE

MIDDLEWARE = "accanto.foundation.audit.readings.RecordReadings"
# Who asks hundreds of times a minute is held back, which is not what is measured here.
HELD_BACK = {"accanto.foundation.limits.middleware.HoldBack"}
PASSES = 3
MANY = 1_000
_NOTES = """INSERT INTO cases_diaryentry (case_id, kind, text, happened_at, written_at, author_id)
SELECT case_id, kind, text, happened_at, written_at, author_id FROM cases_diaryentry ORDER BY id LIMIT %s"""
_MOVE = """UPDATE persons_person SET birth_place = 'Z999'
WHERE id IN (SELECT id FROM persons_person ORDER BY id LIMIT %s)"""


def measure() -> dict[str, Any]:
    begun, sealed = perf_counter(), chain.seal()
    took = perf_counter() - begun
    with purpose("bench"):
        chosen = [page for page in pages() if page.post is None]
    return {
        "writes": [_write(name, text, rows) for name, text, rows in _writes()],
        "pages": [_page(page) for page in chosen],
        "sealed": sealed,
        "sealed_per_second": round(sealed / took) if sealed else 0,
    }


def _writes() -> list[tuple[str, str, int]]:
    return [
        ("One note", _NOTES, 1),
        ("1,000 notes in one statement", _NOTES, MANY),
        ("1,000 persons changed in one statement", _MOVE, MANY),
    ]


def _write(name: str, statement: str, rows: int) -> dict[str, Any]:
    with_it, without = [], []
    for _ in range(PASSES):
        with_it.append(_timed(statement, rows, asleep=False))
        without.append(_timed(statement, rows, asleep=True))
    return {
        "name": name,
        "with_ms": round(min(with_it), 2),
        "without_ms": round(min(without), 2),
        "ratio": round(min(with_it) / min(without), 2),
    }


def _timed(statement: str, rows: int, *, asleep: bool) -> float:
    with _owner() as owner:
        if asleep:
            for table in ("cases_diaryentry", "persons_person"):
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        found = times(lambda: owner.execute(statement, [rows]), rounds=10 if rows > 1 else 40)  # type: ignore[arg-type]
        owner.rollback()
    return found.median


@contextmanager
def _owner() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(owner_dsn(connection.settings_dict["NAME"])) as opened:
        yield opened


def _page(page: Page) -> dict[str, Any]:
    """Request by request in turn, so that the machine's other work weighs on both alike."""
    lean = [name for name in settings.MIDDLEWARE if name not in HELD_BACK]
    kept, left = _client(page, lean), _client(page, [name for name in lean if name != MIDDLEWARE])
    taken: dict[Client, list[float]] = {kept: [], left: []}
    for _ in range(ROUNDS * PASSES):
        for client, times_ in taken.items():
            with _open_house() if client is left else nullcontext():
                begun = perf_counter()
                client.get(page.url)
                times_.append((perf_counter() - begun) * 1000)
    return {
        "name": page.name,
        "with_ms": round(median(taken[kept]), 2),
        "without_ms": round(median(taken[left]), 2),
        "ratio": round(median(taken[kept]) / median(taken[left]), 2),
    }


@contextmanager
def _open_house() -> Iterator[None]:
    """Row-level policies answer at once: a purpose stands open, which only databases of tests know."""
    bound = context._values
    context._values = lambda who: [*bound(who)[:-1], STANDING_PURPOSE]
    try:
        yield
    finally:
        context._values = bound


def _client(page: Page, middleware: list[str]) -> Client:
    """Its handler keeps the middleware of its first request."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(page.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    with override_settings(MIDDLEWARE=middleware):
        answer = client.get(page.url)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.name}: {page.url} answered {answer.status_code}")
    return client
