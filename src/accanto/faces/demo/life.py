"""Years of work with one household: cases, diaries, appointments, the three measures, assessments, projects."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accanto.access.outcomes.models import Application, ApplicationEvent
from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.cases.enums import AppointmentKind, AppointmentState
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case, Deadline, DiaryEntry
from accanto.casework.pathways.enums import ClockStart, Stage
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.operations.proposing import REVIEW
from accanto.casework.teams.enums import ItemState, MeetingState, TeamDecision
from accanto.casework.teams.models import AgendaItem, Attendance, Team, TeamMeeting
from accanto.core.working_time.calendars import next_working_day
from accanto.faces.demo.reference import read
from accanto.faces.demo.rei import Rei
from accanto.faces.demo.scribe import Home, Scribe, at
from accanto.faces.demo.sheets import assess, service_pact, write_project
from accanto.people.persons.enums import Depth, GrantReason
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

MEASURES = (
    ("rei", date(2018, 1, 2), date(2019, 3, 31)),
    ("rdc", date(2019, 4, 1), date(2023, 12, 31)),
    ("adi", date(2024, 1, 1), None),
)
_YEARS = 10
_STAYS_OPEN = 0.45
_IN_VAIN = 0.05
_WAYS = ("work_only", "social_only", "complex", "complex", "specialist")
_KINDS = ("interview", "interview", "phone", "phone", "home_visit", "network", "meeting")


@dataclass
class Lives:
    """Writes the work of many households; `desks` are the professionals and offices of the zone."""

    scribe: Scribe
    desks: Rei
    now: datetime
    coordinator: User
    zone: Office
    meetings: list[TeamMeeting] = field(default_factory=list)
    waiting: list[tuple[Pathway, Home]] = field(default_factory=list)
    _protocol: int = 100_000
    _position: int = 0
    _with_project: set[Any] = field(default_factory=set)

    @classmethod
    def prepare(cls, scribe: Scribe, now: datetime) -> "Lives":
        """The team has met every month since April 2018."""
        lives = cls(
            scribe, Rei.prepare(scribe, {"day": now.date()}), now, User.objects.get(username="carla.esempi"),
            Office.objects.get(code="zona"),
        )  # fmt: skip
        team = Team.objects.select_related("unit").get(code="eemm-pistoia")
        day = date(2018, 4, 18)
        while day < now.date():
            lives.meetings.append(lives._meeting(team, next_working_day(day, "047014"), held=True))
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=18)
        lives.meetings.append(
            lives._meeting(team, next_working_day(now.date() + timedelta(days=2)), held=False)
        )
        return lives

    @property
    def today(self) -> date:
        return self.now.date()

    # ---------------------------------------------------------------- one household
    def live(self, home: Home) -> None:
        """In charge since some day of the last ten years, perhaps until today."""
        random = self.scribe.inventor.random
        unit, worker = next(self.desks.takers[home.town.istat])
        opened = self.today - timedelta(days=random.randrange(20, _YEARS * 365))
        case = self.scribe.case(home, unit=unit, worker=worker, by=self.coordinator, on=opened)
        stays = random.random() < _STAYS_OPEN
        closed = (
            None
            if stays
            else opened + timedelta(days=random.randrange(10, max(11, (self.today - opened).days)))
        )
        for measure, first, last in MEASURES:
            start = max(first, opened)
            end = min(last or self.today, closed or self.today)
            if (end - start).days > 60 and random.random() < 0.7:
                self._measure(home, case, measure, start, end, worker, ended=bool(last or closed))
        self._record(case, worker, opened, closed or self.today)
        if closed:
            self.scribe.close_case(
                case, on=closed, by=worker, evaluation=random.choice(read("words")["closures"])
            )
        else:
            self._ahead(case, worker)

    def apply_in_vain(self, home: Home) -> None:
        """Now and then an application that was not accepted, or that nobody has assigned yet."""
        random = self.scribe.inventor.random
        if random.random() >= _IN_VAIN:
            return
        measure, first, last = random.choice(MEASURES)
        span = ((last or self.today) - first).days
        outcome = random.choices(
            ("rejected", "lapsed", "suspended", "in_process", "positive"), (70, 12, 6, 5, 2)
        )[0]
        day = first + timedelta(days=random.randrange(span))
        if outcome == "positive":
            measure, day = "adi", self.today - timedelta(days=random.randrange(2, 12))
        self._application(home, measure, outcome, day, None)

    def _application(
        self, home: Home, measure: str, outcome: str, day: date, case: Case | None
    ) -> Application:
        first, self._protocol = home.people[0], self._protocol + 1
        random = self.scribe.inventor.random
        reasons = read("words")["reasons"].get(outcome)
        row = Application(
            id=self.scribe.inventor.uuid(), measure=measure,
            protocol=f"INPS-{measure.upper()}-{day.year}-{self._protocol}",
            submitted_on=day - timedelta(days=random.randint(15, 50)), fiscal_code=first.code,
            last_name=first.person.last_name, first_name=first.person.first_name, birth_date=first.person.birth_date,
            municipality_id=home.town.id, outcome=outcome, outcome_on=day, person=first.person,
            household=home.household, case=case, created_at=at(day), reason=random.choice(reasons) if reasons else "",
            pad_signed_on=day if measure == "adi" and outcome == "positive" else None,
        )  # fmt: skip
        self.scribe.ledger.add(
            row,
            ApplicationEvent(
                application=row, outcome=outcome, outcome_on=day, reason=row.reason, known_on=day, at=at(day)
            ),
        )
        self.scribe.grant(
            [first.person], office=self.zone, depth=Depth.CARD, reason=GrantReason.OUTCOME_LIST, context=None,
            by=None, moment=at(day),
        )  # fmt: skip
        return row

    # ---------------------------------------------------------------- one measure
    def _measure(
        self, home: Home, case: Case, measure: str, start: date, end: date, worker: User, *, ended: bool
    ) -> None:
        random = self.scribe.inventor.random
        outcome_on = start + timedelta(days=random.randrange(max(1, (end - start).days - 50)))
        application = self._application(home, measure, "positive", outcome_on, case)
        starts = ClockStart.PAD if measure == "adi" else ClockStart.OUTCOME
        pathway = self.scribe.pathway(
            case, measure=measure, source=application.pk, protocol=application.protocol, town=home.town,
            outcome_on=outcome_on, assigned_on=outcome_on + timedelta(days=random.randint(2, 12)), by=self.coordinator,
            submitted_on=application.submitted_on, clock=(outcome_on, starts),
        )  # fmt: skip
        self._go(home, pathway, worker, end, ended=ended)
        if ended:
            self.scribe.close_pathway(pathway, on=end, by=worker, reason="Misura terminata")

    def _go(self, home: Home, pathway: Pathway, worker: User, end: date, *, ended: bool) -> None:
        """As far as the time allows: meeting, analysis, and what the way asks for."""
        random, day = self.scribe.inventor.random, pathway.outcome_on
        met = day + timedelta(days=random.randint(20, 110))
        analysed = met + timedelta(days=random.randint(0, 20))
        if analysed >= end:
            return
        self.scribe.first_meeting(
            pathway, on=met, sent_on=met - timedelta(days=8), worker=worker, consultant=self.desks.consultant
        )
        way = random.choice(_WAYS)
        assess(
            self.scribe, home, pathway, kind=AssessmentKind.SECTION_A, opened=met, closed=analysed, by=worker,
            also=self.desks.consultant, way=way, optional=0.3,
        )  # fmt: skip
        if way == "work_only":
            signed = analysed + timedelta(days=random.randint(5, 60))
            if signed < end:
                office = self.desks.offices["centro-impiego-pistoia"]
                service_pact(
                    self.scribe, pathway, home.adults[0], office=office, on=signed, worker=worker,
                    consultant=self.desks.consultant,
                )  # fmt: skip
            return
        ready = analysed if way == "social_only" else self._discuss(pathway, home, analysed, end)
        if ready:
            self._project(home, pathway, worker, ready, end, ended=ended)

    def _discuss(self, pathway: Pathway, home: Home, analysed: date, end: date) -> date | None:
        """At the first meeting of the team three weeks after the analysis."""
        wanted = analysed + timedelta(days=21)
        meeting = next((m for m in self.meetings if m.appointment.starts_at.date() > wanted), None)
        if meeting is None or meeting.held_at is None or meeting.held_at.date() >= end:
            if end >= self.today and pathway.measure == "adi":
                self.waiting.append((pathway, home))
            return None
        day = meeting.held_at.date()
        self.scribe.stage(pathway, Stage.TEAM, day, by=self.coordinator)
        assess(
            self.scribe, home, pathway, kind=AssessmentKind.SECTION_B, opened=day, closed=day,
            by=pathway.case.responsible or self.coordinator, optional=0.2,
        )  # fmt: skip
        self._position += 1
        self.scribe.ledger.add(
            AgendaItem(
                id=self.scribe.inventor.uuid(), meeting=meeting, pathway=pathway, position=self._position % 30_000,
                question=self.scribe.inventor.random.choice(read("words")["questions"]), state=ItemState.DISCUSSED,
                put_at=at(day - timedelta(days=7)), put_by=self.coordinator, decision=TeamDecision.PROJECT,
                decision_text="Si scrive il progetto con la famiglia.", decided_at=at(day, 17),
                decided_by=self.coordinator, way_before=pathway.way, work_ended_at=at(day, 18),
            )
        )  # fmt: skip
        return day

    def _project(
        self, home: Home, pathway: Pathway, worker: User, ready: date, end: date, *, ended: bool
    ) -> None:
        random = self.scribe.inventor.random
        defined = ready + timedelta(days=random.randint(3, 30))
        started = defined + timedelta(days=random.randint(0, 15))
        if started >= end or pathway.case_id in self._with_project:
            return
        if not ended:
            self._with_project.add(pathway.case_id)
        project = write_project(
            self.scribe, home, pathway, defined=defined, started=started, partners=self.desks.partners,
            worker=worker, worker_body=self.desks.bodies[worker.pk], ended=end if ended else None, until=end,
            parenting=random.random() < 0.1,
        )  # fmt: skip
        if not ended:
            self._review_due(project, worker)

    def _review_due(self, project: Any, worker: User) -> None:
        due = self.today + timedelta(days=self.scribe.inventor.random.randint(-10, 85))
        since = due - timedelta(days=90)
        project.next_review_on = due
        self.scribe.ledger.add(
            Deadline(
                case=project.case, owner=worker, code=REVIEW, subject=project.pk, started_on=since, due_on=due,
                rule="DL 48/2023 art. 4 c. 4: incontri almeno ogni 90 giorni",
                params={"project": str(project.pk), "since": since.isoformat()},
            )
        )  # fmt: skip

    # ---------------------------------------------------------------- diary and agenda
    def _record(self, case: Case, worker: User, opened: date, until: date) -> None:
        """About nine notes and five appointments a year."""
        random, words = self.scribe.inventor.random, read("words")["diary"]
        day = opened
        while (day := day + timedelta(days=random.randint(15, 65))) < until:
            kind, moment = (
                random.choice(_KINDS),
                at(day, random.randint(8, 16), random.choice((0, 15, 30, 45))),
            )
            self.scribe.ledger.add(
                DiaryEntry(
                    case=case, kind=kind, text=random.choice(words[kind]), happened_at=moment,
                    written_at=moment + timedelta(hours=1), author=worker, minutes=random.choice((15, 30, 45, 60)),
                )
            )  # fmt: skip
            if random.random() < 0.55:
                self._appointment(case, worker, moment, AppointmentState.HELD)

    def _ahead(self, case: Case, worker: User) -> None:
        random = self.scribe.inventor.random
        if random.random() < 0.3:
            day = self.today + timedelta(days=random.randrange(0, 40))
            self._appointment(case, worker, at(day, random.randint(8, 16)), AppointmentState.PLANNED)

    def _appointment(self, case: Case, worker: User, moment: datetime, state: str) -> None:
        row = Appointment(
            id=self.scribe.inventor.uuid(), case=case, kind=AppointmentKind.INTERVIEW, starts_at=moment,
            ends_at=moment + timedelta(minutes=45), office=case.unit, state=state,
        )  # fmt: skip
        self.scribe.ledger.add(row, AppointmentOperator(appointment=row, user=worker))

    # ---------------------------------------------------------------- the team
    def _meeting(self, team: Team, day: date, *, held: bool) -> TeamMeeting:
        scribe = self.scribe
        appointment = Appointment(
            id=scribe.inventor.uuid(), kind=AppointmentKind.TEAM, starts_at=at(day, 14), ends_at=at(day, 18),
            office=team.unit, place=team.place, title=team.name,
            state=AppointmentState.HELD if held else AppointmentState.PLANNED,
        )  # fmt: skip
        meeting = TeamMeeting(
            id=scribe.inventor.uuid(), team=team, appointment=appointment,
            state=MeetingState.HELD if held else MeetingState.PLANNED, held_at=at(day, 18) if held else None,
        )  # fmt: skip
        scribe.ledger.add(appointment, meeting)
        for user in (self.coordinator, self.desks.consultant, self.desks.tutor):
            scribe.ledger.add(AppointmentOperator(appointment=appointment, user=user))
            if held:
                scribe.ledger.add(
                    Attendance(
                        meeting=meeting, user=user, organisation=self.desks.bodies[user.pk], present=True,
                        hours=Decimal("4.00"),
                    )
                )  # fmt: skip
        return meeting

    def finish(self) -> None:
        """The next meeting has up to a dozen households on its agenda, which the partners see from now."""
        for position, (pathway, home) in enumerate(self.waiting[:12], start=1):
            self.scribe.ledger.add(
                AgendaItem(
                    id=self.scribe.inventor.uuid(), meeting=self.meetings[-1], pathway=pathway, position=position,
                    question=self.scribe.inventor.random.choice(read("words")["questions"]),
                    put_at=self.now - timedelta(days=3), put_by=self.coordinator,
                )
            )  # fmt: skip
            for partner in (self.desks.consultant, self.desks.tutor):
                self.scribe.grant(
                    home.persons, user=partner, depth=Depth.TEAM, reason=GrantReason.TEAM, context=pathway.case_id,
                    by=self.coordinator, moment=self.now - timedelta(days=3),
                )  # fmt: skip
        self.scribe.ledger.write()
