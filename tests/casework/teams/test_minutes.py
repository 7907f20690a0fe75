"""What is printed, read back from the PDF data: Italian, and an extract that names no other household."""

from typing import Any

import pytest

from accanto.casework.teams import minutes, operations
from accanto.casework.teams.queries import agenda_of
from tests import cast
from tests.casework.teams.situations import AFTERWARDS, complex_family, decide, held, meeting, on_agenda
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The data of every print, which are printed for real as well."""
    seen: list[dict[str, Any]] = []
    real = minutes.render_pdf

    def render(template: Any, data: Any, **how: Any) -> bytes:
        seen.append(data)
        return real(template, data, **how)

    monkeypatch.setattr(minutes, "render_pdf", render)
    return seen


def test_an_extract_names_its_own_household_and_its_own_guests_alone(printed: list[dict[str, Any]]) -> None:
    first, second = complex_family("Campioni"), complex_family("Riservati", worker=cast.LUCA)
    where = meeting()
    one, two = on_agenda(first, where), on_agenda(second, where)
    operations.call_guest(item=one, user=cast.user(cast.TULLIO), by=first.carla, at=NOW)
    operations.call_guest(item=two, user=cast.user(cast.SARA), by=first.carla, at=NOW)
    for item in (one, two):
        decide(item)
    row = held(where)
    whole, extract, other = printed
    assert [len(whole["items"]), len(extract["items"]), len(other["items"])] == [2, 1, 1]
    assert "Riservati" in str(whole)
    assert "salute mentale" in str(whole)
    for foreign in ("Riservati", "Ipotesi", "Riunione ordinaria", "scuola"):
        assert foreign not in str([extract["items"], extract["notes"], extract["absent"]])
    names = {line[0] for line in extract["present"]["rows"]}
    assert names == {"Carla Esempi", "Bruno Test", "Elena Modello", "Tullio Bozzetti"}
    assert "Sara Ipotesi" not in str(extract)
    assert "salute mentale" not in str(other)
    assert extract["title"] == "Estratto del verbale dell’équipe multidisciplinare"
    assert minutes.minutes_of(row, agenda_of(row), AFTERWARDS)[:5] == b"%PDF-"
