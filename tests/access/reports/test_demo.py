"""The reports of the demonstration zone: every kind of situation that its pages need."""

import pytest

from accanto.access.reports.models import Report
from accanto.access.reports.queries import due_first, waiting_calls
from accanto.casework.cases.models import Case
from accanto.faces.demo.reporting import Reporting
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, family_in_charge

pytestmark = pytest.mark.django_db


def test_the_zone_has_reports_in_every_state_one_late_one_to_be_handed_over() -> None:
    family_in_charge("Modello")
    cases = {case.household.label: case for case in Case.objects.select_related("household")}
    Reporting({user.username: user for user in User.objects.all()}, cases, NOW).load()
    carla = cast.user(cast.CARLA)
    rows = Report.objects.visible_to(carla)
    assert rows.count() == 13
    assert set(rows.values_list("state", flat=True)) == {"received", "evaluating", "answered", "closed"}
    assert waiting_calls(carla).count() == 1
    assert due_first(carla).filter(due_at__lt=NOW).count() >= 2
    assert rows.filter(case=cases["Modello"]).count() == 1
