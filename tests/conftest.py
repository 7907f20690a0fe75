"""Every test runs on real PostgreSQL as the web role: what the database refuses in use, it refuses here."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import TransactionTestCase
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from accanto.core.database.cluster import locked
from accanto.core.database.place import place
from accanto.core.translations import compile_all
from tests import database
from tests.house import House, open_house
from tests.present import NOW
from tests.spreading import IN_ORDER, Spreading

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_CHROMIUM_ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--disable-sync")

# The same examples every time, however slow the machine: a failure is the change's, not the day's. To go farther:
# pytest --hypothesis-profile wandering
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("wandering", settings.get_profile("house"), derandomize=False, max_examples=2000)
settings.load_profile("house")


def pytest_configure() -> None:
    """Django may have looked for catalogues before there were any: it forgets what it found."""
    with locked(place(), "catalogs"):
        compile_all()
    translation_file_changed(None, Path("django.mo"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chance decides in which order tests come. Where those of a file share a house, with its clock and what was done
    there before, they come as they are written."""
    shared = [index for index, item in enumerate(items) if item.nodeid.startswith(IN_ORDER)]
    written = sorted((items[index] for index in shared), key=lambda item: item.location[1] or 0)
    files: dict[str, list[pytest.Item]] = {}
    for item in written:
        files.setdefault(item.location[0], []).append(item)
    for index in shared:
        items[index] = files[items[index].location[0]].pop(0)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return Spreading(config, log)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium() is None:
        terminalreporter.write_line(
            "CHROMIUM IS MISSING: THE BROWSER TESTS WERE SKIPPED (apt install chromium)."
        )


@pytest.fixture(autouse=True)
def present(request: pytest.FixtureRequest) -> Iterator[None]:
    """It is Monday 23 November 2026, nine in the morning, and time goes on from there.

    Journeys are left alone: their house has a clock of its own, in another process.
    """
    if request.node.get_closest_marker("browser"):
        yield
        return
    # Every test begins at the same moment: what the one before asked for is not counted again.
    from accanto.foundation.limits.middleware import pace

    pace.forget()
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's own: a copy of the template, used as the web role."""
    with (
        django_db_blocker.unblock(),
        database.working_copy(os.environ.get("PYTEST_XDIST_WORKER", "alone")) as name,
    ):
        database.point_django_at(name)
        original = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = lambda _case: _start_over(name)  # type: ignore[method-assign]
        try:
            yield
        finally:
            TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
            database.close_connections()


def _start_over(name: str) -> None:
    """After a test that commits. Django would TRUNCATE: the web role may not, and reference data would go."""
    database.close_connections()
    database.restore(name)


@pytest.fixture(scope="session")
def journey_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running web server and worker; journeys meet its pages, its command line and its clock."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    executable = chromium()
    if executable is None:
        pytest.skip("Chromium is missing")
    from playwright.sync_api import sync_playwright

    arguments = [*_CHROMIUM_ARGUMENTS]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    # Playwright's loop runs in this thread; Django would take every query of a test for one from a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield running
        running.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A fresh page in Italian; an error on its console (a refused script, a missing file) fails the test."""
    context = browser.new_context(locale="it-IT", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
