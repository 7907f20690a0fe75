"""Every table that leads to a person says why it is kept, on which basis, for how long and for whom."""

import pytest
from django.apps import apps

from accanto.core.database import policies
from accanto.steering.privacy.measures import measures_of, risks_of
from accanto.steering.privacy.register import register_on
from tests.consistency.test_row_level_security import leads_to_people
from tests.scenarios import TODAY


def test_every_table_that_leads_to_people_is_declared_once() -> None:
    register = register_on(TODAY)
    declared = [one.label for one in register.kept]
    wanted = {model._meta.label for model in apps.get_models() if leads_to_people(model)}
    assert wanted - set(declared) == set()
    assert sorted(declared) == sorted(set(declared))
    assert register.undeclared == ()


def test_every_activity_says_its_basis_recipients_and_terms() -> None:
    for activity in register_on(TODAY).activities:
        told = (activity.title, activity.purpose, activity.bases, activity.recipients, activity.kept)
        assert all(told), activity.room


def test_what_the_register_says_is_protected_is_protected() -> None:
    closed = {one.table for one in register_on(TODAY).kept if one.closed}
    assert policies.protected_tables() - closed == set()


@pytest.mark.django_db
def test_every_risk_has_measures_that_exist() -> None:
    register = register_on(TODAY)
    known = set(measures_of(register))
    assert {one.key for risk in risks_of(register) for one in risk.measures} == known
