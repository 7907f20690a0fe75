"""How much each worker carries, of which cases; and all that runs for a household, with what overlaps."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases import running, workload
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.casework.cases.operations import book_appointment, move_case, open_case, suspend_case
from accanto.casework.cases.operations.overlapping import RunsAlready
from accanto.casework.pathways.operations import enter_stage, set_way, start_pathway
from accanto.casework.projects.models import Project
from accanto.casework.projects.operations import add_support, change_support, open_project, start_project
from accanto.foundation.audit.models import Event
from accanto.people.households.models import Member
from accanto.people.households.operations import create_household, end_membership
from accanto.people.households.queries import members_of
from accanto.resources.catalogue.models import Service
from accanto.territory.bodies.models import Office
from tests import cast
from tests.casework.projects import situations
from tests.casework.projects.situations import reference
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def nord() -> Office:
    return Office.objects.get(code="polo-pistoia-nord")


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_a_case_weighs_what_the_rule_says_and_each_piece_is_told(made: Situation) -> None:
    """One case, a running measure, two children, a home visit: 1 + 0,2 + 0,2 + 0,1."""
    DiaryEntry.objects.create(
        case=made.case, kind="home_visit", text="x", happened_at=NOW, written_at=NOW, author=made.anna
    )
    (one,) = workload.cases_behind(nord(), made.anna, made.carla, TODAY)
    assert one.weight == 1.5
    assert dict(one.pieces) == {
        "il caso in sé": 1.0,
        "misura in corso": 0.2,
        "figli minorenni": 0.2,
        "visite a casa negli ultimi tre mesi": 0.1,
    }
    assert workload.loads_of([made.anna.pk], TODAY, workload.weights_on(TODAY)) == {made.anna.pk: (1, 1.5)}
    suspend_case(
        case=made.case,
        reason="away",
        note="x",
        expected_on=TODAY + timedelta(days=9),
        by=made.anna,
        at=NOW,
        on=TODAY,
    )
    (load,) = workload.workload(nord(), made.carla, TODAY)
    assert (load.user, load.cases, load.suspended, load.weight) == (made.anna, 1, 1, 0.8)


def test_what_lies_behind_a_fence_weighs_on_nobody_who_does_not_see_it(made: Situation) -> None:
    family_in_charge("Modello")
    move_case(case=made.case, compartment="violence", staying=[], reason="x", by=made.anna, at=NOW)
    (load,) = workload.workload(nord(), made.carla, TODAY)
    assert load.cases == 1
    assert workload.loads_of([made.anna.pk], TODAY, workload.weights_on(TODAY))[made.anna.pk][0] == 1


def test_the_page_is_for_whoever_organises_the_work(
    made: Situation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(cast.CARLA)
    page = client.get(reverse("case_workload"), {"unita": "polo-pistoia-nord"})
    assert page.status_code == 200
    rows = client.get(reverse("case_workload_rows", args=["polo-pistoia-nord", made.anna.pk]))
    assert "Campioni" in rows.content.decode()
    assert enter(cast.ANNA).get(reverse("case_workload")).status_code == 403


def support(made: Situation) -> tuple[Service, Project]:
    """Marta has a service of the catalogue, in a project of the social way."""
    reference()
    enter_stage(pathway=made.pathway, stage="analysis", on=TODAY, by=made.anna, at=NOW)
    set_way(pathway=made.pathway, way="social_only", by=made.anna, at=NOW)
    project = open_project(pathway=made.pathway, by=made.anna, at=NOW)
    service = Service.objects.on_offer(TODAY).order_by("pk")[0]
    add_support(project=project, service=service, person=made.family.marta, by=made.anna, at=NOW)
    return service, project


def test_the_same_service_for_the_same_person_is_pointed_out_before_it_is_given_twice(
    made: Situation,
) -> None:
    service, project = support(made)
    told: dict[str, Any] = {
        "project": project,
        "service": service,
        "person": made.family.marta,
        "by": made.anna,
        "at": NOW,
    }
    with pytest.raises(RunsAlready, match="Anna Prova") as refusal:
        add_support(beside="", **told)
    assert refusal.value.field == "beside"
    assert "senza una fine" in str(refusal.value)
    add_support(beside="Serve un secondo educatore.", **told)
    other = {**told, "person": made.family.nico}
    add_support(beside="", **other)


def test_a_support_that_becomes_another_one_is_asked_about_too_and_never_beside_itself(
    made: Situation,
) -> None:
    service, project = support(made)
    first = project.supports.get()
    told: dict[str, Any] = {"by": made.anna, "at": NOW}
    other = Service.objects.on_offer(TODAY).exclude(siuss_code=service.siuss_code).order_by("pk")[0]
    second = add_support(project=project, service=other, person=made.family.marta, beside="", **told)
    kept = change_support(
        support=first, service=service, person=made.family.marta, note="Il martedì", beside="", **told
    )
    assert kept.note == "Il martedì"
    with pytest.raises(RunsAlready, match="Anna Prova"):
        change_support(support=second, service=service, person=made.family.marta, beside="", **told)
    assert project.supports.get(pk=second.pk).service == other
    change_support(
        support=second, service=service, person=made.family.marta, beside="Due ore in più.", **told
    )
    assert Event.objects.filter(verb="cases.overlap.confirmed").count() == 1


def test_what_began_elsewhere_since_is_said_before_a_project_starts() -> None:
    found = situations.proposed()
    situations.sign_all(found)
    case = found.project.case
    given = found.project.supports.select_related("service", "person").first()
    assert given is not None
    home = create_household(
        label="Nonna", members=[(given.person or members_of(case.household, TODAY)[0].person, "reference")],
        by=found.anna, at=NOW,
    )  # fmt: skip
    other = open_case(household=home, unit=nord(), responsible=found.anna, by=found.anna, at=NOW, on=TODAY)
    pathway = start_pathway(
        case=other, measure="rdc", source=uuid4(), protocol="INPS-X", municipality=found.project.pathway.municipality,
        outcome_on=TODAY, clock_starts_on=TODAY, by=found.anna, at=NOW, on=TODAY,
    )  # fmt: skip
    enter_stage(pathway=pathway, stage="analysis", on=TODAY, by=found.anna, at=NOW)
    set_way(pathway=pathway, way="social_only", by=found.anna, at=NOW)
    add_support(
        project=open_project(pathway=pathway, by=found.anna, at=NOW), service=given.service,
        by=found.anna, at=NOW,
    )  # fmt: skip
    with pytest.raises(RunsAlready, match="Nonna"):
        start_project(project=found.project, on=TODAY, by=found.anna, at=NOW, beside="")
    assert found.again().state == "signed"
    start_project(project=found.project, on=TODAY, by=found.anna, at=NOW, beside="Due aiuti diversi.")
    assert found.again().started_on == TODAY


def test_what_runs_where_one_does_not_see_is_neither_told_nor_weighed(made: Situation) -> None:
    """Marta is followed behind a fence too: for whoever is not let in nothing of it runs."""
    apart = create_household(
        label="Rifugio", members=[(made.family.marta, "reference")], by=made.carla, at=NOW
    )
    case = open_case(
        household=apart, unit=nord(), responsible=cast.user(cast.LUCA), by=made.carla, at=NOW, on=TODAY,
        compartment="violence",
    )  # fmt: skip
    people = [made.family.marta.pk]
    assert {row.case.pk for row in running.running_for(people, made.anna, TODAY)} == {made.case.pk}
    page = enter(cast.ANNA).get(reverse("case_picture", args=[made.case.pk])).content.decode()
    assert case.number not in page
    assert "Rifugio" not in page


def test_what_somebody_had_in_the_household_they_left_is_pointed_out_in_their_new_one(
    made: Situation,
) -> None:
    """A support of Marta goes on in the project of her former household; what is of all who live there is not hers."""
    service, project = support(made)
    other = Service.objects.on_offer(TODAY).exclude(siuss_code=service.siuss_code).order_by("pk")[0]
    add_support(project=project, service=other, by=made.anna, at=NOW, beside="")
    starts = NOW + timedelta(days=3)
    book_appointment(
        case=made.case, kind="interview", title="Con chi è rimasto", starts_at=starts,
        ends_at=starts + timedelta(hours=1), operators=[made.anna], by=made.anna, at=NOW,
    )  # fmt: skip
    marta = made.family.marta
    row = Member.objects.get(person=marta, ends_on=None)
    end_membership(member=row, on=TODAY, by=made.anna, at=NOW)
    home = create_household(label="Nuovi", members=[(marta, "reference")], by=made.anna, at=NOW, on=TODAY)
    case = open_case(household=home, unit=nord(), responsible=made.anna, by=made.anna, at=NOW, on=TODAY)
    rows = running.running_for([marta.pk], made.anna, TODAY)
    assert {(one.title, one.case, one.opens_case) for one in rows} == {
        (service.name, made.case, False), (f"Caso {case.number}, {case.unit}", case, True),
    }  # fmt: skip
    assert running.overlaps(rows, TODAY) == []
    page = enter(cast.ANNA).get(reverse("case_picture", args=[case.pk])).content.decode()
    assert service.name in page
    assert "Con chi è rimasto" not in page
    pathway = start_pathway(
        case=case, measure="rdc", source=uuid4(), protocol="INPS-Y", municipality=made.pathway.municipality,
        outcome_on=TODAY, clock_starts_on=TODAY, by=made.anna, at=NOW, on=TODAY,
    )  # fmt: skip
    enter_stage(pathway=pathway, stage="analysis", on=TODAY, by=made.anna, at=NOW)
    set_way(pathway=pathway, way="social_only", by=made.anna, at=NOW)
    told: dict[str, Any] = {
        "project": open_project(pathway=pathway, by=made.anna, at=NOW), "by": made.anna, "at": NOW,
    }  # fmt: skip
    with pytest.raises(RunsAlready, match="senza una fine"):
        add_support(service=service, person=marta, beside="", **told)
    add_support(service=other, person=marta, beside="", **told)


def test_two_responsible_workers_for_the_same_person_stand_among_the_overlaps(made: Situation) -> None:
    home = create_household(label="Nonna", members=[(made.family.nico, "reference")], by=made.carla, at=NOW)
    open_case(household=home, unit=nord(), responsible=cast.user(cast.LUCA), by=made.carla, at=NOW, on=TODAY)
    rows = running.running_for([made.family.nico.pk], made.carla, TODAY)
    assert [one.words for one in running.overlaps(rows, TODAY)] == ["Due responsabili per la stessa persona"]
    page = enter(cast.CARLA).get(reverse("case_picture", args=[made.case.pk])).content.decode()
    assert "Due responsabili per la stessa persona" in page


def test_the_picture_costs_a_fixed_number_of_queries(
    made: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    support(made)
    client = enter(cast.ANNA)
    url = reverse("case_picture", args=[made.case.pk])
    client.get(url)
    with django_assert_max_num_queries(22):
        assert client.get(url).status_code == 200


def test_a_case_with_ten_years_of_record_opens_in_fifteen_queries(
    made: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from accanto.casework.cases.models import CaseSuspension, Deadline, HouseholdChange

    Case.objects.filter(pk=made.case.pk).update(opened_on=TODAY - timedelta(days=3650))
    for weeks in range(520):
        then = NOW - timedelta(weeks=weeks)
        DiaryEntry.objects.create(
            case=made.case,
            kind="interview",
            text=f"Colloquio {weeks}",
            happened_at=then,
            written_at=then,
            author=made.anna,
        )
    for year in range(10):
        day = TODAY - timedelta(days=365 * (year + 1))
        CaseSuspension.objects.create(
            case=made.case, reason="away", note="x", starts_on=day, expected_on=day + timedelta(days=9),
            suspended_by=made.anna, ends_on=day + timedelta(days=5), end_note="x", resumed_by=made.anna,
        )  # fmt: skip
        HouseholdChange.objects.create(
            case=made.case, kind="moved", happened_on=day, recorded_by=made.anna, recorded_at=NOW
        )
        Deadline.objects.create(
            case=made.case, owner=made.anna, code="cases.suspension", started_on=day, due_on=day, state="done",
            closed_at=NOW,
        )  # fmt: skip
    client = enter(cast.ANNA)
    url = reverse("case", args=[made.case.pk])
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200
