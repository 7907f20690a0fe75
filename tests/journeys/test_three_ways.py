"""From the agency's list to the closure of a project, along each of the three ways, by operations alone; the figures
of the zone are read before and after, and must move as the work does."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accanto.access.assignment.operations import assign
from accanto.access.outcomes.models import Application
from accanto.access.outcomes.operations import run_import, start_import
from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.operations import (
    accept_member_proposals,
    close_assessment,
    open_assessment,
    save_answer,
)
from accanto.casework.assessment.queries import full_reader, proposal_of, sheet_of
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import (
    check_service_pact,
    convoke,
    record_outcome,
    record_sending,
    record_service_pact,
)
from accanto.casework.projects.models import Project
from accanto.casework.projects.operations import (
    Answers,
    Closing,
    Ink,
    add_action,
    add_commitment,
    add_goal,
    add_support,
    close_project,
    open_project,
    propose,
    record_review,
    sign,
    start_project,
)
from accanto.casework.teams import operations as teams
from accanto.casework.teams.models import Team
from accanto.casework.teams.queries import expected_people
from accanto.people.persons.models import Person
from accanto.resources.catalogue.models import Service
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.queries import all_figures
from accanto.territory.bodies.models import Office
from tests import cast
from tests.casework.projects.situations import drawn_signature
from tests.present import moment

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LIST = """protocollo;data_domanda;codice_fiscale;cognome;nome;data_nascita;comune;esito;data_esito;motivo
INPS-1;01/09/2026;CMPLCU88E54G713H;Campioni;Lucia;14/05/1988;Pistoia;accolta;01/10/2026;
INPS-2;02/09/2026;MDLMRC80A01G713U;Modello;Marco;01/01/1980;Pistoia;accolta;01/10/2026;
INPS-3;03/09/2026;PRVDAA70A41G713J;Prova;Ada;01/01/1970;Pistoia;accolta;01/10/2026;
INPS-4;04/09/2026;;Finti;Ida;01/02/1975;Quarrata;respinta;01/10/2026;ISEE oltre soglia
"""
IMPORTED = moment(date(2026, 10, 5))
ASSIGNED = moment(date(2026, 10, 6))
MET = moment(date(2026, 10, 20), 10)
ANALYSED = moment(date(2026, 10, 20), 12)
TEAM_DAY = moment(date(2026, 11, 11), 9)
SIGNED = moment(date(2026, 11, 18), 11)
STARTED = moment(date(2026, 11, 23), 9)
REVIEWED = moment(date(2027, 2, 15), 10)
CLOSED = moment(date(2027, 9, 15), 10)

CALM = {
    "request_words": "Vorrei lavorare",
    "composition_matches": "yes",
    "language": "well",
    "income_sources": ["measure"],
    "month_end": "hardly",
    "tenure": "rented",
    "eviction": "no_risk",
    "services_present": ["none"],
    "support": 4,
    "first_step": "Un corso",
}
OUT_OF_WORK = {
    "work_status": "unemployed",
    "schooling": "upper",
    "health_state": "well",
    "disability_state": "none",
}
AT_WORK = OUT_OF_WORK | {"work_status": "employed"}


def figures(day: date) -> dict[str, tuple[int | None, int | None]]:
    return {f.code: (f.numerator, f.denominator) for f in all_figures(Scope(day, "adi", ""))}


def imported() -> None:
    carla = cast.user(cast.CARLA)
    listed = start_import(
        source="INPS", filename="esiti.csv", content=LIST.encode(), by=carla, at=IMPORTED, measure="adi"
    )
    done = run_import(outcome_import=listed, by=carla, at=IMPORTED)
    assert (done.read, done.created, done.rejected) == (4, 4, 0)


def in_charge(protocol: str) -> Pathway:
    given = assign(
        application=Application.objects.get(protocol=protocol),
        worker=cast.user(cast.ANNA),
        unit=Office.objects.get(code="polo-pistoia-nord"),
        by=cast.user(cast.CARLA),
        at=ASSIGNED,
    )
    return given.pathway


def met(pathway: Pathway, starts_at: datetime) -> None:
    anna = cast.user(cast.ANNA)
    convocation = convoke(
        pathway=pathway,
        purpose="first",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        office=Office.objects.get(code="polo-pistoia-nord"),
        social_worker=anna,
        consultant=cast.user(cast.BRUNO),
        by=anna,
        at=ASSIGNED,
    )
    record_sending(
        convocation=convocation, channel="sms", sent_at=ASSIGNED, proof="ricevuta 1", by=anna, at=ASSIGNED
    )
    record_outcome(convocation=convocation, outcome="held", by=anna, at=MET + timedelta(hours=1))


def analysed(pathway: Pathway, answers: Mapping[str, Any], person_answers: Mapping[str, Any]) -> Assessment:
    """Filled by Anna, and closed on the way that the rules propose."""
    anna = cast.user(cast.ANNA)
    assessment = open_assessment(pathway=pathway, kind="section_a", by=anna, at=ANALYSED)
    person = Person.objects.get(memberships__household=pathway.case.household)
    for whose, wanted in ((None, answers), (person, person_answers)):
        for item, value in wanted.items():
            save_answer(
                assessment=assessment,
                item=item,
                value=value,
                person=whose,
                expected_version=0,
                by=anna,
                at=ANALYSED,
            )
    accept_member_proposals(assessment=assessment, by=anna, at=ANALYSED)
    assessment.refresh_from_db()
    proposal = proposal_of(sheet_of(full_reader(assessment), ANALYSED.date()))
    done = close_assessment(assessment=assessment, by=anna, at=ANALYSED, way=proposal.way)
    pathway.refresh_from_db()
    return done


def written(pathway: Pathway) -> Project:
    """One goal with two actions, one commitment, one support."""
    anna = cast.user(cast.ANNA)
    person = Person.objects.get(memberships__household=pathway.case.household)
    project = open_project(pathway=pathway, by=anna, at=SIGNED)
    goal = add_goal(project=project, area="housing", text="Tenere la casa", by=anna, at=SIGNED)
    add_action(goal=goal, text="Parlare con il proprietario", person=person, by=anna, at=SIGNED)
    add_action(goal=goal, text="Cercare un contributo", user=anna, by=anna, at=SIGNED)
    add_commitment(project=project, person=person, text="Pagare l’affitto ogni mese", by=anna, at=SIGNED)
    add_support(project=project, service=Service.objects.order_by("code")[0], by=anna, at=SIGNED)
    project.refresh_from_db()
    return project


def signed_by_all(project: Project) -> list[str]:
    """Every party signs the frozen version; gives back the bodies that did."""
    anna = cast.user(cast.ANNA)
    version = propose(project=project, by=anna, at=SIGNED)
    bodies = []
    for party in project.parties.all():
        name = str(party.person or party.user)
        sign(
            version=version,
            party=party,
            ink=Ink(kind="drawn", signed_name=name, signed_on=SIGNED.date(), drawn=drawn_signature()),
            by=party.user or anna,
            at=SIGNED,
        )
        if party.organisation:
            bodies.append(party.organisation.code)
    project.refresh_from_db()
    assert project.state == "signed"
    return bodies


def lived(project: Project) -> None:
    """Started, reviewed once, closed with every action done."""
    anna = cast.user(cast.ANNA)
    start_project(project=project, on=STARTED.date(), by=anna, at=STARTED)
    levels = dict.fromkeys(("functioning", "economic", "work", "education", "housing", "networks"), 3)
    record_review(
        project=project,
        held_on=REVIEWED.date(),
        answers=Answers(
            commitments={c.pk: ("yes", "") for c in project.commitments.all()},
            goals={g.pk: ("under_way", "") for g in project.goals.all()},
            levels=levels,
        ),
        by=anna,
        at=REVIEWED,
    )
    actions = [action for goal in project.goals.all() for action in goal.actions.all()]
    close_project(
        project=project,
        closing=Closing(
            outcome="autonomy",
            evaluation="La casa è salva.",
            closed_on=CLOSED.date(),
            fates={action.pk: ("done", "") for action in actions},
            levels=levels | {"housing": 5},
        ),
        by=anna,
        at=CLOSED,
    )


def team_decides(pathway: Pathway) -> None:
    carla = cast.user(cast.CARLA)
    meeting = teams.plan_meeting(
        team=Team.objects.get(code="eemm-pistoia"),
        starts_at=TEAM_DAY,
        ends_at=TEAM_DAY + timedelta(hours=3),
        place="Sala 2",
        by=carla,
        at=ANALYSED + timedelta(days=1),
    )
    item = teams.put_on_agenda(
        meeting=meeting,
        pathway=pathway,
        question="Quali sostegni?",
        by=carla,
        at=ANALYSED + timedelta(days=2),
    )
    teams.decide_item(item=item, decision="project", text="Casa e lavoro insieme.", by=carla, at=TEAM_DAY)
    there = [teams.Presence(one.user, present=True) for one in expected_people(meeting)]
    teams.take_attendance(meeting=meeting, sheet=there, by=carla, at=TEAM_DAY)
    teams.hold_meeting(meeting=meeting, by=carla, at=TEAM_DAY + timedelta(hours=3), notes="")


def test_work_only_ends_in_a_service_pact_that_somebody_checks() -> None:
    imported()
    pathway = in_charge("INPS-2")
    met(pathway, MET)
    assert analysed(pathway, CALM, OUT_OF_WORK).decided_way == "work_only"
    pact = record_service_pact(
        pathway=pathway,
        person=Person.objects.get(memberships__household=pathway.case.household),
        office=Office.objects.get(code="centro-impiego-pistoia"),
        signed_on=SIGNED.date(),
        by=cast.user(cast.BRUNO),
        at=SIGNED,
    )
    assert check_service_pact(pact=pact, by=cast.user(cast.CARLA), at=SIGNED).state == "checked"
    assert not Project.objects.filter(pathway=pathway).exists()


def test_social_only_is_a_project_of_the_social_service() -> None:
    imported()
    pathway = in_charge("INPS-3")
    met(pathway, MET)
    assert analysed(pathway, CALM | {"eviction": "arrears"}, AT_WORK).decided_way == "social_only"
    project = written(pathway)
    assert project.kind == "social"
    signed_by_all(project)
    lived(project)
    pathway.refresh_from_db()
    assert (pathway.state, pathway.stage) == ("closed", "closed")


def test_a_complex_need_goes_through_the_team_to_a_project_of_four_parties_and_three_bodies() -> None:
    imported()
    pathway = in_charge("INPS-1")
    met(pathway, MET)
    assert (
        analysed(pathway, CALM | {"eviction": "arrears", "support": 1}, OUT_OF_WORK).decided_way == "complex"
    )
    team_decides(pathway)
    project = written(pathway)
    assert project.kind == "complex"
    bodies = signed_by_all(project)
    assert project.parties.count() == 4
    assert len(set(bodies)) == 3
    lived(project)
    assert not Deadline.objects.filter(case=pathway.case, state="open").exists()


def test_the_figures_move_as_the_work_does() -> None:
    imported()
    before = figures(IMPORTED.date())
    assert before["analysis_share"] == (0, 3)
    pathway = in_charge("INPS-1")
    met(pathway, MET)
    analysed(pathway, CALM | {"eviction": "arrears", "support": 1}, OUT_OF_WORK)
    assert figures(ANALYSED.date())["analysis_share"] == (1, 3)
    team_decides(pathway)
    project = written(pathway)
    signed_by_all(project)
    after_signing = figures(SIGNED.date())
    assert after_signing["team_or_social_share"] == (1, 3)
    assert after_signing["project_share"] == (0, 3)
    lived(project)
    after = figures(STARTED.date())
    assert after["project_share"] == (1, 3)
    assert figures(IMPORTED.date()) == before


def test_somebody_else_has_the_household_and_the_second_coordinator_is_told() -> None:
    imported()
    in_charge("INPS-1")
    from accanto.access.assignment.operations import AlreadyAssigned

    with pytest.raises(AlreadyAssigned):
        in_charge("INPS-1")
    assert Case.objects.count() == 1
