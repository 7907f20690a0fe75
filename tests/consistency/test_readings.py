"""Every page that shows people says so: whatever names the family on screen or in a file leaves a reading of it."""

import pytest

from tests.consistency.test_url_matrix import expected, morning
from tests.consistency.visits import PLAYERS, READ, TABLE, visits

__all__ = ["morning"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ)
def test_a_page_that_names_the_family_is_written_down(name: str) -> None:
    unwritten = []
    for role in ("social_worker", "coordinator", "partner"):
        if expected(TABLE["urls"][name], role) & {200}:
            found = visits(name)
            unwritten += [
                (role, met.ask.url)
                for met in (*found.read[PLAYERS[role]], *found.files[PLAYERS[role]])
                if met.status in {200, 422} and met.named and not met.read
            ]
    assert unwritten == []
