"""Who answers for a case, and what becomes theirs with it."""

from datetime import timedelta

import pytest

from accanto.casework.cases.due import waiting_for
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.operations import open_case, open_deadline, set_responsible, suspend_case
from accanto.casework.cases.seeing import TO_DECIDE
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, family

pytestmark = pytest.mark.django_db


def nord() -> Office:
    return Office.objects.get(code="polo-pistoia-nord")


def nobodys() -> Case:
    """A household in charge at Nord, with a clock that runs and nobody who answers for it."""
    carla = cast.user(cast.CARLA)
    case = open_case(household=family().household, unit=nord(), responsible=None, by=carla, at=NOW, on=TODAY)
    suspend_case(
        case=case, reason="away", note="Sono via.", expected_on=TODAY + timedelta(days=3), by=carla, at=NOW, on=TODAY
    )  # fmt: skip
    return case


def test_the_first_responsible_takes_the_clocks_that_ran_while_nobody_was() -> None:
    case, anna, carla = nobodys(), cast.user(cast.ANNA), cast.user(cast.CARLA)
    assert [row.code for row in waiting_for(carla)] == ["cases.suspension"]
    set_responsible(case=case, user=anna, by=carla, at=NOW, on=TODAY)
    assert [(row.case, row.code) for row in waiting_for(anna)] == [(case, "cases.suspension")]
    assert list(waiting_for(carla)) == []


def test_who_lets_colleagues_in_stays_with_the_coordinators_too() -> None:
    case, anna, carla = nobodys(), cast.user(cast.ANNA), cast.user(cast.CARLA)
    open_deadline(case=case, code=TO_DECIDE, started_on=TODAY, due_on=TODAY, request="x")
    set_responsible(case=case, user=anna, by=carla, at=NOW, on=TODAY)
    rows = Deadline.objects.filter(case=case, state="open").values_list("code", "owner__username")
    assert set(rows) == {("cases.suspension", cast.ANNA), ("cases.request", None)}
