"""The demonstration zone in a house of its own: loaded once, walked by everybody."""

from collections.abc import Iterator

import pytest

from tests.house import House, open_house
from tests.present import NOW


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("demo")) as house:
        house.move_to(NOW)
        house.accanto("demo")
        yield house
