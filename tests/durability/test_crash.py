"""Killed in the middle of two hundred people writing: nothing said to be taken is lost, and nothing is done by half."""

from collections.abc import Iterator

import psycopg
import pytest

from tests import cast
from tests.durability.house import (
    dsn,
    kill,
    own_cluster,
    processes_of,
    run,
    running,
    server_of,
    wait_until,
)
from tests.durability.visitor import Crowd, Visitor
from tests.house import House

pytestmark = pytest.mark.slow

WRITERS = 200
_FAMILIES = """
from tests import scenarios
for number in range(10):
    print(scenarios.family_in_charge().case.pk)
"""
# A member is written in several tables at once: who they are, that they belong, who may see them, that it happened.
_HALVES = """
    SELECT p.first_name,
           (SELECT count(*) FROM households_member m WHERE m.person_id = p.id),
           (SELECT count(*) FROM audit_event e WHERE e.subject = p.id::text AND e.verb = 'cases.household.joined'),
           (SELECT count(*) > 0 FROM persons_accessgrant g WHERE g.person_id = p.id)
    FROM persons_person p WHERE p.last_name = %s"""


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    with own_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def cases(surroundings: dict[str, str]) -> list[str]:
    return run(surroundings, _FAMILIES).split()


@pytest.fixture(scope="module")
def house(surroundings: dict[str, str], cases: list[str]) -> Iterator[House]:
    with running(surroundings) as opened:
        yield opened


def test_killing_the_web_processes_loses_nothing_and_halves_nothing(house: House, cases: list[str]) -> None:
    with _crowd(house, cases, "Finti") as crowd:
        _taken(crowd, 20)
        web = processes_of(house, "granian")
        assert web
        kill(web)
        _taken(crowd, len(crowd.taken) + 20)
    _assert_whole(house, crowd, "Finti")
    assert "the web process died" in house.diary.read_text()
    assert not set(web) & set(processes_of(house, "granian"))


def test_killing_the_database_loses_nothing_and_halves_nothing(house: House, cases: list[str]) -> None:
    with _crowd(house, cases, "Immaginari") as crowd:
        _taken(crowd, 20)
        _spot, pid = server_of(house.surroundings)
        kill([pid])
        _taken(crowd, len(crowd.taken) + 20)
    _assert_whole(house, crowd, "Immaginari")
    assert "the database had died: started again" in house.diary.read_text()
    assert crowd.answers.get(500, 0) == 0
    assert len(processes_of(house, "faces.cli", "worker")) == 1


def _crowd(house: House, cases: list[str], surname: str) -> Crowd:
    return Crowd(Visitor.enter(house, cast.ANNA), cases, writers=WRITERS, surname=surname)


def _taken(crowd: Crowd, enough: int) -> None:
    wait_until(
        lambda: len(crowd.taken) >= enough, otherwise=lambda: f"{len(crowd.taken)} taken, {crowd.answers}"
    )


def _assert_whole(house: House, crowd: Crowd, surname: str) -> None:
    """Everything taken is there once, and so is everything that was taken without our hearing of it."""
    with psycopg.connect(dsn(house.surroundings)) as owner:
        rows = owner.execute(_HALVES, [surname]).fetchall()
    written = {name for name, *_rest in rows}
    assert len(written) == len(rows)
    assert {name for _case, name in crowd.taken} - written == set()
    assert {tuple(rest) for _name, *rest in rows} == {(1, 1, True)}
