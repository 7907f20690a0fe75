"""A house for each file of journeys, and desks in it: one browser context for each person."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.house import House, open_house
from tests.journeys.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Seat = Callable[..., Desk]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture
def seat(browser: "Browser", house: House) -> Iterator[Seat]:
    """`seat(cast.ANNA)` sits somebody at a screen of their own. Whatever went wrong on any screen fails the test."""
    taken: list[Desk] = []

    def sit(username: str, **screen: Any) -> Desk:
        desk = Desk.of(browser, house, username, **screen)
        taken.append(desk)
        return desk

    yield sit
    wrong = [f"{desk.username}: {fault}" for desk in taken for fault in desk.faults()]
    for desk in taken:
        desk.context.close()
    assert wrong == []
