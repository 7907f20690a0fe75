"""A right reaches behind a fence only when it carries that compartment; rules and database say the same."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import add_co_worker, move_case, refresh_grants
from accanto.casework.cases.queries import with_depth
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.faces.workspace.duties import duties_of
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.households.models import Household
from accanto.people.persons.compartments import breakable, fenced
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant, Identifier, Person
from accanto.people.persons.operations import create_person, grant_access, set_codice_fiscale
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def seen(username: str) -> tuple[set[str], int, int]:
    """Persons, households and cases that the rule shows; the database must show the same."""
    user = cast.user(username)
    rows = [model.objects.visible_to(user) for model in (Person, Household, Case)]  # type: ignore[attr-defined]
    by_rule = [{row.pk for row in each} for each in rows]
    with acting(acting_for(user, at=LATER + timedelta(minutes=1))):
        assert [{row.pk for row in each} for each in rows] == by_rule
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM cases_case")
            assert {pk for (pk,) in cursor.fetchall()} == by_rule[2]
            cursor.execute("SELECT id FROM persons_person")
            assert {pk for (pk,) in cursor.fetchall()} == by_rule[0]
    names = {person.first_name for person in Person.objects.filter(pk__in=by_rule[0])}
    return names, len(by_rule[1]), len(by_rule[2])


def moved(made: Situation, compartment: str = "violence", **more: object) -> Case:
    return move_case(
        case=made.case,
        compartment=compartment,
        staying=more.pop("staying", []),  # type: ignore[arg-type]
        reason="Richiesta del centro",
        by=made.anna,
        at=LATER,
        **more,  # type: ignore[arg-type]
    )


WHOLE = ({"Lucia", "Marta", "Nico"}, 1, 1)
NOTHING: tuple[set[str], int, int] = (set(), 0, 0)


def test_the_modes_are_those_of_the_zone() -> None:
    assert fenced() == ["adoption", "child_protection", "justice", "violence"]
    assert breakable() == ["child_protection", "justice"]


@pytest.mark.parametrize("compartment", ["violence", "adoption", "child_protection", "justice"])
def test_a_case_behind_a_fence_stays_with_its_worker_alone(compartment: str) -> None:
    made = family_in_charge()
    luca = cast.user(cast.LUCA)
    add_co_worker(case=made.case, user=luca, by=made.anna, at=NOW - timedelta(hours=1), on=TODAY)
    assert {name: seen(name) for name in (cast.ANNA, cast.LUCA, cast.CARLA)} == dict.fromkeys(
        (cast.ANNA, cast.LUCA, cast.CARLA), WHOLE
    )
    moved(made, compartment)
    with time_machine.travel(LATER + timedelta(minutes=1)):
        everybody = {name: seen(name) for name in cast.EVERYBODY}
    assert {name: found for name, found in everybody.items() if found != NOTHING} == {cast.ANNA: WHOLE}


def test_health_is_open_to_whoever_has_the_right() -> None:
    made = family_in_charge()
    moved(made, "health")
    with time_machine.travel(LATER + timedelta(minutes=1)):
        assert seen(cast.CARLA) == seen(cast.ANNA) == WHOLE


def test_who_may_stay_stays_and_a_marked_office_is_let_in() -> None:
    made = family_in_charge()
    luca = cast.user(cast.LUCA)
    add_co_worker(case=made.case, user=luca, by=made.anna, at=NOW - timedelta(hours=1), on=TODAY)
    moved(made, staying=[luca])
    with time_machine.travel(LATER + timedelta(minutes=1)):
        assert (seen(cast.LUCA), seen(cast.CARLA)) == (WHOLE, NOTHING)
        Office.objects.filter(pk=made.case.unit_id).update(compartments=["violence"])
        assert (seen(cast.CARLA), seen(cast.GIULIA)) == (WHOLE, NOTHING)
        assert {case.depth for case in with_depth(made.carla)} == {Depth.WORK}
        Office.objects.filter(pk=made.case.unit_id).update(compartments=["adoption"])
        assert seen(cast.CARLA) == NOTHING


def test_a_right_written_later_without_the_compartment_reaches_nobody() -> None:
    made = family_in_charge()
    moved(made)
    for holder in ({"user": cast.user(cast.BRUNO)}, {"office": Office.objects.get(parent=None, kind="zone")}):
        grant_access(
            person=made.family.lucia,
            depth=Depth.WORK,
            reason=GrantReason.TEAM,
            context=made.case.pk,
            by=made.anna,
            at=LATER,
            **holder,  # type: ignore[arg-type]
        )
    refresh_grants(case=made.case, by=made.anna, at=LATER, on=TODAY)
    with time_machine.travel(LATER + timedelta(minutes=1)):
        assert (seen(cast.BRUNO), seen(cast.CARLA), seen(cast.DARIO)) == (NOTHING, NOTHING, NOTHING)
        # A hand in the database does not help: the column is the database's own.
        AccessGrant.objects.update(reaches=True)
        assert seen(cast.BRUNO) == NOTHING


def test_back_in_the_ordinary_the_unit_sees_the_case_and_former_rights_do_not_wake() -> None:
    made = family_in_charge()
    luca = cast.user(cast.LUCA)
    add_co_worker(case=made.case, user=luca, by=made.anna, at=NOW - timedelta(hours=1), on=TODAY)
    moved(made)
    moved(made, "ordinary")
    with time_machine.travel(LATER + timedelta(minutes=1)):
        assert (seen(cast.ANNA), seen(cast.CARLA), seen(cast.LUCA)) == (WHOLE, WHOLE, NOTHING)


def test_a_whole_person_is_hidden_wherever_else_they_were_granted() -> None:
    made = family_in_charge()
    desk = Office.objects.get(pk=min(cast.user(cast.DARIO).access.registers))
    grant_access(
        person=made.family.lucia, office=desk, depth=10, reason=GrantReason.OUTCOME_LIST, by=made.carla,
        at=NOW - timedelta(hours=1),
    )  # fmt: skip
    assert seen(cast.DARIO)[0] == {"Lucia"}
    moved(made, whole=[made.family.lucia])
    with time_machine.travel(LATER + timedelta(minutes=1)):
        assert (seen(cast.DARIO), seen(cast.CARLA), seen(cast.ANNA)) == (NOTHING, NOTHING, WHOLE)


def test_the_code_of_somebody_hidden_is_given_as_if_it_were_free() -> None:
    made = family_in_charge()
    code = "CMPLCU88E54G713" + check_letter("CMPLCU88E54G713")
    set_codice_fiscale(person=made.family.lucia, value=code, on=TODAY)
    other = create_person(first_name="Luce", last_name="Campioni", by=made.carla, at=NOW)
    with pytest.raises(OperationRefused, match="altra scheda"):
        set_codice_fiscale(person=other, value=code, on=TODAY)
    moved(made, whole=[made.family.lucia])
    set_codice_fiscale(person=other, value=code, on=TODAY)
    assert sorted(Identifier.objects.filter(value=code).values_list("hidden", flat=True)) == [False, True]


def check_letter(first: str) -> str:
    from stdnum.it.codicefiscale import calc_check_digit

    return str(calc_check_digit(first))


def test_a_move_is_reasoned_written_down_and_of_those_who_work_on_the_case() -> None:
    made = family_in_charge()
    for by, reason, refusal in (
        (cast.user(cast.GIULIA), "Prova", NotPermitted),
        (made.anna, "  ", OperationRefused),
    ):
        with pytest.raises(refusal):
            move_case(case=made.case, compartment="violence", staying=[], reason=reason, by=by, at=LATER)
    with pytest.raises(OperationRefused) as refused:
        moved(made, staying=[cast.user(cast.BRUNO)])
    assert refused.value.missing == (str(cast.user(cast.BRUNO)),)
    assert Case.objects.get(pk=made.case.pk).compartment == "ordinary"
    moved(made)
    event = Event.objects.get(verb="cases.case.moved")
    assert (event.context, event.actor, event.params["reason"]) == (
        made.case.pk,
        made.anna,
        "Richiesta del centro",
    )


def test_what_was_told_of_a_household_is_read_as_long_as_it_is_seen() -> None:
    made = family_in_charge()
    told = [
        Notification.objects.create(
            user=user, kind="x", params={"label": "Campioni"}, context=made.case.pk, at=NOW
        ).pk
        for user in (made.anna, made.carla)
    ]
    moved(made)
    for user, expected in ((made.anna, [told[0]]), (made.carla, [])):
        with acting(acting_for(user, at=LATER + timedelta(minutes=1))):
            mine = Notification.objects.filter(pk__in=told).values_list("pk", flat=True)
            assert list(mine) == expected


def test_the_home_of_the_coordinator_counts_only_what_is_seen() -> None:
    made = family_in_charge()
    family_in_charge("Modello")
    before = duties_of(made.carla, TODAY)[-1].lines[0].split()[0]
    moved(made)
    with time_machine.travel(LATER + timedelta(minutes=1)):
        after = duties_of(made.carla, TODAY)[-1].lines[0].split()[0]
    assert (before, after) == ("2", "Un")
