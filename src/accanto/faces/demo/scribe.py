"""Writes what the operations would have written, for work that happened long ago.

One method for one thing that happens to a household; each leaves the same rows, grants and events as its operation.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from accanto.casework.cases.enums import AppointmentKind, AppointmentState, CaseOutcome, CaseRole
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case, CaseClosure, CaseWorker
from accanto.casework.pathways.enums import ConvocationState, PathwayState, Stage, Way
from accanto.casework.pathways.models import Convocation, Pathway, StageEntry
from accanto.faces.demo.bulk import Ledger, Row, reserve_ids
from accanto.faces.demo.homes import Role
from accanto.faces.demo.people import Invented, Inventor, Origin, Town
from accanto.foundation.audit.models import Event
from accanto.people.households.models import Household, Member
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant, Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

ROME = ZoneInfo("Europe/Rome")
_BATCH = 500
_MIXED_LABEL = 0.15


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ROME)


@dataclass
class Home:
    """A household as it was invented; `people[0]` is the reference person."""

    household: Household
    town: Town
    people: list[Invented]
    roles: list[Role]

    @property
    def persons(self) -> list[Person]:
        return [one.person for one in self.people]

    @property
    def adults(self) -> list[Person]:
        return [one.person for one, role in zip(self.people, self.roles, strict=True) if role.age >= 18]


@dataclass
class Scribe:
    """`numbers` is the last case number of each year."""

    inventor: Inventor
    ledger: Ledger = field(default_factory=Ledger)
    numbers: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    _reserved: defaultdict[type[Row], list[int]] = field(default_factory=lambda: defaultdict(list))

    def number_of(self, model: type[Row]) -> int:
        """The next number of a table whose rows others point to."""
        if not self._reserved[model]:
            self._reserved[model] = reserve_ids(model, _BATCH)[::-1]
        return self._reserved[model].pop()

    # ---------------------------------------------------------------- people
    def home(self, roles: Sequence[Role], *, town: Town, on: date, since: date | None = None) -> Home:
        """A household that lives together on a day."""
        invent, origin = self.inventor, self.inventor.origin()
        surname, second = invent.surname(origin), invent.surname(origin)
        address, moment = invent.address(), at(on)
        child_name = surname if roles[0].sex == "m" or len(roles) < 2 else _father(roles, surname, second)
        people = []
        for role in roles:
            name = {"child": child_name, "reference": surname, "sibling": surname, "parent": surname}.get(
                role.relation, second
            )
            people.append(
                invent.invent(
                    surname=name,
                    sex=role.sex,
                    born=invent.birthday(role.age, on),
                    town=town,
                    address=address,
                    origin=origin if name in (surname, child_name) else Origin(),
                    at=moment,
                    lived_since=since,
                )
            )
        mixed = child_name != surname and invent.random.random() < _MIXED_LABEL
        label = f"{surname}–{child_name}" if mixed else surname
        household = Household(id=invent.uuid(), label=label[:120], created_at=moment)
        home = Home(household, town, people, list(roles))
        self.write_home(home, since)
        return home

    def write_home(self, home: Home, since: date | None) -> None:
        self.ledger.add(home.household)
        for one, role in zip(home.people, home.roles, strict=True):
            born = one.person.birth_date
            start = max(born, since) if born and since else since or born
            self.ledger.add(one.person, *one.rows)
            self.ledger.add(
                Member(household=home.household, person=one.person, relation=role.relation, starts_on=start)
            )

    # ---------------------------------------------------------------- rights and events
    def grant(
        self,
        persons: Iterable[Person],
        *,
        reason: str,
        moment: datetime,
        context: UUID | None,
        by: User | None,
        user: User | None = None,
        office: Office | None = None,
        depth: int = Depth.WORK,
        ends: datetime | None = None,
    ) -> None:
        for person in persons:
            self.ledger.add(
                AccessGrant(
                    id=self.inventor.uuid(),
                    person=person,
                    user=user,
                    office=office,
                    depth=depth,
                    reason=reason,
                    context=context,
                    starts_at=moment,
                    ends_at=ends,
                    granted_by=by,
                )
            )

    def event(
        self,
        verb: str,
        *,
        by: User | None,
        moment: datetime,
        context: UUID,
        subject: Row,
        important: bool = False,
        **params: Any,
    ) -> None:
        self.ledger.add(
            Event(
                at=moment,
                actor=by,
                verb=verb,
                context=context,
                subject_kind=subject._meta.label_lower,
                subject=str(subject.pk),
                params=params,
                important=important,
            )
        )

    # ---------------------------------------------------------------- cases
    def case(self, home: Home, *, unit: Office, worker: User, by: User, on: date) -> Case:
        self.numbers[on.year] += 1
        moment = at(on)
        case = Case(
            id=self.inventor.uuid(), number=f"{on.year}/{self.numbers[on.year]:04d}", household=home.household,
            unit=unit, responsible=worker, opened_on=on, created_at=moment,
        )  # fmt: skip
        self.ledger.add(
            case,
            CaseWorker(case=case, user=worker, role=CaseRole.RESPONSIBLE, starts_on=on, assigned_by=by),
        )
        self.grant(
            home.persons, office=unit, reason=GrantReason.COORDINATION, context=case.pk, by=by, moment=moment
        )
        self.grant(
            home.persons, user=worker, reason=GrantReason.ASSIGNMENT, context=case.pk, by=by, moment=moment
        )
        tell: dict[str, Any] = {
            "by": by,
            "moment": moment,
            "context": case.pk,
            "subject": case,
            "important": True,
        }
        self.event("cases.case.opened", unit=unit.name, **tell)
        self.event("cases.case.assigned", worker=worker.get_full_name(), reason="", **tell)
        return case

    def close_case(self, case: Case, *, on: date, by: User, evaluation: str, outcome: str = "") -> None:
        case.state, case.closed_on = "closed", on
        self.ledger.add(
            CaseClosure(
                case=case,
                closed_on=on,
                outcome=outcome or CaseOutcome.PARTLY_REACHED,
                evaluation=evaluation,
                by=by,
            )
        )
        self.event(
            "cases.case.closed", by=by, moment=at(on, 12), context=case.pk, subject=case, important=True
        )

    # ---------------------------------------------------------------- pathway
    def pathway(
        self,
        case: Case,
        *,
        measure: str,
        source: UUID,
        protocol: str,
        town: Town,
        outcome_on: date,
        assigned_on: date,
        by: User,
        submitted_on: date | None = None,
        clock: tuple[date, str] | None = None,
    ) -> Pathway:
        starts_on, starts = clock or (outcome_on, "outcome")
        pathway = Pathway(
            id=self.inventor.uuid(), case=case, measure=measure, source=source, protocol=protocol,
            municipality_id=town.id, outcome_on=outcome_on, submitted_on=submitted_on, clock_starts_on=starts_on,
            clock_from=starts, stage=Stage.OUTCOME, created_at=at(assigned_on),
        )  # fmt: skip
        self.ledger.add(pathway)
        self.event(
            "pathways.pathway.started", by=by, moment=at(assigned_on), context=case.pk, subject=pathway,
            important=True, protocol=protocol, measure=measure,
        )  # fmt: skip
        self.stage(pathway, Stage.OUTCOME, outcome_on, by=by, recorded=assigned_on)
        self.stage(pathway, Stage.ASSIGNED, assigned_on, by=by)
        return pathway

    def stage(
        self, pathway: Pathway, stage: str, on: date, *, by: User, recorded: date | None = None
    ) -> None:
        pathway.stage = stage
        self.ledger.add(
            StageEntry(pathway=pathway, stage=stage, entered_on=on, recorded_at=at(recorded or on, 11), by=by)
        )

    def first_meeting(
        self,
        pathway: Pathway,
        *,
        on: date,
        sent_on: date,
        worker: User,
        consultant: User,
        purpose: str = "first",
    ) -> None:
        """Convoked, told and held."""
        office, case = pathway.case.unit, pathway.case
        hour = self.inventor.random.randint(9, 16)
        appointment = Appointment(
            id=self.inventor.uuid(), case=case, starts_at=at(on, hour), ends_at=at(on, hour, 45), office=office,
            kind=AppointmentKind.FIRST_MEETING if purpose == "first" else AppointmentKind.FOLLOW_UP,
            state=AppointmentState.HELD,
        )  # fmt: skip
        convocation = Convocation(
            id=self.inventor.uuid(), pathway=pathway, appointment=appointment, purpose=purpose,
            state=ConvocationState.HELD, channel="phone", sent_at=at(sent_on, 10), proof="parlato al telefono",
            decided_at=at(on, hour, 50), decided_by=worker, created_at=at(sent_on), created_by=worker,
        )  # fmt: skip
        people = [worker, consultant] if purpose == "first" else [worker]
        self.ledger.add(appointment, convocation)
        self.ledger.extend(AppointmentOperator(appointment=appointment, user=user) for user in people)
        tell: dict[str, Any] = {"by": worker, "context": case.pk, "subject": convocation, "important": True}
        planned = at(sent_on)
        self.event(
            "pathways.convocation.planned",
            moment=planned,
            starts_at=at(on, hour).isoformat(),
            office=office.name,
            **tell,
        )
        self.event("pathways.convocation.sent", moment=at(sent_on, 10), channel="telefonata", **tell)
        self.event("pathways.convocation.held", moment=at(on, hour, 50), reason="–", **tell)
        if purpose == "first":
            self.stage(pathway, Stage.CONVOKED, sent_on, by=worker)

    def way(self, pathway: Pathway, way: str, *, on: date, by: User) -> None:
        pathway.way = way
        self.event(
            "pathways.pathway.way_decided", by=by, moment=at(on, 12), context=pathway.case_id, subject=pathway,
            important=True, way=way, way_label=str(Way(way).label),
        )  # fmt: skip

    def close_pathway(self, pathway: Pathway, *, on: date, by: User, reason: str) -> None:
        self.stage(pathway, Stage.CLOSED, on, by=by)
        pathway.state, pathway.closed_on, pathway.closed_reason = PathwayState.CLOSED, on, reason
        self.event(
            "pathways.pathway.closed", by=by, moment=at(on, 11), context=pathway.case_id, subject=pathway,
            important=True, reason=reason,
        )  # fmt: skip


def _father(roles: Sequence[Role], surname: str, second: str) -> str:
    return second if any(r.relation in ("spouse", "partner") for r in roles) else surname
