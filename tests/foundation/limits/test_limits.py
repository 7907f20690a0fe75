"""Who asks too often waits, and is told how long; who asks as people do never notices."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accanto.foundation.limits.middleware import pace
from accanto.foundation.limits.models import Allowance
from accanto.foundation.limits.operations import forget, spend
from accanto.foundation.limits.pace import MOST, Pace
from accanto.foundation.limits.rules import Limit
from tests import cast
from tests.consistency.urls import named_addresses, program_addresses
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db
THREE = Limit("prova", times=3, seconds=60, address=2)


@pytest.fixture(autouse=True)
def in_force(settings: Any) -> Iterator[None]:
    settings.LIMITS_TIMES = 1
    pace.forget()
    yield
    pace.forget()


def enter(username: str = cast.ANNA, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(cast.user(username))
    return client


def test_some_at_once_and_then_one_at_a_time() -> None:
    assert [spend(limit=THREE, who={"u1": 1}, at=NOW) for _ in range(5)] == [0, 0, 0, 20, 20]
    later = NOW + timedelta(seconds=20)
    assert [spend(limit=THREE, who={"u1": 1}, at=later) for _ in range(2)] == [0, 20]
    rested = NOW + timedelta(seconds=200)
    assert [spend(limit=THREE, who={"u1": 1}, at=rested) for _ in range(4)] == [0, 0, 0, 20]


def test_one_s_limit_is_not_another_s_and_one_limit_is_not_the_other() -> None:
    for _ in range(3):
        spend(limit=THREE, who={"u1": 1}, at=NOW)
    assert spend(limit=THREE, who={"u2": 1}, at=NOW) == 0
    assert spend(limit=Limit("altro", 3, 60, 2), who={"u1": 1}, at=NOW) == 0


def test_an_address_has_its_share_whoever_asks_from_it() -> None:
    told = [spend(limit=THREE, who={f"u{n}": 1, "a1": THREE.address}, at=NOW) for n in range(8)]
    assert told == [0, 0, 0, 0, 0, 0, 10, 10]


def test_one_request_is_one_statement() -> None:
    with connection.execute_wrapper(_counting(seen := [])):
        spend(limit=THREE, who={"u1": 1, "a1": 2}, at=NOW)
    assert len(seen) == 1


def _counting(seen: list[str]) -> Any:
    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    return count


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_let_through_exactly_as_many_as_one() -> None:
    limit = Limit("insieme", times=10, seconds=600, address=2)

    def ask(_number: int) -> bool:
        try:
            return spend(limit=limit, who={"u1": 1, "a1": 2}, at=NOW) == 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(ask, range(30))) == 10


def test_what_was_given_back_long_ago_is_forgotten() -> None:
    spend(limit=THREE, who={"u1": 1}, at=NOW - timedelta(days=2))
    spend(limit=THREE, who={"u2": 1}, at=NOW)
    assert forget(at=NOW) == 1
    assert [row.who for row in Allowance.objects.all()] == ["u2"]


def test_the_table_costs_no_log_of_the_database_and_names_no_address() -> None:
    enter(REMOTE_ADDR="203.0.113.7").get(reverse("search"), {"q": "campioni"})
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'limits_allowance'")
        assert cursor.fetchone() == ("u",)
    assert not Allowance.objects.filter(who__contains="203").exists()
    assert Allowance.objects.filter(kind="search").count() == 2


def test_who_searches_without_end_is_held_back_with_a_page_that_says_how_long() -> None:
    client = enter()
    with time_machine.travel(NOW, tick=False):
        answers = [client.get(reverse("search"), {"q": "campioni"}) for _ in range(92)]
    assert [answer.status_code for answer in answers] == [200] * 90 + [429] * 2
    text = answers[-1].content.decode()
    assert "Hai fatto molte ricerche in poco tempo. Riprova tra 1 secondo." in text
    assert (answers[-1]["Retry-After"], answers[-1]["Cache-Control"]) == ("1", "no-store")
    assert enter(cast.CARLA).get(reverse("search"), {"q": "campioni"}).status_code == 200


def test_files_are_counted_wherever_they_are_taken() -> None:
    client = enter(cast.CARLA)
    with time_machine.travel(NOW, tick=False):
        answers = [
            client.get(reverse(name), {"formato": "csv"})
            for name in ("cases", "deadlines")
            for _ in range(11)
        ]
    for answer in answers:
        answer.getvalue()
    assert [answer.status_code == 429 for answer in answers] == [False] * 20 + [True] * 2
    assert "Hai scaricato molti file in poco tempo. Riprova tra 30 secondi." in answers[-1].content.decode()
    assert client.get(reverse("cases")).status_code == 200


def test_an_ordinary_page_spends_nothing_in_the_database() -> None:
    enter().get(reverse("home"))
    assert not Allowance.objects.exists()


def test_everything_together_is_held_back_too_also_before_the_log_in(settings: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        client = enter()
        told = [client.get("/conto/nulla/").status_code for _ in range(602)]
        assert told[-2:] == [429, 429]
        assert told.count(429) == 2
        stranger = [Client(REMOTE_ADDR="203.0.113.9").get("/conto/nulla/").status_code for _ in range(3)]
        assert 429 not in stranger


def test_the_memory_of_a_process_does_not_grow_without_end() -> None:
    here = Pace()
    for number in range(MOST + 50):
        here.spend(str(number), step=1, window=10, now=0.0)
    assert len(here._full_at) == MOST


def test_a_clock_that_is_put_back_holds_nobody() -> None:
    here = Pace()
    for _ in range(5):
        here.spend("one", step=1, window=10, now=50_000.0)
    assert here.spend("one", step=1, window=10, now=100.0) == 0


def test_every_address_that_the_data_name_exists() -> None:
    from accanto.core.dated_rules import rules_of

    named = set(named_addresses()) | program_addresses()
    rules = rules_of("limits.limits").rules
    assert [url for rule in rules for url in rule.get("urls", ()) if url not in named] == []
