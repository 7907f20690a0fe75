"""Who may see whom: dated, reasoned grants and nothing else. Each negative case has a row that could leak."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import add_co_worker, end_co_worker, leave_household, set_responsible
from accanto.casework.cases.queries import with_depth
from accanto.people.households.models import Household
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person, grant_access
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import RoleGrant
from tests import cast
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db


def seen(username: str, depth: int = Depth.CARD) -> set[str]:
    return {p.first_name for p in Person.objects.visible_to(cast.user(username), depth)}


def test_the_worker_and_the_coordinator_see_the_family_and_nobody_else_does() -> None:
    family_in_charge()
    everyone = {name: seen(name) for name in cast.EVERYBODY}
    whole = {"Lucia", "Marta", "Nico"}
    assert {name for name, people in everyone.items() if people} == {cast.ANNA, cast.CARLA}
    assert everyone[cast.ANNA] == everyone[cast.CARLA] == whole


def test_a_colleague_of_the_same_unit_does_not_see_the_case() -> None:
    situation = family_in_charge()
    assert not Case.objects.visible_to(cast.user(cast.LUCA)).filter(pk=situation.case.pk).exists()


def test_two_units_do_not_see_each_other() -> None:
    family_in_charge("Campioni")
    family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    labels = lambda name: set(  # noqa: E731
        Household.objects.visible_to(cast.user(name)).values_list("label", flat=True)
    )
    assert labels(cast.ANNA) == {"Campioni"}
    assert labels(cast.GIULIA) == {"Modello"}
    assert labels(cast.CARLA) == {"Campioni", "Modello"}


def test_a_new_responsible_worker_takes_the_right_to_see_away_from_the_former() -> None:
    situation = family_in_charge()
    set_responsible(
        case=situation.case, user=cast.user(cast.LUCA), by=situation.carla, at=NOW, on=TODAY, reason="carico"
    )
    later = NOW + timedelta(minutes=1)
    assert not grants_of(cast.user(cast.ANNA), at=later).exists()
    assert grants_of(cast.user(cast.LUCA), at=later).count() == 3


def test_a_co_worker_sees_only_while_working_on_the_case() -> None:
    situation = family_in_charge()
    bruno = cast.user(cast.BRUNO)
    add_co_worker(
        case=situation.case,
        user=bruno,
        by=situation.anna,
        at=NOW - timedelta(hours=1),
        on=TODAY,
        depth=Depth.TEAM,
    )
    assert seen(cast.BRUNO) == {"Lucia", "Marta", "Nico"}
    assert seen(cast.BRUNO, Depth.READ) == set()
    end_co_worker(case=situation.case, user=bruno, by=situation.anna, at=NOW - timedelta(minutes=1), on=TODAY)
    assert seen(cast.BRUNO) == set()


def test_a_grant_that_has_ended_or_not_begun_shows_nothing() -> None:
    person = create_person(first_name="Ada", last_name="Prova", by=None, at=NOW)
    anna = cast.user(cast.ANNA)
    from accanto.core import clock

    now = clock.now()
    grant_access(
        person=person,
        user=anna,
        depth=Depth.WORK,
        reason="co_work",
        by=None,
        at=now - timedelta(days=2),
        ends_at=now - timedelta(days=1),
        context=uuid4(),
    )
    grant_access(
        person=person,
        user=anna,
        depth=Depth.WORK,
        reason="co_work",
        by=None,
        at=now + timedelta(days=1),
        context=uuid4(),
    )
    assert seen(cast.ANNA) == set()


def test_those_who_register_see_a_card_and_no_more() -> None:
    person = create_person(first_name="Ada", last_name="Prova", by=None, at=NOW)
    office = cast.user(cast.DARIO).posts.get().office
    grant_access(
        person=person,
        office=office,
        depth=Depth.WORK,
        reason="coordination",
        by=None,
        at=NOW - timedelta(days=1),
    )
    assert seen(cast.DARIO) == {"Ada"}
    assert seen(cast.DARIO, Depth.TEAM) == set()


def test_the_administrator_sees_no_content() -> None:
    situation = family_in_charge()
    assert seen(cast.PAOLO) == set()
    assert not Case.objects.visible_to(cast.user(cast.PAOLO)).filter(pk=situation.case.pk).exists()


def test_what_a_coordinator_sees_by_the_unit_of_a_case_is_what_the_grants_say() -> None:
    """The unit's grant always exists, whatever happens in the case; so the row of the case may stand for it."""
    north = family_in_charge("Campioni")
    family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    south = family_in_charge("Esempio", unit="polo-pistoia-sud")
    luca = cast.user(cast.LUCA)
    RoleGrant.objects.create(user=luca, role="coordinator", office=north.case.unit, starts_on=TODAY)
    add_co_worker(case=south.case, user=luca, by=north.anna, at=NOW, on=TODAY, depth=Depth.TEAM)
    leaver = north.family.household.members.get(person=north.family.marta)
    leave_household(case=north.case, member=leaver, reason="parenti", ends_on=TODAY, by=north.anna, at=NOW)
    Case.objects.filter(pk=south.case.pk).update(state="closed", closed_on=TODAY)
    seen_by = {name: cases_by_depth(name) for name in cast.EVERYBODY}
    assert {name: by_row for name, (by_row, _by_grant) in seen_by.items()} == {
        name: by_grant for name, (_by_row, by_grant) in seen_by.items()
    }
    assert {name: len(by_row) for name, (by_row, _) in seen_by.items() if by_row} == {
        cast.ANNA: 2, cast.GIULIA: 1, cast.LUCA: 2, cast.CARLA: 3,
    }  # fmt: skip


def cases_by_depth(username: str) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """How deeply each case is seen: as the lists and pages read it, and as the grants alone say."""
    user = cast.user(username)
    granted = grants_of(user, depth=Depth.TEAM).values_list("context").annotate(deepest=Max("depth"))
    by_row = dict(with_depth(user).values_list("pk", "depth"))
    for depth in (Depth.TEAM, Depth.READ, Depth.WORK):
        assert {pk for pk, seen in by_row.items() if seen >= depth} == set(
            Case.objects.visible_to(user, depth).values_list("pk", flat=True)
        )
    return by_row, dict(granted.order_by())


def test_rights_cost_one_query_also_for_a_coordinator() -> None:
    counts = {}
    for name in (cast.ANNA, cast.CARLA):
        user = cast.user(name)
        with CaptureQueriesContext(connection) as queries:
            assert user.access is user.access
        counts[name] = len(queries)
    assert counts == {cast.ANNA: 1, cast.CARLA: 1}
