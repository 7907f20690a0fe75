"""Two people, two connections, one answer."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accanto.casework.assessment.models import Answer, AnswerRevision, Assessment
from accanto.casework.assessment.operations import (
    AnswerConflict,
    close_assessment,
    open_assessment,
    publish_instruments,
    save_answer,
)
from accanto.core.errors import OperationRefused
from tests import scenarios
from tests.casework.assessment.conftest import COMPLEX, begun, decide_all, fill
from tests.scenarios import NOW


def together(*acts: Callable[[], object]) -> list[object]:
    """Run in threads that start at once; what each gave or raised, in order."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            results[place] = act()
        except OperationRefused as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("expected", [0, 1])
def test_of_two_at_once_one_is_saved_and_the_other_gets_both_texts(expected: int) -> None:
    publish_instruments(at=NOW)
    analysis = begun()

    def saying(user, value):
        return lambda: save_answer(
            assessment=analysis.assessment,
            item="request_words",
            value=value,
            expected_version=expected,
            by=user,
            at=NOW,
        )

    if expected:
        save_answer(
            assessment=analysis.assessment,
            item="request_words",
            value="prima",
            expected_version=0,
            by=analysis.anna,
            at=NOW,
        )
    results = together(saying(analysis.anna, "di Anna"), saying(analysis.bruno, "di Bruno"))
    conflicts = [r for r in results if isinstance(r, AnswerConflict)]
    assert len(conflicts) == 1
    stored = Answer.objects.get(item="request_words")
    assert {stored.value, conflicts[0].mine} == {"di Anna", "di Bruno"}
    assert conflicts[0].theirs.value == stored.value
    assert AnswerRevision.objects.filter(answer=stored).count() == stored.version == expected + 1


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_the_analysis_begin_one() -> None:
    publish_instruments(at=NOW)
    situation = scenarios.family_in_charge()

    def begin(user):
        return lambda: open_assessment(pathway=situation.pathway, kind="section_a", by=user, at=NOW)

    results = together(begin(situation.anna), begin(situation.carla))
    assert sum(isinstance(r, OperationRefused) for r in results) == 1
    assert Assessment.objects.filter(pathway=situation.pathway).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_save_that_meets_the_closing_is_refused() -> None:
    publish_instruments(at=NOW)
    analysis = begun()
    fill(analysis, COMPLEX)
    decide_all(analysis)
    closing, closed = threading.Event(), threading.Event()

    def close() -> None:
        with transaction.atomic():
            close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
            closing.set()
            closed.wait(1)

    def save() -> object:
        closing.wait(10)
        return save_answer(
            assessment=analysis.assessment,
            item="rooms",
            value=3,
            expected_version=0,
            by=analysis.bruno,
            at=NOW,
        )

    results = together(close, save)
    assert isinstance(results[1], OperationRefused)
    assert not Answer.objects.filter(item="rooms").exists()
