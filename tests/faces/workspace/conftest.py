"""Pages are asked for on the morning of `TODAY`, as one of the cast."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.scenarios import NOW

Enter = Callable[[str], Client]


@pytest.fixture
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def enter(db: None, morning: None) -> Enter:
    """`enter(cast.ANNA)` gives a client of hers."""

    def enter_as(username: str) -> Client:
        client = Client()
        client.force_login(cast.user(username))
        return client

    return enter_as
