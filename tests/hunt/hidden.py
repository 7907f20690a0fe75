"""Twenty households, forty people, in a closed compartment: every text about them carries a word nobody else has."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from stdnum.it.codicefiscale import calc_check_digit

from accanto.access.outcomes.models import Applicant, Application, Candidate
from accanto.access.outcomes.operations import note_accompaniment
from accanto.casework.assessment.operations import open_assessment, save_answer
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import move_case, open_case, write_diary
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import enter_stage, set_way, start_pathway
from accanto.casework.projects.operations import add_action, add_goal, open_project, write_summary
from accanto.foundation.documents.operations import store_document
from accanto.people.households.operations import create_household
from accanto.people.persons.models import Person
from accanto.people.persons.operations import add_contact, create_person, set_codice_fiscale, set_residence
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import TODAY, moment

HOUSEHOLDS = 20
FEW = 3
MARKER = "Zaffirelli"
STREET = "Via Ombralunga"
NOTE = "Crisoberillo"
TITLE = "Tormalina"
PHONE = "333555"
PROTOCOL = "INPS-ZAFF"
BEGAN = moment(date(2026, 11, 12))
_MONTHS = "ABCDEHLMPRST"


@dataclass
class Hidden:
    """`ids`: whatever an address could name of them. `words`: what no page of others may hold."""

    cases: list[Case] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    ids: dict[str, list[Any]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return [MARKER, MARKER.upper(), STREET, NOTE, TITLE, PHONE, PROTOCOL, *self.codes[:4]] + [
            case.number for case in self.cases[:4]
        ]

    def note(self, kind: str, pk: Any) -> None:
        self.ids.setdefault(kind, []).append(pk)


def code(number: int, *, woman: bool) -> str:
    born = 10 + number + (40 if woman else 0)
    first = f"ZFF{'LCU' if woman else 'MRT'}80{_MONTHS[number % 12]}{born:02d}G713"
    return first + str(calc_check_digit(first))


def settle(worker: str = cast.LUCA, *, households: int = FEW) -> Hidden:
    """The households, in charge of `worker` alone, in the open."""
    made = Hidden()
    for number in range(households):
        _household(made, number, worker)
    return made


def hide(made: Hidden, compartment: str = "violence", worker: str = cast.LUCA) -> None:
    for case in made.cases:
        move_case(
            case=case,
            compartment=compartment,
            staying=[],
            whole=[person for person in made.people if person.memberships.filter(household=case.household)],
            reason="Richiesta del centro",
            by=cast.user(worker),
            at=BEGAN + timedelta(days=1),
        )


def _person(made: Hidden, number: int, *, woman: bool) -> Person:
    carla, born = cast.user(cast.CARLA), date(1980, number % 12 + 1, number % 19 + 10)
    person = create_person(
        first_name="Lucia" if woman else "Mirto",
        last_name=f"{MARKER}",
        sex="f" if woman else "m",
        birth_date=born,
        by=carla,
        at=BEGAN,
    )
    made.codes.append(code(number, woman=woman))
    set_codice_fiscale(person=person, value=made.codes[-1], on=TODAY)
    add_contact(person=person, kind="phone", value=f"{PHONE} {number:02d}{int(woman)}")
    town = Municipality.objects.get(name="Pistoia")
    set_residence(person=person, municipality=town, on=date(2020, 1, 1), address=f"{STREET} {number}")
    made.people.append(person)
    made.note("person", person.pk)
    return person


def _household(made: Hidden, number: int, worker: str) -> None:
    carla, luca = cast.user(cast.CARLA), cast.user(worker)
    one, two = _person(made, number, woman=True), _person(made, number, woman=False)
    household = create_household(
        label=MARKER, members=[(one, "reference"), (two, "partner")], by=carla, at=BEGAN, on=date(2020, 1, 1)
    )
    unit = Office.objects.get(code="polo-pistoia-nord")
    case = open_case(household=household, unit=unit, responsible=luca, by=carla, at=BEGAN, on=BEGAN.date())
    made.cases.append(case)
    made.note("case", case.pk)
    pathway = start_pathway(
        case=case,
        measure="adi",
        source=UUID(int=number + 1),
        protocol=f"{PROTOCOL}-{number}",
        municipality=Municipality.objects.get(name="Pistoia"),
        outcome_on=date(2026, 11, 2),
        clock_starts_on=date(2026, 11, 5),
        by=carla,
        at=BEGAN,
        on=BEGAN.date(),
    )
    made.note("pathway", pathway.pk)
    write_diary(case=case, kind="interview", text=f"{NOTE} {number}", by=luca, at=BEGAN, happened_at=BEGAN)
    paper = store_document(
        kind="attachment", title=TITLE, content=f"%PDF-1.4 {NOTE}".encode(), filename=f"{TITLE}.pdf",
        media_type="application/pdf", by=luca, at=BEGAN, context=case.pk,
    )  # fmt: skip
    made.note("document", paper.pk)
    if number < FEW:
        _words_of_the_work(made, number, pathway, luca)
    _applications(made, number, case, one, two)


def _words_of_the_work(made: Hidden, number: int, pathway: Pathway, luca: User) -> None:
    """What they said in the analysis; and, of one household, what its project says."""
    enter_stage(pathway=pathway, stage=Stage.ANALYSIS, on=BEGAN.date(), by=luca, at=BEGAN)
    if number:
        analysis = open_assessment(pathway=pathway, kind="section_a", by=luca, at=BEGAN)
        save_answer(
            assessment=analysis,
            item="request_words",
            value=f"{NOTE} {MARKER}",
            expected_version=0,
            by=luca,
            at=BEGAN,
        )
        made.note("assessment", analysis.pk)
        return
    set_way(pathway=pathway, way="social_only", by=luca, at=BEGAN)
    project = open_project(pathway=pathway, by=luca, at=BEGAN)
    write_summary(project=project, text=f"{NOTE} {MARKER}", by=luca, at=BEGAN)
    goal = add_goal(project=project, area="work", text=NOTE, by=luca, at=BEGAN)
    add_action(goal=goal, text=f"{NOTE} per {MARKER}", person=made.people[-1], by=luca, at=BEGAN)
    made.note("project", project.pk)
    made.note("goal", goal.pk)


def _applications(made: Hidden, number: int, case: Case, one: Person, two: Person) -> None:
    """In charge, waiting for a worker, refused, and not yet recognised: with a member and a proposal."""
    states: tuple[tuple[str, dict[str, Any]], ...] = (
        ("positive", {"case": case, "person": one, "household": case.household}),
        ("positive", {"person": one, "household": case.household}),
        ("rejected", {"person": two, "household": case.household}),
    )
    outcome, given = states[number % 3]
    row = Application.objects.create(
        measure="adi",
        protocol=f"{PROTOCOL}-{number}",
        municipality=Municipality.objects.get(name="Pistoia"),
        outcome=outcome,
        outcome_on=date(2026, 11, 2),
        submitted_on=date(2026, 10, 5),
        reason=NOTE if outcome == "rejected" else "",
        fiscal_code=made.codes[-2],
        last_name=MARKER,
        first_name="Lucia",
        created_at=BEGAN,
        **given,
    )
    Applicant.objects.create(application=row, last_name=MARKER, first_name="Mirto", person=two)
    if outcome == "rejected":
        carla = cast.user(cast.CARLA)
        note_accompaniment(application=row, text=NOTE, done=False, by=carla, at=BEGAN)
    made.note("application", row.pk)


def propose_somewhere(made: Hidden, application: Application) -> None:
    """An import before they were hidden thought that a stranger might be one of them."""
    Candidate.objects.create(application=application, person=made.people[0], score=93, reasons=["same_name"])
