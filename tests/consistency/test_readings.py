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


@pytest.mark.django_db
def test_whoever_looks_sees_a_name_a_reading_and_a_hidden_home() -> None:
    """Rules that find nothing wrong say something only if the visits would have met it."""
    found = visits("case_household")
    (page,) = found.read[PLAYERS["coordinator"]]
    assert (page.status, page.named, page.read) == (200, True, True)
    assert b"Via Quarzite" in page.markers
    (barred,) = found.barred
    assert (barred.status, barred.named, barred.read, barred.markers) == (404, False, False, frozenset())
