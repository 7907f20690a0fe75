"""Two people at once: nobody signs what changed, nothing closes over an action that has just been added."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from accanto.casework.projects import operations
from accanto.casework.projects.models import Goal, Project, ProjectChange, Signature
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from tests.casework.projects import situations
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run in threads with a connection each; an exception is a result."""
    start = Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[index] = work()
        except OperationRefused as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, work)) for i, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_signing_and_withdrawing_at_once_never_leave_a_signature_on_what_was_withdrawn_first() -> None:
    situations.reference()
    found = situations.proposed()
    version, party = found.version, found.party(found.situation.family.lucia)

    def withdraw_and_change() -> Any:
        operations.withdraw(project=found.project, reason="Si cambia", by=found.anna, at=NOW)
        return operations.add_goal(project=found.project, area="work", text="Altro", by=found.anna, at=NOW)

    def sign() -> Any:
        return operations.sign(version=version, party=party, ink=situations.ink(), by=found.anna, at=NOW)

    changed, signed = at_once(withdraw_and_change, sign)
    assert isinstance(changed, Goal)
    project = found.again()
    assert project.state == "draft"
    # Either the signature came first and lies on the withdrawn version, or it was refused with what changed.
    assert isinstance(signed, Signature | ChangedMeanwhile)
    assert Signature.objects.count() == (1 if isinstance(signed, Signature) else 0)
    assert project.defined_on is None


def test_two_who_change_the_same_goal_do_not_overwrite_each_other() -> None:
    situations.reference()
    found = situations.written()
    goal, read = found.project.goals.first(), found.project.revision

    def change(words: str) -> Callable[[], Any]:
        return lambda: operations.change_goal(
            goal=goal, area="housing", text=words, by=found.anna, at=NOW, expected_revision=read
        )

    results = at_once(change("Uno"), change("Due"))
    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "Goal"]
    winner = next(result for result in results if isinstance(result, Goal))
    assert Goal.objects.get(pk=goal.pk).text == winner.text  # type: ignore[union-attr]
    assert ProjectChange.objects.filter(revision=read + 1).count() == 1


def test_the_last_two_signatures_at_once_complete_the_project_once() -> None:
    situations.reference()
    found = situations.proposed()
    parties = list(found.project.parties.present())
    version = found.version

    def sign(party: Any) -> Callable[[], Any]:
        return lambda: operations.sign(
            version=version, party=party, ink=situations.ink(), by=found.anna, at=NOW
        )

    results = at_once(*(sign(party) for party in parties))
    assert [type(result) for result in results] == [Signature, Signature]
    assert found.again().state == "signed"
    assert found.project.pathway.stages.filter(stage="project").count() == 1


def test_closing_and_opening_an_action_again_at_once_never_close_over_it() -> None:
    situations.reference()
    found = situations.running()
    for action in operations.open_actions(found.project):
        operations.settle_action(action=action, state="done", by=found.anna, at=NOW)
    action = found.project.goals.first().actions.first()  # type: ignore[union-attr]
    closing = operations.Closing(outcome="autonomy", evaluation="Bene", closed_on=TODAY)
    results = at_once(
        lambda: operations.close_project(project=found.project, closing=closing, by=found.anna, at=NOW),
        lambda: operations.settle_action(action=action, state="open", by=found.anna, at=NOW),
    )
    refused = [result for result in results if isinstance(result, OperationRefused)]
    assert len(refused) == 1
    left = len(operations.open_actions(found.project))
    assert (Project.objects.get().state, left) in {("closed", 0), ("running", 1)}


def test_two_who_open_a_project_at_once_get_one() -> None:
    situations.reference()
    situation = situations.social_situation()
    results = at_once(
        *[lambda: operations.open_project(pathway=situation.pathway, by=situation.anna, at=NOW)] * 2
    )
    assert sorted(type(result).__name__ for result in results) == ["Project", "ProjectRefused"]
    assert Project.objects.count() == 1
