"""Assessments and projects of long ago, through the scribe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from accanto.casework.assessment.enums import Activability, AssessmentKind, AssessmentState
from accanto.casework.assessment.models import (
    Answer,
    AnswerRevision,
    Assessment,
    InstrumentVersion,
    MemberOutcome,
)
from accanto.casework.pathways.enums import PactState, Stage, Way
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.projects.enums import (
    ClosureOutcome,
    Fulfilment,
    GoalProgress,
    ProjectKind,
    ProjectState,
)
from accanto.casework.projects.models import (
    Action,
    Commitment,
    CommitmentReview,
    Goal,
    GoalReview,
    Party,
    Project,
    ProjectClosure,
    Review,
    Support,
)
from accanto.faces.demo import answers
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import Home, Scribe, at
from accanto.people.persons.models import Person
from accanto.resources.catalogue.models import Service
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.models import User

_ADULT, _WORKING_AGE_ENDS = 18, 60
_REVIEW_EVERY = 90
_SIX_MONTHS = timedelta(days=183)


@cache
def instrument_version(kind: str) -> InstrumentVersion:
    found = InstrumentVersion.objects.filter(code=kind).order_by("-version").first()
    if found is None:
        raise LookupError(f"the instrument «{kind}» is not published")
    return found


def ages(home: Home, on: date) -> list[answers.Member]:
    return [
        answers.Member(
            p.pk, on.year - p.birth_date.year - ((on.month, on.day) < (p.birth_date.month, p.birth_date.day))
        )
        for p in home.persons
        if p.birth_date and p.birth_date <= on
    ]


def assess(
    scribe: Scribe, home: Home, pathway: Pathway, *, kind: str, opened: date, closed: date, by: User,
    also: User | None = None, way: str = "", optional: float = 0.2,
) -> Assessment:  # fmt: skip
    """A closed assessment with its answers. Section A also decides the way and who can be activated."""
    analysis = kind == AssessmentKind.SECTION_A
    row = Assessment(
        id=scribe.inventor.uuid(), pathway=pathway, case=pathway.case, kind=kind, state=AssessmentState.CLOSED,
        instrument=instrument_version(kind), opened_on=opened, opened_by=by, closed_on=closed, closed_by=by,
        proposed_way=way if analysis else "", decided_way=way if analysis else "",
    )  # fmt: skip
    scribe.ledger.add(row)
    tell: dict[str, Any] = {"by": by, "context": pathway.case_id, "subject": row}
    scribe.event(f"assessment.{kind}.opened", moment=at(opened), **tell)
    scribe.event(f"assessment.{kind}.closed", moment=at(closed, 12), important=True, **tell)
    _answer(scribe, row, ages(home, closed), way or pathway.way, [by, also or by], closed, optional)
    if analysis:
        _decide_members(scribe, row, ages(home, closed), by, closed)
        scribe.stage(pathway, Stage.ANALYSIS, closed, by=by)
        scribe.way(pathway, way, on=closed, by=by)
    return row


def _answer(
    scribe: Scribe, row: Assessment, members: list[answers.Member], way: str, authors: Sequence[User], on: date,
    optional: float,
) -> None:  # fmt: skip
    random = scribe.inventor.random
    sheet = answers.fill(answers.latest(row.kind), members, way=way, random=random, on=on, optional=optional)
    for item, person, value in sheet:
        written, author = at(on, 10, random.randrange(60)), random.choice(authors)
        answer = Answer(
            id=scribe.number_of(Answer), assessment=row, item=item, person_id=person, value=value, author=author,
            updated_at=written,
        )  # fmt: skip
        scribe.ledger.add(
            answer, AnswerRevision(answer=answer, value=value, version=1, author=author, at=written)
        )


def _decide_members(
    scribe: Scribe, row: Assessment, members: list[answers.Member], by: User, on: date
) -> None:
    for member in members:
        if member.age >= _ADULT:
            old = member.age >= _WORKING_AGE_ENDS
            scribe.ledger.add(
                MemberOutcome(
                    assessment=row,
                    person_id=member.id,
                    decided_by=by,
                    decided_at=at(on, 11),
                    activability=Activability.EXEMPT if old else Activability.ACTIVABLE,
                    exemption="age" if old else "",
                )
            )


def service_pact(
    scribe: Scribe,
    pathway: Pathway,
    person: Person,
    *,
    office: Office,
    on: date,
    consultant: User,
    worker: User,
) -> None:
    pact = ServicePact(
        id=scribe.inventor.uuid(), pathway=pathway, person=person, office=office, signed_on=on,
        number=f"PdS {on.year}/{scribe.inventor.random.randrange(1000, 9999)}", state=PactState.CHECKED,
        recorded_by=consultant, recorded_at=at(on, 12), checked_by=worker, checked_at=at(on, 15),
    )  # fmt: skip
    scribe.ledger.add(pact)
    scribe.stage(pathway, Stage.SERVICE_PACT, on, by=consultant)
    tell: dict[str, Any] = {
        "context": pathway.case_id, "subject": pact, "important": True, "name": str(person), "day": on.isoformat()
    }  # fmt: skip
    scribe.event("pathways.pact.recorded", by=consultant, moment=at(on, 12), **tell)
    scribe.event("pathways.pact.checked", by=worker, moment=at(on, 15), **tell)


@dataclass(frozen=True)
class Partners:
    """Those who sign a project beside the household and its worker."""

    signers: tuple[tuple[User, Organisation], ...]
    services: tuple[Service, ...]


def write_project(
    scribe: Scribe, home: Home, pathway: Pathway, *, defined: date, started: date | None, partners: Partners,
    worker: User, worker_body: Organisation, parenting: bool = False, ended: date | None = None,
    until: date | None = None,
) -> Project:  # fmt: skip
    """A signed project, started and reviewed every 90 days until `ended`, when it was closed, or `until` today."""
    complex_need = pathway.way in (Way.COMPLEX, Way.SPECIALIST)
    project = Project(
        id=scribe.inventor.uuid(), case=pathway.case, pathway=pathway, defined_on=defined, started_on=started,
        kind=ProjectKind.COMPLEX if complex_need else ProjectKind.SOCIAL,
        state=ProjectState.CLOSED if ended else ProjectState.RUNNING if started else ProjectState.SIGNED,
        created_at=at(defined - timedelta(days=7)), created_by=worker,
    )  # fmt: skip
    scribe.ledger.add(project)
    goals, commitments = _content(scribe, home, project, worker)
    _supports(scribe, project, partners, parenting)
    _parties(scribe, home, project, partners if complex_need else None, worker, worker_body)
    scribe.stage(pathway, Stage.PROJECT, defined, by=worker)
    if started:
        scribe.stage(pathway, Stage.STARTED, started, by=worker)
        _reviews(scribe, project, goals, commitments, started, ended or until, worker)
    if ended:
        outcome = scribe.inventor.random.choice(
            (ClosureOutcome.AUTONOMY, ClosureOutcome.PARTIAL, ClosureOutcome.BENEFIT_ENDED)
        )
        text = scribe.inventor.random.choice(read("words")["closures"])
        scribe.ledger.add(
            ProjectClosure(project=project, closed_on=ended, outcome=outcome, evaluation=text, by=worker)
        )
    return project


def _content(
    scribe: Scribe, home: Home, project: Project, worker: User
) -> tuple[list[Goal], list[Commitment]]:
    random, words = scribe.inventor.random, read("words")
    goals, commitments = [], []
    assert project.defined_on  # noqa: S101 - signed projects only
    for position, area in enumerate(random.sample(sorted(words["goals"]), random.randint(1, 3)), start=1):
        text, result = random.choice(words["goals"][area])
        goal = Goal(
            id=scribe.number_of(Goal), project=project, area=area, text=text, expected_result=result,
            expected_by=project.defined_on + _SIX_MONTHS, position=position,
        )  # fmt: skip
        goals.append(goal)
        due = project.defined_on + timedelta(days=random.randint(20, 90))
        by_person = random.random() < 0.5
        scribe.ledger.add(
            goal,
            Action(
                goal=goal, text=random.choice(words["actions"]), due_on=due, state="done", done_on=due,
                person=home.persons[0] if by_person else None, user=None if by_person else worker,
            ),
        )  # fmt: skip
    for position, person in enumerate(home.adults, start=1):
        commitments.append(
            Commitment(
                id=scribe.number_of(Commitment),
                project=project,
                person=person,
                position=position,
                text=random.choice(words["commitments"]),
            )
        )
    scribe.ledger.extend(commitments)
    return goals, commitments


def _supports(scribe: Scribe, project: Project, partners: Partners, parenting: bool) -> None:
    random = scribe.inventor.random
    national = [s for s in partners.services if s.in_national_plan and not s.parenting_support]
    chosen = random.sample(national, min(len(national), random.randint(1, 2)))
    if parenting:
        chosen += [s for s in partners.services if s.parenting_support][:1]
    for service in chosen:
        scribe.ledger.add(
            Support(
                project=project,
                service=service,
                quantity=random.choice(read("words")["quantities"]),
                starts_on=project.started_on,
                ends_on=project.started_on + _SIX_MONTHS if project.started_on else None,
            )
        )


def _parties(
    scribe: Scribe, home: Home, project: Project, partners: Partners | None, worker: User, body: Organisation
) -> None:
    parties = [Party(project=project, person=person) for person in home.adults[:2]]
    parties.append(Party(project=project, user=worker, organisation=body))
    if partners:
        parties += [
            Party(project=project, user=u, organisation=o) for u, o in partners.signers if u != worker
        ]
    for position, party in enumerate(parties, start=1):
        party.position = position
    scribe.ledger.extend(parties)


def _reviews(
    scribe: Scribe, project: Project, goals: list[Goal], commitments: list[Commitment], started: date,
    ended: date | None, worker: User,
) -> None:  # fmt: skip
    random, words = scribe.inventor.random, read("words")
    if ended is None:
        return
    held = started + timedelta(days=_REVIEW_EVERY)
    while held < ended:
        review = Review(
            id=scribe.number_of(Review), project=project, held_on=held, notes=random.choice(words["reviews"]),
            next_review_on=held + timedelta(days=_REVIEW_EVERY), by=worker, recorded_at=at(held, 16),
        )  # fmt: skip
        scribe.ledger.add(review)
        scribe.ledger.extend(
            CommitmentReview(review=review, commitment=c, fulfilment=random.choice(Fulfilment.values))
            for c in commitments
        )
        scribe.ledger.extend(
            GoalReview(
                review=review, goal=g, progress=random.choice((GoalProgress.UNDER_WAY, GoalProgress.REACHED))
            )
            for g in goals
        )
        scribe.stage(project.pathway, Stage.REVIEW, held, by=worker)
        held += timedelta(days=_REVIEW_EVERY)
