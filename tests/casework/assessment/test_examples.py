"""Section B says what to write and shows an invented answer, in a version of its own."""

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.assessment.instruments import load_instrument
from accanto.casework.assessment.instruments.files import FOLDER
from accanto.casework.assessment.models import InstrumentVersion
from accanto.casework.assessment.operations import close_assessment, open_assessment
from accanto.core import clock
from tests.casework.assessment.conftest import COMPLEX, decide_all, fill
from tests.scenarios import NOW, TODAY

FORMER, LATEST = (load_instrument(FOLDER / "section_b" / f"v{n}.yaml") for n in (1, 2))
# What the file of the first version was when it was published.
PUBLISHED = "99a0eeba15e28c15089998e30a6c640591cd6b599be730b449ef5bfd4dc18b54"


def test_the_former_version_is_what_was_published() -> None:
    assert FORMER.sha256 == PUBLISHED


def test_every_question_says_what_to_write_and_shows_a_short_example_in_both_languages() -> None:
    lacking = [code for code, item in LATEST.items.items() if not (item.hint and item.example)]
    assert lacking == []
    long = [
        c for c, i in LATEST.items.items() if i.example and max(len(i.example.it), len(i.example.en)) > 90
    ]
    assert long == []


def test_the_questions_and_who_reads_them_are_those_of_the_former_version() -> None:
    def bones(instrument):
        return [
            (s.code, s.audience, s.filled_by, [(i.code, i.type, i.required, i.label) for i in s.items])
            for s in instrument.sections
        ]

    assert bones(LATEST) == bones(FORMER)


@pytest.fixture
def framework(analysis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    fill(analysis, COMPLEX)
    decide_all(analysis)
    close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    analysis.framework = open_assessment(pathway=analysis.pathway, kind="section_b", by=analysis.anna, at=NOW)
    return analysis


def drawn(analysis, client: Client) -> str:
    client.force_login(analysis.anna)
    address = reverse("assessment_section", args=[analysis.framework.pk, "housing"])
    return client.get(address).content.decode()


def test_the_page_shows_it_beside_the_question(framework, client: Client) -> None:
    page = drawn(framework, client)
    assert "Per esempio: In quattro in due stanze; la caldaia è rotta da un mese." in page
    assert page.count("Per esempio:") == 5
    assert 'aria-describedby="r-housing_difficulties-hint"' in page


def test_one_begun_with_the_former_version_stays_as_it_was(framework, client: Client) -> None:
    framework.framework.instrument = InstrumentVersion.objects.get(code="section_b", version=1)
    framework.framework.save()
    assert "Per esempio:" not in drawn(framework, client)
