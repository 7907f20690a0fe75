"""Situations for the journeys that begin in the middle, made by operations inside a house's own database.

python -m tests.journeys.situations NAME     makes the situation and writes what it is made of, as JSON
"""

import json
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.database import EYES_OF_TESTS, ROOT
from tests.house import House
from tests.present import moment

if TYPE_CHECKING:
    from accanto.casework.pathways.models import Pathway

ASSIGNED = date(2026, 11, 12)
ANALYSED = moment(date(2026, 11, 16), 10)
PLANNED = moment(date(2026, 11, 17), 9)
TEAM_DAY = moment(date(2026, 11, 24), 9)


def prepare(house: House, name: str) -> dict[str, Any]:
    """Make the situation in the house; the clock of its pages stays where it is."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.situations", name],
        cwd=ROOT,
        env={**house.surroundings, "PGOPTIONS": EYES_OF_TESTS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def desk_with_a_service() -> dict[str, Any]:
    """A service of the directory that answers a need of housing, and Ada, whom Dario sees; made once."""
    from accanto.access.directory.models import Entry
    from tests import cast
    from tests.access.desk.situation import entry, somebody
    from tests.present import NOW

    name = "Agenzia della casa di prova"
    if not Entry.objects.filter(name=name).exists():
        entry(name, at=NOW)
        somebody(seen_by=[cast.user(cast.DARIO)], at=NOW)
    return {"name": name}


def a_family_to_visit() -> dict[str, Any]:
    """Lucia with two children, in charge of Anna; section A is open and empty."""
    from accanto.casework.assessment.operations import open_assessment
    from tests.scenarios import family_in_charge

    given = family_in_charge("Campioni", assigned_on=ASSIGNED)
    analysis = open_assessment(pathway=given.pathway, kind="section_a", by=given.anna, at=ANALYSED)
    return {"case": str(given.case.pk), "analysis": str(analysis.pk)}


def a_family_that_moves() -> dict[str, Any]:
    """Lucia with two children, in charge of Anna in Pistoia, with an interview already planned."""
    from accanto.casework.cases.operations import book_appointment
    from tests.scenarios import family_in_charge

    given = family_in_charge("Campioni", assigned_on=ASSIGNED)
    starts = moment(date(2026, 12, 1), 15)
    book_appointment(
        case=given.case,
        kind="interview",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        operators=[given.anna],
        by=given.anna,
        at=ANALYSED,
    )
    return {"case": str(given.case.pk)}


def a_household_before_the_team() -> dict[str, Any]:
    """A complex need on the agenda of tomorrow's meeting, and another household that is not."""
    from tests.scenarios import family_in_charge

    asked, other = family_in_charge("Esempio"), family_in_charge("Immaginari")
    for given in (asked, other):
        _found(given.pathway, "complex")
    meeting, item = _on_the_agenda(asked.pathway)
    return {
        "case": str(asked.case.pk),
        "other": str(other.case.pk),
        "pathway": str(asked.pathway.pk),
        "meeting": meeting,
        "item": item,
    }


def a_project_to_sign() -> dict[str, Any]:
    """The social service's project of Lucia Modello, proposed today; she and Anna have still to sign."""
    from accanto.casework.projects.operations import (
        add_action,
        add_commitment,
        add_goal,
        open_project,
        propose,
    )
    from tests.scenarios import family_in_charge

    given = family_in_charge("Modello")
    _found(given.pathway, "social_only")
    call: dict[str, Any] = {"by": given.anna, "at": PLANNED}
    lucia = given.family.lucia
    project = open_project(pathway=given.pathway, **call)
    goal = add_goal(project=project, area="housing", text="Tenere la casa", **call)
    add_action(goal=goal, text="Parlare con il proprietario", person=lucia, **call)
    add_commitment(project=project, person=lucia, text="Pagare l’affitto ogni mese", **call)
    project.refresh_from_db()
    propose(project=project, **call)
    return {"case": str(given.case.pk), "project": str(project.pk)}


