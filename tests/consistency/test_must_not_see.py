"""Whoever must not see somebody finds nothing of them: in plain SQL, in querysets, at every address, in every list."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accanto.access.assignment.queries import proposals
from accanto.access.outcomes.models import Application
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.operations import (
    add_co_worker,
    bar_from_case,
    lift_bar_from_case,
    open_case,
    set_responsible,
)
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.people.households.models import Household
from accanto.people.persons.models import Bar, Person
from accanto.people.persons.operations import bar
from accanto.people.persons.queries import bars_in_force
from accanto.territory.bodies.models import Office
from tests import cast
from tests.access.assignment.test_assigning import application
from tests.consistency.test_url_matrix import closed_to, morning
from tests.consistency.visits import OF_THE_FAMILY, READ, visits
from tests.scenarios import NOW, TODAY, Situation, family, family_in_charge, let_in

__all__ = ["morning"]


def keep_out(found: Situation, username: str, *, whom: Person | None = None) -> list[Bar]:
    return bar_from_case(
        case=found.case,
        user=cast.user(username),
        person=whom,
        reason="relative",
        source="detto a voce",
        by=found.anna,
        at=NOW,
    )


def seen_by(username: str, *, in_their_name: bool) -> dict[str, int]:
    user = cast.user(username)

    def count() -> dict[str, int]:
        models: tuple[Any, ...] = (Person, Household, Case)
        return {model.__name__: model.objects.visible_to(user).count() for model in models}

    if not in_their_name:
        return count()
    with acting(acting_for(user, at=NOW)):
        plain = {model.__name__: model.objects.count() for model in (Person, Household, Case)}  # type: ignore[attr-defined]
        assert plain == count()
        return plain


# A meeting is the team's: whoever manages it goes on doing so, and does not find the family on its agenda (below).
OF_THE_TEAM = {
    "team_attendance",
    "team_meeting",
    "team_meeting_cancel",
    "team_meeting_hold",
    "team_meeting_move",
}
NOTHING = {"Person": 0, "Household": 0, "Case": 0}
ALL = {"Person": 3, "Household": 1, "Case": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("username", [cast.LUCA, cast.CARLA])
@pytest.mark.parametrize("in_their_name", [True, False])
def test_no_right_counts_against_a_bar(username: str, in_their_name: bool) -> None:
    """Luca has a right of his own, Carla coordinates the unit."""
    found = family_in_charge()
    let_in(found, cast.LUCA)
    assert seen_by(username, in_their_name=in_their_name) == ALL
    keep_out(found, username)
    assert seen_by(username, in_their_name=in_their_name) == NOTHING
    assert seen_by(cast.ANNA, in_their_name=in_their_name) == ALL
    lift_bar_from_case(case=found.case, user=cast.user(username), reason="errore", by=found.anna, at=NOW)
    assert seen_by(username, in_their_name=in_their_name) == ALL


@pytest.mark.django_db
@pytest.mark.parametrize("in_their_name", [True, False])
def test_one_barred_person_closes_every_case_they_are_in_and_nobody_elses(in_their_name: bool) -> None:
    found = family_in_charge()
    family_in_charge("Modello")
    let_in(found, cast.LUCA)
    keep_out(found, cast.CARLA, whom=found.family.nico)
    assert seen_by(cast.CARLA, in_their_name=in_their_name) == ALL  # the other family
    keep_out(found, cast.LUCA, whom=found.family.nico)
    assert seen_by(cast.LUCA, in_their_name=in_their_name) == NOTHING


@pytest.mark.django_db
def test_what_was_ones_own_goes_too() -> None:
    found = family_in_charge()
    carla = found.carla
    Deadline.objects.filter(case=found.case).update(owner=carla)
    Notification.objects.create(user=carla, kind="x", context=found.case.pk, at=NOW)
    application(found.family, case_id=found.case.pk)

    def mine() -> tuple[int, ...]:
        with acting(acting_for(carla, at=NOW)):
            return tuple(model.objects.count() for model in (Deadline, Notification, Application))  # type: ignore[attr-defined]

    before = mine()
    assert min(before) > 0
    keep_out(found, cast.CARLA)
    assert mine() == (0, 0, 0)


@pytest.mark.django_db
def test_whoever_is_on_the_list_does_not_see_it_and_those_who_read_the_case_do() -> None:
    found = family_in_charge()
    let_in(found, cast.LUCA)
    keep_out(found, cast.LUCA)
    people = list(Person.objects.values_list("pk", flat=True))
    told = {}
    for username in (cast.ANNA, cast.CARLA, cast.LUCA, cast.GIULIA, cast.OLGA, cast.PAOLO):
        with acting(acting_for(cast.user(username), at=NOW)):
            told[username] = bars_in_force(people, NOW).count()
    assert told == {
        cast.ANNA: 3,
        cast.CARLA: 3,
        cast.LUCA: 0,
        cast.GIULIA: 0,
        cast.OLGA: 3,
        cast.PAOLO: 0,
    }  # fmt: skip; the privacy officer knows the people by a code


@pytest.mark.django_db
def test_nobody_writes_about_themselves_and_whoever_works_on_the_case_hands_it_over_first() -> None:
    found = family_in_charge()
    for user, by in ((found.anna, found.anna), (found.anna, found.carla)):
        with pytest.raises(OperationRefused) as refusal:
            bar_from_case(case=found.case, user=user, reason="relative", source="detto", by=by, at=NOW)
        assert refusal.value.field == "user"
    with pytest.raises(OperationRefused) as refusal:
        bar_from_case(
            case=found.case, user=cast.user(cast.LUCA), reason="relative", source=" ", by=found.anna, at=NOW
        )
    assert refusal.value.field == "source"
    assert not Bar.objects.exists()
    assert len(keep_out(found, cast.LUCA)) == 3
    assert keep_out(found, cast.LUCA) == []


@pytest.mark.django_db
def test_whoever_is_barred_is_given_no_case_and_never_proposed() -> None:
    found = family_in_charge()
    keep_out(found, cast.LUCA)
    luca = cast.user(cast.LUCA)
    with pytest.raises(OperationRefused):
        set_responsible(case=found.case, user=luca, by=found.carla, at=NOW, on=TODAY)
    with pytest.raises(OperationRefused):
        add_co_worker(case=found.case, user=luca, by=found.carla, at=NOW, on=TODAY)
    waiting = family("Finti")
    bar(user=luca, persons=[waiting.nico], reason="neighbour", source="x", by=found.anna, at=NOW)
    unit = Office.objects.get(code="polo-pistoia-nord")
    with pytest.raises(OperationRefused), transaction.atomic():
        open_case(household=waiting.household, unit=unit, responsible=luca, by=found.carla, at=NOW, on=TODAY)
    application(waiting)
    (row,) = proposals(found.carla, TODAY).rows
    assert luca.pk not in {worker.id for worker in row.candidates}
    assert row.candidates
    assert row.proposal.worker not in (None, luca.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in OF_THE_FAMILY if name not in OF_THE_TEAM])
def test_every_address_of_the_family_answers_as_if_it_were_not_there(name: str) -> None:
    for met in visits(name).barred:
        assert (met.ask.method, met.status) == (met.ask.method, closed_to(cast.CARLA, met))


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ)
def test_no_page_and_no_file_names_them(name: str) -> None:
    assert [met.ask.url for met in visits(name).barred if met.named] == []


@pytest.mark.django_db
def test_the_page_of_the_list_keeps_out_and_lets_in_again() -> None:
    found = family_in_charge()
    client = Client()
    client.force_login(found.anna)
    url = f"/casi/{found.case.pk}/chi-non-deve-vedere/"
    luca = cast.user(cast.LUCA)
    sent = {"user": luca.pk, "person": "", "reason": "neighbour", "source": "detto da Lucia"}
    assert client.post(url, sent).status_code == 302
    page = client.get(url).content.decode()
    assert str(luca) in page
    assert "detto da Lucia" in page
    mistaken = client.post(url, {**sent, "source": ""})
    assert mistaken.status_code == 422
    assert client.post(f"{url}{luca.pk}/fine/", {"reason": "trasferito"}).status_code == 302
    assert not Bar.objects.filter(ends_at=None).exists()
