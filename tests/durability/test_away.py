"""The database goes away for a while: people are told kindly, nothing typed is lost, and work goes on by itself."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests import cast
from tests.database import ROOT
from tests.durability.house import dsn, own_cluster, processes_of, run, running, wait_until
from tests.durability.visitor import Visitor
from tests.house import House
from tests.journeys.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.browser]

_ONE_FAMILY = "from tests import scenarios; print(scenarios.family_in_charge().case.pk)"
_NOTE = "Lucia racconta del nuovo lavoro: comincia lunedì."


@pytest.fixture(scope="module")
def surroundings() -> Iterator[dict[str, str]]:
    with own_cluster() as made:
        yield made


@pytest.fixture(scope="module")
def case(surroundings: dict[str, str]) -> str:
    return run(surroundings, _ONE_FAMILY).strip()


@pytest.fixture(scope="module")
def house(surroundings: dict[str, str], case: str) -> Iterator[House]:
    with running(surroundings) as opened:
        yield opened


Sit = Callable[[], Desk]


@pytest.fixture
def sit(browser: "Browser", house: House) -> Iterator[Sit]:
    """Anna at her screen. Meeting a database that is away is foreseen; any other fault fails the test."""
    desks: list[Desk] = []

    def take() -> Desk:
        desks.append(Desk.of(browser, house, cast.ANNA))
        desks[-1].foreseen.add(503)
        return desks[-1]

    yield take
    faults = [fault for desk in desks for fault in desk.faults()]
    for desk in desks:
        desk.context.close()
    assert faults == []


def test_a_page_says_so_kindly_and_opens_by_itself_when_the_database_is_back(
    house: House, case: str, sit: Sit
) -> None:
    desk = sit()
    with _database_away(house):
        assert desk.open(f"/casi/{case}/") == 503
        assert "Un momento, per favore" in desk.page.inner_text("h1")
        assert "Non dipende da te" in desk.page.inner_text("main")
        # The page is dressed: its style sheets came without the database.
        assert desk.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
            '"Titillium'
        )
    desk.page.wait_for_selector("text=Campioni", timeout=20_000)


def test_the_draft_waits_in_the_browser_and_is_saved_when_the_database_is_back(
    house: House, case: str, sit: Sit
) -> None:
    desk = sit()
    desk.open(f"/casi/{case}/")
    with _database_away(house):
        desk.page.fill("textarea[name=text]", _NOTE)
        desk.page.wait_for_selector("text=il testo resta in questa scheda", timeout=20_000)
        kept = desk.page.evaluate("Object.values(sessionStorage).join()")
        assert "nuovo lavoro" in kept
    desk.page.wait_for_selector("[data-saved][data-state=saved]", timeout=20_000)
    with psycopg.connect(dsn(house.surroundings)) as owner:
        drafts = owner.execute("SELECT data->>'text' FROM jobs_draft").fetchall()
    assert drafts == [(_NOTE,)]


def test_a_note_registered_while_the_database_is_away_goes_through_once(
    house: House, case: str, sit: Sit
) -> None:
    desk = sit()
    desk.open(f"/casi/{case}/")
    desk.page.fill("textarea[name=text]", f"{_NOTE} E anche altro.")
    with _database_away(house):
        desk.page.click("button[data-primary]")
        desk.page.wait_for_selector("text=Quello che hai scritto è al sicuro", timeout=20_000)
    desk.page.wait_for_selector("text=Registrato nel diario", timeout=20_000)
    assert desk.page.input_value("textarea[name=text]") == ""
    with psycopg.connect(dsn(house.surroundings)) as owner:
        count = owner.execute(
            "SELECT count(*) FROM cases_diaryentry WHERE text LIKE '%%E anche altro.'"
        ).fetchone()
    assert count == (1,)


def test_machines_are_told_by_status_and_static_files_are_served(house: House) -> None:
    assert _status(f"{house.url}/health") == (200, {"database": "ok"})
    visitor = Visitor.enter(house, cast.ANNA)
    with _database_away(house):
        statuses = {visitor.ask("GET", "/")[0] for _each in range(12)}
        assert statuses == {503}
        assert _status(f"{house.url}/health") == (503, {"database": "away"})
        assert visitor.ask("GET", "/static/accanto/accanto.css")[0] == 200
    wait_until(lambda: visitor.ask("GET", "/")[0] == 200, within=10)
    assert _status(f"{house.url}/health") == (200, {"database": "ok"})
    said = house.diary.read_text()
    assert "Traceback" not in said, said


def test_the_worker_waits_and_then_goes_on(house: House) -> None:
    (worker,) = processes_of(house, "faces.cli", "worker")
    with _database_away(house):
        wait_until(lambda: "the worker waits for it" in house.diary.read_text())
    wait_until(lambda: "the worker goes on" in house.diary.read_text())
    assert processes_of(house, "faces.cli", "worker") == [worker]


@contextmanager
def _database_away(house: House) -> Iterator[None]:
    """Stopped by hand, as for an update: nobody starts it until it is started by hand."""
    _accanto(house, "stop-database")
    try:
        yield
    finally:
        _accanto(house, "shell", "-c", "pass")  # any command that finds it stopped starts it


def _accanto(house: House, *words: str) -> None:
    command = [sys.executable, "-m", "accanto.faces.cli", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=house.surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _status(url: str) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)
