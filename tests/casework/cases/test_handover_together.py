"""Two people on one handover at the same moment: one is first, the other reads who."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accanto.casework.cases.models import Case, CaseTransfer, CaseWorker
from accanto.casework.cases.operations import (
    accept_transfer,
    name_responsible,
    propose_transfer,
    withdraw_transfer,
)
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.cases.test_handover import NOTE, WHY, coordinator, unit
from tests.scenarios import NOW, Situation, family_in_charge

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts: object) -> list[str]:
    """Begin together; «done» or what was refused, in order."""
    start = Barrier(len(acts))

    def run(act: object) -> str:
        start.wait()
        try:
            act()  # type: ignore[operator]
        except OperationRefused as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def propose(made: Situation) -> CaseTransfer:
    return propose_transfer(
        case=made.case,
        kind="unit",
        to_unit=unit("servizio-quarrata"),
        reason=WHY,
        by=made.anna,
        at=NOW,
        **NOTE,
    )


def test_two_proposals_at_once_leave_one() -> None:
    made = family_in_charge()
    said = both(lambda: propose(made), lambda: propose(made))
    assert said.count("done") == 1
    assert CaseTransfer.objects.filter(case=made.case).count() == 1


def test_an_answer_and_a_withdrawal_at_once_leave_one() -> None:
    made = family_in_charge()
    quarrata = coordinator(cast.TULLIO, "servizio-quarrata")
    giulia = cast.user(cast.GIULIA)
    transfer = propose(made)
    said = both(
        lambda: accept_transfer(transfer=transfer, responsible=giulia, by=quarrata, at=NOW),
        lambda: withdraw_transfer(transfer=transfer, reason="Restano a Pistoia.", by=made.anna, at=NOW),
    )
    assert said.count("done") == 1
    transfer.refresh_from_db()
    moved = Case.objects.get(pk=made.case.pk).unit.code == "servizio-quarrata"
    assert moved == (transfer.state == "accepted")


def test_two_who_give_a_case_at_once_leave_one_and_the_other_reads_who() -> None:
    made = family_in_charge()
    luca = cast.user(cast.LUCA)

    def give(by: User) -> None:
        name_responsible(case=made.case, user=luca, former=made.anna.pk, reason="Ferie.", by=by, at=NOW)

    said = both(lambda: give(made.anna), lambda: give(made.carla))
    assert said.count("done") == 1
    [refused] = [words for words in said if words != "done"]
    assert "lo ha appena affidato a Luca Campioni" in refused
    assert CaseWorker.objects.filter(case=made.case, role="responsible", ends_on=None).count() == 1
