"""Opening and writing a project: who may have one, and what nobody can overwrite."""

from datetime import date

import pytest

from accanto.casework.pathways.operations import set_way, start_pathway
from accanto.casework.projects import operations
from accanto.casework.projects.models import Goal, Project, ProjectChange, Support
from accanto.casework.projects.operations.suggestions import suggestions_for
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.resources.catalogue.models import Service
from accanto.territory.places.models import Municipality
from tests.casework.projects import situations
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "morning")]


def test_a_social_need_is_written_by_the_social_worker_and_signed_by_adult_and_worker() -> None:
    found = situations.begun()
    assert found.project.kind == "social"
    parties = [(p.person, p.user) for p in found.project.parties.all()]
    assert parties == [(found.situation.family.lucia, None), (None, found.anna)]


def test_a_complex_need_waits_for_the_team_and_then_asks_every_body_to_sign() -> None:
    waiting = family_in_charge("Prova")
    set_way(pathway=waiting.pathway, way="complex", by=waiting.anna, at=NOW)
    with pytest.raises(operations.ProjectRefused, match="équipe"):
        operations.open_project(pathway=waiting.pathway, by=waiting.anna, at=NOW)
    found = situations.begun(situations.complex_situation())
    assert found.project.kind == "complex"
    signers = [p.user.username for p in found.project.parties.all() if p.user]
    # SdS and municipalities are one institution: Carla, who chairs, does not sign beside Anna.
    assert signers == ["anna.prova", "bruno.test", "elena.modello"]


@pytest.mark.parametrize("way", ["", "work_only"])
def test_without_a_way_or_with_work_only_there_is_no_project(way: str) -> None:
    situation = family_in_charge()
    if way:
        set_way(pathway=situation.pathway, way=way, by=situation.anna, at=NOW)
    with pytest.raises(operations.ProjectRefused):
        operations.open_project(pathway=situation.pathway, by=situation.anna, at=NOW)
    assert Project.objects.count() == 0


def second_pathway(situation: object) -> object:
    from uuid import uuid4

    return start_pathway(
        case=situation.case,  # type: ignore[attr-defined]
        measure="adi",
        source=uuid4(),
        protocol="INPS-SECONDA",
        municipality=Municipality.objects.get(name="Pistoia"),
        outcome_on=date(2026, 11, 20),
        clock_starts_on=date(2026, 11, 21),
        by=situation.anna,  # type: ignore[attr-defined]
        at=NOW,
        on=TODAY,
    )


def test_a_running_project_is_extended_into_the_new_application_never_doubled() -> None:
    found = situations.running()
    fresh = second_pathway(found.situation)
    set_way(pathway=fresh, way="social_only", by=found.anna, at=NOW)
    with pytest.raises(operations.ProjectRefused, match="prolungalo"):
        operations.open_project(pathway=fresh, by=found.anna, at=NOW)
    operations.extend_project(
        project=found.project, pathway=fresh, reason="Rinnovo della misura", by=found.anna, at=NOW, on=TODAY
    )
    assert found.again().pathway_id == fresh.pk
    assert list(fresh.stages.values_list("stage", flat=True)) == ["outcome", "assigned", "project", "started"]
    assert Project.objects.filter(case=found.situation.case).count() == 1


def test_every_change_is_a_revision_with_who_and_what() -> None:
    found = situations.begun()
    goal = operations.add_goal(project=found.project, area="work", text="Lavorare", by=found.anna, at=NOW)
    operations.change_goal(goal=goal, area="work", text="Lavorare vicino a casa", by=found.anna, at=NOW)
    operations.remove_goal(goal=goal, by=found.anna, at=NOW)
    changes = list(ProjectChange.objects.values_list("revision", "what", "text"))
    assert changes == [
        (2, "goal_added", "Lavorare"),
        (3, "goal_changed", "Lavorare vicino a casa"),
        (4, "goal_removed", "Lavorare vicino a casa"),
    ]
    assert found.again().revision == 4
    assert Goal.objects.count() == 0


