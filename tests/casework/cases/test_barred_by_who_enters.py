"""Somebody enters whom the worker of the case must not see: whoever coordinates is told to name another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import (
    add_co_worker,
    join_case,
    join_household,
    leave_household,
    record_birth,
    set_responsible,
)
from accanto.foundation.notifications.models import Notification
from accanto.people.households.models import Member
from accanto.people.matching.given import Given
from accanto.people.persons.operations import bar
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.cases.test_fences_kept import also_followed, member
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(minutes=3)


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


@pytest.fixture
def other(made: Situation) -> Situation:
    """Cousins of Anna's: she must see none of them."""
    found = family_in_charge("Cugini", worker=cast.LUCA)
    people = [found.family.lucia, found.family.marta, found.family.nico]
    bar(
        user=made.anna, persons=people, reason="relative", source="detto da lei", by=made.carla,
        at=NOW - timedelta(hours=2),
    )  # fmt: skip
    return found


def enters(made: Situation, other: Situation) -> None:
    join_household(
        case=made.case, relation="other", reason="x", starts_on=TODAY, by=made.carla, at=BEFORE,
        person=other.family.lucia,
    )  # fmt: skip


def joins(made: Situation, other: Situation) -> None:
    join_case(
        case=made.case,
        other=other.family.household,
        relations={},
        note="x",
        by=made.carla,
        at=BEFORE,
        on=TODAY,
    )


def is_born(made: Situation, other: Situation) -> None:
    record_birth(
        case=made.case, parents=[member(made, made.family.lucia)], person=other.family.nico, by=made.carla,
        given=Given("Nico", "Cugini", "m", other.family.nico.birth_date), at=BEFORE,
    )  # fmt: skip


def told() -> list[tuple[User, Any, dict[str, str]]]:
    rows = Notification.objects.filter(kind="cases.worker_barred").order_by("pk")
    return [(row.user, row.context, row.params) for row in rows]


def seen_by(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


@pytest.mark.parametrize("come", [enters, joins, is_born])
def test_whoever_coordinates_is_told_that_the_worker_has_lost_the_case(
    made: Situation, other: Situation, come: Callable[[Situation, Situation], None]
) -> None:
    come(made, other)
    assert (seen_by(made.anna, made.case), seen_by(made.carla, made.case)) == (False, True)
    assert told() == [
        (made.carla, made.case.pk, {"number": made.case.number, "worker": made.anna.get_full_name()})
    ]
    client = Client()
    client.force_login(made.carla)
    page = client.get(reverse("notifications")).content.decode()
    words = f"{made.anna.get_full_name()} lavora al caso {made.case.number} e non può più vederlo"
    assert (words in page, "Cugini" in page) == (True, False)
    set_responsible(case=made.case, user=cast.user(cast.LUCA), by=made.carla, at=NOW, on=TODAY)
    assert seen_by(cast.user(cast.LUCA), made.case)


def test_colleagues_who_work_on_it_are_told_and_nobody_who_is_barred_too(
    made: Situation, other: Situation
) -> None:
    for username in (cast.LUCA, cast.GIULIA):
        add_co_worker(case=made.case, user=cast.user(username), by=made.carla, at=BEFORE, on=TODAY)
    bar(
        user=cast.user(cast.GIULIA), persons=[other.family.marta], reason="relative", source="x", by=made.carla,
        at=BEFORE,
    )  # fmt: skip
    joins(made, other)
    names = [(user, params["worker"]) for user, _context, params in told()]
    anna, giulia = made.anna.get_full_name(), cast.user(cast.GIULIA).get_full_name()
    luca = cast.user(cast.LUCA)
    assert names == [(made.carla, anna), (luca, anna), (made.carla, giulia), (luca, giulia)]


def test_of_who_lived_there_already_nobody_is_told_again(made: Situation, other: Situation) -> None:
    enters(made, other)
    let_in(made, cast.LUCA)
    row = Member.objects.get(household=made.family.household, person=made.family.marta, ends_on=None)
    leave_household(case=made.case, member=row, reason="x", ends_on=TODAY, by=made.carla, at=BEFORE)
    assert len(told()) == 1


def test_the_worker_of_the_other_case_of_the_household_counts_too(made: Situation, other: Situation) -> None:
    fenced = also_followed(made, "child_protection")
    bar(
        user=cast.user(cast.GIULIA), persons=[other.family.lucia], reason="relative", source="x", by=made.carla,
        at=BEFORE,
    )  # fmt: skip
    enters(made, other)
    assert {context for _user, context, _params in told()} == {made.case.pk, fenced.pk}
