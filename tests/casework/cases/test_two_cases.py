"""A household with two cases, one of them behind a fence: the rights of both follow who lives there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import (
    accept_proposal,
    join_household,
    leave_household,
    move_case_household,
    open_case,
    record_birth,
    record_death_of,
    split_case,
    take_in_charge,
)
from accanto.foundation.notifications.models import Notification
from accanto.people.households.models import Household, Member
from accanto.people.matching.given import Given
from accanto.people.persons.models import Person
from accanto.people.persons.operations import grant_access
from accanto.people.persons.visibility import grants_of
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.cases.test_fences_kept import hide, member
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, looked_for

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(minutes=30)


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


@pytest.fixture
def fenced(made: Situation) -> Case:
    """Giulia follows the same household in a case of the violence team, of which nobody else knows."""
    giulia = cast.user(cast.GIULIA)
    return open_case(
        household=made.family.household, unit=Office.objects.get(code="servizio-quarrata"), responsible=giulia,
        by=giulia, at=NOW - timedelta(hours=2), on=TODAY, compartment="violence", source="spontaneous",
        reason="Del centro antiviolenza",
    )  # fmt: skip


def works_on(user: User, person: Person) -> bool:
    return grants_of(user, depth=40, at=NOW).filter(person=person).exists()


def read(username: str, name: str, *args: Any) -> str:
    client = Client()
    client.force_login(cast.user(username))
    answer = client.get(reverse(name, args=args))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def flee(made: Situation, fenced: Case) -> Case:
    """Mother and son live on their own, and the case that follows them lies behind the same fence."""
    lucia, nico = member(made, made.family.lucia), member(made, made.family.nico)
    change = split_case(
        case=fenced, leaving={lucia: "reference", nico: "child"}, label="Rifugio Nuovi", follow=True, note="fugge",
        by=cast.user(cast.GIULIA), at=BEFORE, on=TODAY, new_reference=member(made, made.family.marta),
    )  # fmt: skip
    return Case.objects.get(household=change.other)


def test_who_flees_from_a_fenced_case_is_no_longer_seen_by_the_ordinary_one(
    made: Situation, fenced: Case
) -> None:
    fresh = flee(made, fenced)
    hide(made.family.lucia, cast.user(cast.GIULIA))
    move_case_household(
        case=fresh, persons=[made.family.lucia], address="Via Rifugio 9", note="x", by=cast.user(cast.GIULIA),
        municipality=Municipality.objects.get(name="Quarrata"), at=NOW, on=TODAY,
    )  # fmt: skip
    seen = {
        user.username: [
            works_on(user, one) for one in (made.family.lucia, made.family.nico, made.family.marta)
        ]
        for user in (made.anna, made.carla, cast.user(cast.GIULIA))
    }
    assert seen == {
        cast.ANNA: [False, False, True],
        cast.CARLA: [False, False, True],
        cast.GIULIA: [True, True, True],
    }
    assert read(cast.ANNA, "people_compare", made.family.lucia.pk, made.family.marta.pk) == "404"


def test_the_worker_of_the_other_case_is_told_that_somebody_came_or_left(
    made: Situation, fenced: Case
) -> None:
    flee(made, fenced)
    url = reverse("case_household", args=[made.case.pk])
    (row,) = Notification.objects.filter(kind="cases.household_changed")
    assert (row.user_id, row.url, row.params) == (made.anna.pk, url, {"number": made.case.number})


def test_a_child_born_in_the_ordinary_case_is_seen_behind_the_fence_too(
    made: Situation, fenced: Case
) -> None:
    given = Given("Rosa", "Campioni", "f", TODAY)
    change = record_birth(
        case=made.case, parents=[member(made, made.family.lucia)], by=made.anna, at=BEFORE,
        **looked_for(given, made.anna),
    )  # fmt: skip
    assert change.person is not None
    assert works_on(cast.user(cast.GIULIA), change.person)
    assert "Rosa" in read(cast.GIULIA, "case_household", fenced.pk)
    (row,) = Notification.objects.filter(kind="cases.household_changed")
    assert (row.user, row.context) == (cast.user(cast.GIULIA), fenced.pk)


def test_who_enters_leaves_or_is_ended_after_a_death_is_followed_by_both_cases(
    made: Situation, fenced: Case
) -> None:
    giulia = cast.user(cast.GIULIA)
    came = join_household(
        case=made.case, relation="spouse", reason="x", starts_on=TODAY, by=made.anna, at=BEFORE,
        **looked_for(Given("Piero", "Prova", "m", None), made.anna, BEFORE),
    )  # fmt: skip
    assert works_on(giulia, came.person)
    leave_household(
        case=made.case,
        member=member(made, made.family.nico),
        reason="x",
        ends_on=TODAY,
        by=made.anna,
        at=BEFORE,
    )
    assert not works_on(giulia, made.family.nico)
    change = record_death_of(
        case=fenced, member=member(made, made.family.marta), by=giulia, at=BEFORE, on=TODAY
    )
    subject = str(member(made, made.family.marta).pk)
    accept_proposal(change=change, code="membership", subject=subject, by=giulia, at=BEFORE)
    assert not Member.objects.filter(person=made.family.marta, ends_on=None).exists()
    # Of who died here there may still be something to end.
    assert (works_on(made.anna, made.family.marta), works_on(giulia, made.family.marta)) == (True, True)


def test_a_household_that_only_a_fence_knows_is_offered_to_whoever_passes_it_alone(
    made: Situation, fenced: Case
) -> None:
    fresh = flee(made, fenced)
    for username in (cast.LUCA, cast.GIULIA):
        grant_access(
            person=made.family.lucia,
            user=cast.user(username),
            depth=10,
            reason="registered",
            by=None,
            at=BEFORE,
        )
    offered = {name: read(name, "case_open", made.family.lucia.pk) for name in (cast.LUCA, cast.GIULIA)}
    home = Household.objects.get(pk=fresh.household_id)
    assert {name: f'value="{home.pk}"' in page for name, page in offered.items()} == {
        cast.LUCA: False,
        cast.GIULIA: True,
    }
    assert "Rifugio Nuovi" not in offered[cast.LUCA]


def test_whose_home_only_a_fence_knows_is_taken_in_charge_alone_and_nothing_betrays_the_fence(
    made: Situation, fenced: Case
) -> None:
    flee(made, fenced)
    luca = cast.user(cast.LUCA)
    grant_access(person=made.family.lucia, user=luca, depth=10, reason="registered", by=None, at=BEFORE)
    case = take_in_charge(
        person=made.family.lucia, household=None, unit=Office.objects.get(code="polo-pistoia-nord"), responsible=luca,
        source="spontaneous", reason="Chiede aiuto per la scuola.", by=luca, at=BEFORE,
    )  # fmt: skip
    assert (case.household.label, works_on(luca, made.family.nico)) == ("Campioni", False)
