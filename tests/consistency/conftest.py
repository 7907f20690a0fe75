"""What the tests of this folder store goes to a folder of their own; their stages are cleared at the end."""

from collections.abc import Iterator

import pytest

from tests.access.outcomes.conftest import _own_files
from tests.consistency import stage

__all__ = ["_own_files"]


@pytest.fixture(scope="session", autouse=True)
def _stages() -> Iterator[None]:
    yield
    stage.clear()
