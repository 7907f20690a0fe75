"""Households at any point of the pathway, written straight into the tables: figures only read."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from accanto.access.outcomes.models import Application, ApplicationEvent
from accanto.casework.assessment.models import Assessment, InstrumentVersion
from accanto.casework.cases.models import Appointment, Case, CaseWorker
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.projects.models import Project, Support
from accanto.casework.teams.models import AgendaItem, Attendance, Team, TeamMeeting
from accanto.people.households.models import Household, Member
from accanto.people.persons.models import AccessGrant, Person
from accanto.resources.catalogue.models import Service
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.places.models import Municipality
from tests import cast

ROME = ZoneInfo("Europe/Rome")
OUTCOME = date(2026, 6, 1)
_serial = count(1)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), ROME)


@dataclass
class Built:
    application: Application
    household: Household | None = None
    case: Case | None = None
    pathway: Pathway | None = None
    project: Project | None = None
    people: list[Person] = field(default_factory=list)


def application(
    outcome: str = "positive", *, town: str = "Pistoia", on: date = OUTCOME, measure: str = "adi", **more: Any
) -> Application:
    """An application whose outcome the zone has known since `on`."""
    made = Application.objects.create(
        measure=measure, protocol=f"PROVA-{next(_serial)}", outcome=outcome, outcome_on=on, created_at=at(on),
        municipality=Municipality.objects.get(name=town), last_name="Prova", first_name="Una", **more,
    )  # fmt: skip
    tells(made, outcome, on)
    return made


def tells(application: Application, outcome: str, on: date) -> None:
    ApplicationEvent.objects.create(
        application=application, outcome=outcome, outcome_on=on, known_on=on, at=at(on)
    )


def household(
    *, town: str = "Pistoia", outcome_on: date = OUTCOME, measure: str = "adi", worker: str = cast.ANNA,
    unit: str = "polo-pistoia-nord", born: tuple[tuple[str, date], ...] = (("reference", date(1980, 1, 1)),),
    analysis_on: date | None = None, way: str = "social_only", framework_on: date | None = None,
    team_on: date | None = None, defined_on: date | None = None, started_on: date | None = None,
    services: tuple[Service, ...] = (), pact_on: date | None = None,
) -> Built:  # fmt: skip
    """A household in charge of `worker`, with the dates of what has happened to it."""
    user = cast.user(worker)
    office = Office.objects.get(code=unit)
    label = f"Prova {next(_serial)}"
    home = Household.objects.create(label=label, created_at=at(outcome_on))
    people = [
        Person.objects.create(
            first_name="Una",
            last_name=label,
            birth_date=day,
            search_name=label.lower(),
            created_at=at(outcome_on),
        )
        for _, day in born
    ]
    for person, (relation, _) in zip(people, born, strict=True):
        Member.objects.create(household=home, person=person, relation=relation)
    case = Case.objects.create(
        number=f"T/{next(_serial)}", household=home, unit=office, responsible=user, opened_on=outcome_on,
        created_at=at(outcome_on),
    )  # fmt: skip
    CaseWorker.objects.create(case=case, user=user, role="responsible", starts_on=outcome_on)
    for grantee in ({"user": user}, {"office": office}):
        AccessGrant.objects.create(
            person=people[0],
            depth=40,
            reason="assignment",
            context=case.pk,
            starts_at=at(outcome_on),
            **grantee,
        )
    made = application(town=town, on=outcome_on, measure=measure, household=home, case=case)
    pathway = Pathway.objects.create(
        case=case, measure=measure, source=made.pk, protocol=made.protocol, municipality=made.municipality,
        outcome_on=outcome_on, clock_starts_on=outcome_on, stage="assigned", way=way if analysis_on else "",
        created_at=at(outcome_on),
    )  # fmt: skip
    built = Built(made, home, case, pathway, None, people)
    assess(built, "section_a", analysis_on, decided_way=way)
    assess(built, "section_b", framework_on)
    if team_on:
        discuss([built], team_on)
    if pact_on:
        ServicePact.objects.create(
            pathway=pathway,
            person=people[0],
            office=office,
            signed_on=pact_on,
            recorded_by=user,
            recorded_at=at(pact_on),
        )
    if defined_on:
        add_project(built, defined_on, started_on, services)
    return built


def assess(built: Built, kind: str, closed_on: date | None, **more: Any) -> None:
    if closed_on is None:
        return
    assert built.pathway is not None
    by = cast.user(cast.ANNA)
    version, _ = InstrumentVersion.objects.get_or_create(
        code="prova", version=1, defaults={"sha256": "0" * 64, "published_on": date(2020, 1, 1)}
    )
    Assessment.objects.create(
        pathway=built.pathway, case=built.pathway.case, kind=kind, instrument=version, state="closed",
        opened_on=closed_on, opened_by=by, closed_on=closed_on, closed_by=by, **more,
    )  # fmt: skip


def discuss(households: list[Built], on: date, bodies: dict[str, str] | None = None) -> TeamMeeting:
    """A meeting held; `bodies`: who was present (user name) for which body (code)."""
    team, _ = Team.objects.get_or_create(
        code="prova", defaults={"name": "Équipe di prova", "unit": Office.objects.get(code="zona")}
    )
    appointment = Appointment.objects.create(kind="team", starts_at=at(on, 9), ends_at=at(on, 11))
    meeting = TeamMeeting.objects.create(team=team, appointment=appointment, state="held", held_at=at(on))
    for position, one in enumerate(households):
        assert one.pathway is not None
        AgendaItem.objects.create(
            meeting=meeting, pathway=one.pathway, position=position, state="discussed", decision="project",
            decided_at=at(on), decided_by=cast.user(cast.CARLA), put_at=at(on),
        )  # fmt: skip
    for username, body in (bodies or {}).items():
        Attendance.objects.create(
            meeting=meeting, user=cast.user(username), organisation=Organisation.objects.get(code=body), present=True,
            hours=2,
        )  # fmt: skip
    return meeting


def add_project(
    built: Built, defined_on: date, started_on: date | None, services: tuple[Service, ...] = ()
) -> Project:
    assert built.case is not None
    assert built.pathway is not None
    kind = "social" if built.pathway.way == "social_only" else "complex"
    built.project = Project.objects.create(
        case=built.case, pathway=built.pathway, kind=kind, state="running" if started_on else "signed",
        defined_on=defined_on, started_on=started_on, created_at=at(defined_on), created_by=cast.user(cast.ANNA),
    )  # fmt: skip
    for service in services:
        Support.objects.create(project=built.project, service=service)
    return built.project


def service(code: str, **marks: bool) -> Service:
    made, _ = Service.objects.get_or_create(
        code=f"prova-{code}", defaults={"name": code, "mode": "hours", **marks}
    )
    return made