def test_who_read_an_older_revision_is_told_what_changed_and_overwrites_nothing() -> None:
    found = situations.begun()
    goal = operations.add_goal(project=found.project, area="work", text="Lavorare", by=found.anna, at=NOW)
    read = found.again().revision
    operations.change_goal(
        goal=goal,
        area="work",
        text="Lavorare la mattina",
        by=found.situation.carla,
        at=NOW,
        expected_revision=read,
    )
    with pytest.raises(ChangedMeanwhile) as refusal:
        operations.change_goal(
            goal=goal, area="work", text="Lavorare la sera", by=found.anna, at=NOW, expected_revision=read
        )
    assert [str(line) for line in refusal.value.missing] == [
        "Carla Esempi ha cambiato l’obiettivo «Lavorare la mattina»"
    ]
    assert Goal.objects.get().text == "Lavorare la mattina"


def test_an_action_is_done_by_exactly_one() -> None:
    found = situations.begun()
    goal = operations.add_goal(project=found.project, area="work", text="Lavorare", by=found.anna, at=NOW)
    lucia = found.situation.family.lucia
    for nobody_or_two in ({}, {"person": lucia, "user": found.anna}):
        with pytest.raises(OperationRefused) as refusal:
            operations.add_action(goal=goal, text="Iscriversi", by=found.anna, at=NOW, **nobody_or_two)
        assert refusal.value.field == "who"


def test_a_stranger_undertakes_nothing() -> None:
    found = situations.begun()
    stranger = situations.social_situation("Inventati").family.lucia
    with pytest.raises(OperationRefused) as refusal:
        operations.add_commitment(project=found.project, person=stranger, text="Vado", by=found.anna, at=NOW)
    assert refusal.value.field == "person"


def test_a_support_is_paid_only_by_a_fund_that_pays_for_it() -> None:
    found = situations.begun()
    home_help = Service.objects.get(code="assistenza-domiciliare")
    other = Service.objects.get(code="prevenzione-dipendenze").funds.get()
    with pytest.raises(OperationRefused) as refusal:
        operations.add_support(project=found.project, service=home_help, fund=other, by=found.anna, at=NOW)
    assert refusal.value.field == "money"
    assert Support.objects.count() == 0


def test_section_b_becomes_goals_urgent_areas_first_and_only_once() -> None:
    situation = situations.complex_situation()
    situations.deepened(
        situation,
        housing_expected="La casa non si perde",
        housing_urgency="later",
        work_expected="Lucia lavora",
        work_urgency="now",
        education_expected="Non adesso",
        education_urgency="no",
    )
    found = situations.begun(situation)
    assert [s.area for s in suggestions_for(found.project, found.anna, NOW)] == ["work", "housing"]
    operations.copy_suggestions(project=found.project, areas=["work", "housing"], by=found.anna, at=NOW)
    assert list(found.project.goals.values_list("area", "text")) == [
        ("work", "Lucia lavora"),
        ("housing", "La casa non si perde"),
    ]
    assert suggestions_for(found.project, found.anna, NOW) == []


def test_what_was_frozen_is_never_deleted() -> None:
    found = situations.running()
    operations.revise(project=found.project, reason="Cambia il lavoro", by=found.anna, at=NOW)
    goal = found.project.goals.first()
    operations.remove_goal(goal=goal, by=found.anna, at=NOW)
    assert goal not in found.project.goals.present()
    assert Goal.objects.filter(pk=goal.pk, removed_at=NOW).exists()


def test_a_signed_project_does_not_change_under_the_family() -> None:
    found = situations.proposed()
    with pytest.raises(operations.NotEditable):
        operations.add_goal(project=found.project, area="work", text="Altro", by=found.anna, at=NOW)
    situations.sign_all(found)
    with pytest.raises(operations.NotEditable):
        operations.add_goal(project=found.project, area="work", text="Altro", by=found.anna, at=NOW)
