"""Relatives outside the household are third persons: a student reads them by what they are, wherever they are named."""

import pytest
from django.urls import reverse

from accanto.casework.cases.operations import write_diary
from accanto.casework.record.operations import add_relative, take_relative_away
from tests.casework.training.conftest import Learning, client_of
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db
NAME = "Ermenegilda Sgarabotto"


@pytest.fixture
def told(learning: Learning) -> Learning:
    """A grandmother on the genogram, named in the diary too."""
    case = learning.situation.case
    add_relative(case=case, name=NAME, sex="f", by=learning.anna, at=NOW)
    write_diary(
        case=case, kind="interview", text=f"La nonna, {NAME}, tiene Marta il pomeriggio.", by=learning.anna,
        at=NOW, happened_at=NOW,
    )  # fmt: skip
    return learning


def pages(told: Learning, reader: object) -> str:
    client = client_of(reader)  # type: ignore[arg-type]
    case = told.situation.case.pk
    found = [client.get(reverse(name, args=[case])) for name in ("case", "record_family")]
    return " ".join(page.content.decode() for page in found if page.status_code == 200)


def test_the_tutor_reads_the_name_and_the_student_does_not(told: Learning) -> None:
    assert NAME in pages(told, told.anna)
    read = pages(told, told.zeno)
    assert "tiene Marta" not in read  # Marta has an invented name as well
    assert "il pomeriggio" in read
    for word in NAME.split():
        assert word not in read


def test_also_one_who_was_taken_away_stays_unnamed(told: Learning) -> None:
    relative = told.situation.case.relatives.get()
    take_relative_away(relative=relative, by=told.anna, at=NOW)
    assert NAME in pages(told, told.anna)  # in the diary
    assert NAME not in pages(told, told.zeno)
