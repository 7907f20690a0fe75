from collections.abc import Iterator

import pytest
import time_machine

from tests.casework.projects.situations import reference
from tests.scenarios import NOW


@pytest.fixture
def catalogue(db: None) -> None:
    reference()


@pytest.fixture
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
