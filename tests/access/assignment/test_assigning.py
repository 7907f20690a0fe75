"""A household gets somebody: what is written, who is told, and two coordinators at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from accanto.access.assignment.operations import (
    AlreadyAssigned,
    AssignmentRefused,
    Choice,
    assign,
    assign_many,
)
from accanto.access.assignment.queries import proposals, waiting_for
from accanto.access.outcomes.models import Applicant, Application
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.operations import open_case
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.models import Pathway
from accanto.foundation.audit.models import Event
from accanto.people.households.operations import create_household
from accanto.people.persons.models import AccessGrant, Person
from accanto.people.persons.operations import create_person
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from tests import cast
from tests.scenarios import NOW, Family, family, family_in_charge

TODAY = NOW.date()


def office(code: str = "polo-pistoia-nord") -> Office:
    return Office.objects.get(code=code)


def application(people: Family | None = None, *, town: str = "Pistoia", **more: object) -> Application:
    """As the import leaves it: persons known, household formed."""
    fields: dict[str, object] = {
        "measure": "adi",
        "protocol": f"INPS-{uuid4().hex[:10]}",
        "municipality": Municipality.objects.get(name=town),
        "outcome": "positive",
        "outcome_on": date(2026, 11, 18),
        "submitted_on": date(2026, 10, 5),
        "pad_signed_on": date(2026, 10, 9),
        "person": people.lucia if people else None,
        "household": people.household if people else None,
        "last_name": "Campioni",
        "created_at": NOW,
    }
    return Application.objects.create(**{**fields, **more})


@pytest.mark.django_db
def test_a_new_household_gets_case_pathway_terms_grants_and_a_notification() -> None:
    people, anna, carla = family(), cast.user(cast.ANNA), cast.user(cast.CARLA)
    waiting = application(people)
    done = assign(application=waiting, worker=anna, unit=office(), by=carla, at=NOW)
    assert done.opened
    assert (done.case.responsible, done.case.unit, done.case.household) == (anna, office(), people.household)
    pathway = Pathway.objects.get()
    assert (pathway.source, pathway.clock_starts_on, pathway.clock_from) == (
        waiting.pk,
        date(2026, 10, 9),
        "pad",
    )
    assert list(pathway.stages.values_list("stage", "entered_on")) == [
        (Stage.OUTCOME, date(2026, 11, 18)),
        (Stage.ASSIGNED, TODAY),
    ]
    assert dict(Deadline.objects.values_list("code", "due_on")) == {
        "pathways.first_meeting": date(2027, 2, 6),
    }
    assert set(
        AccessGrant.objects.filter(context=done.case.pk, user=anna).values_list("person", flat=True)
    ) == {people.lucia.pk, people.marta.pk, people.nico.pk}
    assert [(n.kind, n.user) for n in anna.notifications.all()] == [("assignment.new", anna)]
    waiting.refresh_from_db()
    assert waiting.case == done.case
    assert not waiting_for(carla).exists()


@pytest.mark.django_db
def test_a_household_in_charge_keeps_its_case_and_is_never_doubled() -> None:
    standing = family_in_charge()
    waiting = application(standing.family)
    carla = cast.user(cast.CARLA)
    (row,) = proposals(carla, TODAY).rows
    assert (row.proposal.why, row.proposal.worker) == ("in_charge", standing.anna.pk)
    done = assign(application=waiting, worker=standing.anna, unit=office(), by=carla, at=NOW)
    assert not done.opened
    assert done.case == standing.case
    assert Case.objects.count() == 1
    assert Pathway.objects.filter(case=standing.case).count() == 2


@pytest.mark.django_db
def test_naming_another_worker_hands_the_case_over() -> None:
    standing = family_in_charge()
    luca = cast.user(cast.LUCA)
    assign(
        application=application(standing.family), worker=luca, unit=office(), by=cast.user(cast.CARLA), at=NOW
    )
    standing.case.refresh_from_db()
    assert standing.case.responsible == luca
    assert not Case.objects.visible_to(standing.anna).exists()


@pytest.mark.django_db
def test_a_missing_household_is_made_from_the_list() -> None:
    carla, anna = cast.user(cast.CARLA), cast.user(cast.ANNA)
    one, child = (
        create_person(first_name=name, last_name="Inventati", by=carla, at=NOW) for name in ("Ada", "Leo")
    )
    waiting = application(person=one, household=None)
    for person, relation in ((one, "reference"), (child, "child"), (None, "child")):
        Applicant.objects.create(application=waiting, person=person, relation=relation)
    done = assign(application=waiting, worker=anna, unit=office(), by=carla, at=NOW)
    members = done.case.household.members.order_by("id")
    assert [(m.person, m.relation) for m in members] == [(one, "reference"), (child, "child")]
    assert set(Person.objects.visible_to(anna)) == {one, child}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "worker", "said"),
    [
        ({"outcome": "lapsed"}, cast.ANNA, "non è più positivo"),
        ({"person": None, "household": None}, cast.ANNA, "Prima decidi chi"),
        ({}, cast.DARIO, "non è assistente sociale"),
    ],
)
def test_what_cannot_be_assigned_says_why(changes: dict[str, object], worker: str, said: str) -> None:
    waiting = application(family(), **changes)
    with pytest.raises(AssignmentRefused, match=said):
        assign(application=waiting, worker=cast.user(worker), unit=office(), by=cast.user(cast.CARLA), at=NOW)
    assert Case.objects.count() == Pathway.objects.count() == 0


@pytest.mark.django_db
def test_one_that_cannot_be_given_does_not_hold_up_the_others() -> None:
    carla, anna = cast.user(cast.CARLA), cast.user(cast.ANNA)
    first, second = application(family("Campioni")), application(family("Esempio"), outcome="rejected")
    choices = [Choice(a, anna, office()) for a in (second, first)]
    decided = assign_many(choices=choices, by=carla, at=NOW)
    assert [bool(d.assigned) for d in decided] == [False, True]
    assert "non è più positivo" in decided[0].refusal


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_the_second_is_told_who_and_when() -> None:
    waiting = application(family())
    people = {cast.ANNA: cast.user(cast.ANNA), cast.LUCA: cast.user(cast.LUCA)}
    carla, unit, together = cast.user(cast.CARLA), office(), Barrier(2)

    def decide(worker: str) -> str:
        try:
            together.wait(10)
            assign(application=waiting, worker=people[worker], unit=unit, by=carla, at=NOW)
        except AlreadyAssigned as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, people))
    assert answers.count("done") == 1
    responsible = Case.objects.get().responsible
    assert f"Già assegnato da Carla Esempi alle 9:00 a {responsible}." in answers
    assert Pathway.objects.count() == 1
    assert responsible is not None
    assert responsible.notifications.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_applications_of_one_household_at_once_open_one_case() -> None:
    people = family()
    both = [application(people), application(people)]
    anna, carla, unit, together = cast.user(cast.ANNA), cast.user(cast.CARLA), office(), Barrier(2)

    def decide(waiting: Application) -> None:
        try:
            together.wait(10)
            assign(application=waiting, worker=anna, unit=unit, by=carla, at=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(decide, both))
    assert Case.objects.count() == 1
    assert Pathway.objects.count() == 2


@pytest.mark.django_db
def test_proposals_cost_the_same_for_many(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    carla = cast.user(cast.CARLA)
    people = [
        create_person(first_name="Ada", last_name=f"Prova{n}", birth_date=date(1990, 1, 1), by=carla, at=NOW)
        for n in range(40)
    ]
    for person in people:
        application(town="Quarrata", person=person, household=None)
    _ = carla.access
    with django_assert_max_num_queries(12):
        board = proposals(carla, TODAY)
    assert len(board.rows) == 40
    giulia = cast.user(cast.GIULIA)
    assert {row.proposal.worker for row in board.rows} == {giulia.pk}
    assert board.rows[0].proposal.unit == office("servizio-quarrata").pk


@pytest.mark.django_db
def test_a_coordinator_decides_for_the_towns_of_the_own_units() -> None:
    application(family())
    assert waiting_for(cast.user(cast.CARLA)).count() == 1
    assert waiting_for(cast.user(cast.ANNA)).count() == 0


@pytest.mark.django_db
def test_a_closed_compartment_stays_closed() -> None:
    """A case in child protection neither shows nor decides anything here."""
    standing = family_in_charge()
    Case.objects.update(compartment="child_protection")
    application(standing.family, submitted_on=TODAY - timedelta(days=40))
    (row,) = proposals(cast.user(cast.CARLA), TODAY).rows
    assert row.proposal.why == "load"
    assert row.proposal.waiting.standing is None


@pytest.mark.django_db
def test_a_measure_that_runs_already_for_the_same_people_is_said_before_a_second_pathway_starts() -> None:
    standing, carla = family_in_charge(), cast.user(cast.CARLA)
    again = application(standing.family)
    choice = Choice(again, standing.anna, office(), beside="")
    (decided,) = assign_many(choices=[choice], by=carla, at=NOW)
    assert (decided.assigned, decided.why_beside) == (None, True)
    assert "nucleo Campioni, con Anna Prova" in decided.refusal
    again.refresh_from_db()
    assert again.case is None
    assert list(Pathway.objects.all()) == [standing.pathway]
    said = replace(choice, application=again, beside="La domanda di prima è decaduta.")
    (done,) = assign_many(choices=[said], by=carla, at=NOW)
    assert done.assigned is not None
    event = Event.objects.get(verb="cases.overlap.confirmed")
    assert (event.context, event.params["reason"]) == (standing.case.pk, "La domanda di prima è decaduta.")


@pytest.mark.django_db
def test_another_worker_who_follows_somebody_of_the_household_elsewhere_is_said() -> None:
    people, carla = family(), cast.user(cast.CARLA)
    home = create_household(label="Nonna", members=[(people.marta, "reference")], by=carla, at=NOW)
    luca = cast.user(cast.LUCA)
    open_case(household=home, unit=office(), responsible=luca, by=carla, at=NOW, on=TODAY)
    choice = Choice(application(people), cast.user(cast.ANNA), office(), beside="")
    (decided,) = assign_many(choices=[choice], by=carla, at=NOW)
    assert decided.why_beside
    assert "con Luca Campioni" in decided.refusal
    # Behind a fence nothing of it is told.
    Case.objects.filter(household=home).update(compartment="violence")
    AccessGrant.objects.filter(context=Case.objects.get(household=home).pk).update(
        compartment="violence", reaches=False
    )
    (free,) = assign_many(choices=[choice], by=carla, at=NOW)
    assert free.assigned is not None