def an_office_for_minors() -> dict[str, Any]:
    """Whoever coordinates Polo Nord is let into the compartment of child protection."""
    from accanto.territory.bodies.models import Office

    Office.objects.filter(code="polo-pistoia-nord").update(compartments=["child_protection"])
    return {}


def many_cases_and_a_list() -> dict[str, Any]:
    """Five households in charge of Anna; three more wait for somebody."""
    from accanto.access.outcomes.operations import run_import, start_import
    from tests import cast
    from tests.scenarios import family_in_charge

    for surname in ("Campioni", "Esempio", "Finti", "Modello", "Prova"):
        family_in_charge(surname, assigned_on=ASSIGNED)
    carla = cast.user(cast.CARLA)
    listed = start_import(
        source="INPS", filename="esiti.csv", content=WAITING.encode(), by=carla, at=PLANNED, measure="adi"
    )
    run_import(outcome_import=listed, by=carla, at=PLANNED)
    return {}


WAITING = """protocollo;data_domanda;codice_fiscale;cognome;nome;data_nascita;comune;esito;data_esito;motivo
INPS-11;01/10/2026;MMGNRN81B41G713E;Immaginari;Nerina;01/02/1981;Pistoia;accolta;02/11/2026;
INPS-12;01/10/2026;NVNDOO82C02G713V;Inventati;Odo;02/03/1982;Pistoia;accolta;02/11/2026;
INPS-13;01/10/2026;MDLLMP83D43G713K;Modelli;Olimpia;03/04/1983;Pistoia;accolta;02/11/2026;
"""


def _found(pathway: "Pathway", way: str) -> None:
    """Section A, filled and closed by Anna."""
    from accanto.casework.assessment.operations import (
        accept_member_proposals,
        close_assessment,
        open_assessment,
        save_answer,
    )
    from accanto.people.persons.models import Person
    from tests import cast

    anna = cast.user(cast.ANNA)
    analysis = open_assessment(pathway=pathway, kind="section_a", by=anna, at=ANALYSED)
    members = Person.objects.filter(memberships__household=pathway.case.household).order_by("birth_date")
    grown, children = members[0], members[1:]
    asked: list[tuple[str, Any, Any]] = [(item, value, None) for item, value in OF_ALL.items()]
    asked += [(item, value, grown) for item, value in OF_ADULTS.items()]
    asked += [(item, value, person) for person in members for item, value in OF_EACH.items()]
    asked += [("attendance", "regular", child) for child in children if child.birth_date.year < 2023]
    for item, value, person in asked:
        save_answer(
            assessment=analysis,
            item=item,
            value=value,
            person=person,
            expected_version=0,
            by=anna,
            at=ANALYSED,
        )
    accept_member_proposals(assessment=analysis, by=anna, at=ANALYSED)
    close_assessment(assessment=analysis, by=anna, at=ANALYSED, way=way, reason="Così dicono")


OF_ALL = {
    "request_words": "Restare in questa casa",
    "composition_matches": "yes",
    "language": "well",
    "income_sources": ["measure"],
    "month_end": "hardly",
    "tenure": "rented",
    "eviction": "arrears",
    "services_present": ["none"],
    "support": 1,
    "first_step": "Parlare con il proprietario",
}
OF_ADULTS = {"work_status": "unemployed", "schooling": "upper"}
OF_EACH = {"health_state": "well", "disability_state": "none"}


def _on_the_agenda(pathway: "Pathway") -> tuple[str, str]:
    from accanto.casework.teams import operations as teams
    from accanto.casework.teams.models import Team
    from tests import cast

    carla = cast.user(cast.CARLA)
    meeting = teams.plan_meeting(
        team=Team.objects.get(code="eemm-pistoia"),
        starts_at=TEAM_DAY,
        ends_at=TEAM_DAY + timedelta(hours=3),
        place="Sala 2",
        by=carla,
        at=PLANNED,
    )
    item = teams.put_on_agenda(
        meeting=meeting, pathway=pathway, question="Quali sostegni per la casa?", by=carla, at=PLANNED
    )
    return str(meeting.pk), str(item.pk)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(globals()[sys.argv[1]]()))  # noqa: T201 - it is the answer
