"""The work done on each REI household, from assignment to closure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from accanto.access.outcomes.models import Application
from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.cases.enums import AppointmentKind, AppointmentState, CaseOutcome
from accanto.casework.cases.models import Appointment, AppointmentOperator, DiaryEntry
from accanto.casework.pathways.enums import Measure, Stage
from accanto.casework.pathways.models import Pathway
from accanto.casework.teams.enums import ItemState, MeetingState, TeamDecision
from accanto.casework.teams.models import AgendaItem, Attendance, Team, TeamMeeting
from accanto.faces.demo.reference import read
from accanto.faces.demo.rei_plan import Course, days_of
from accanto.faces.demo.scribe import Home, Scribe, at
from accanto.faces.demo.sheets import Partners, assess, service_pact, write_project
from accanto.faces.demo.staff import workers_by_office
from accanto.people.persons.enums import Depth, GrantReason
from accanto.resources.catalogue.models import Service
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.models import User

OFFICES = {
    "047014": ("polo-pistoia-nord", "polo-pistoia-sud"),
    "047017": ("servizio-quarrata",),
    "047002": ("servizio-agliana",),
    "047010": ("servizio-montale",),
    "047020": ("servizio-serravalle",),
    "047007": ("servizio-marliana",),
}
MOUNTAIN = ("servizio-montagna",)
_FIRST_THOUSAND_DAYS = 730


@dataclass
class Rei:
    """`first` led the team of 2018: one of the two social workers of the measure."""

    scribe: Scribe
    source: Any
    offices: dict[str, Office]
    takers: "dict[str, cycle[tuple[Office, User]]]"
    bodies: dict[int, Organisation]
    first: User
    consultant: User
    tutor: User
    partners: Partners
    discussed: dict[date, list[Pathway]] = field(default_factory=dict)

    @classmethod
    def prepare(cls, scribe: Scribe, source: Any) -> "Rei":
        offices = {office.code: office for office in Office.objects.select_related("organisation")}
        workers = workers_by_office()
        by_username = {user.username: user for user in User.objects.select_related("operator__organisation")}
        consultant, tutor = by_username["bruno.test"], by_username["elena.modello"]
        first = workers["zona"][0]
        signers = tuple((u, u.operator.organisation) for u in (consultant, tutor))
        return cls(
            scribe, source, offices, {istat: cycle(_pairs(codes, offices, workers)) for istat, codes in _all_offices()},
            {u.pk: u.operator.organisation for u in by_username.values() if hasattr(u, "operator")},
            first, consultant, tutor, Partners(signers, tuple(Service.objects.order_by("code"))),
        )  # fmt: skip

    def run(self, course: Course, application: Application, home: Home) -> None:
        """One household: case, pathway and everything that was done."""
        unit, worker = next(self.takers[course.town.istat])
        days = days_of(course.town.istat)
        assigned = days.after(course.outcome_on, self.scribe.inventor.random.randint(2, 8))
        case = self.scribe.case(home, unit=unit, worker=worker, by=self.first, on=assigned)
        application.case = case
        pathway = self.scribe.pathway(
            case, measure=Measure.REI, source=application.pk, protocol=application.protocol, town=course.town,
            outcome_on=course.outcome_on, assigned_on=assigned, by=self.first, submitted_on=application.submitted_on,
            clock=(application.submitted_on or course.outcome_on, "application"),
        )  # fmt: skip
        if course.analysis_on:
            self._analyse(course, pathway, home, worker, assigned)
        if course.pact_on:
            service_pact(
                self.scribe, pathway, home.adults[0], office=self.offices["centro-impiego-pistoia"],
                on=course.pact_on, consultant=self.consultant, worker=worker,
            )  # fmt: skip
        if course.meeting_on:
            self._discuss(course, pathway, home, worker)
        if course.defined_on:
            self._help(course, pathway, home, worker)
        self._diary(pathway, worker, course)
        self._close(course, pathway, worker)

    def _analyse(self, course: Course, pathway: Pathway, home: Home, worker: User, assigned: date) -> None:
        assert course.analysis_on  # noqa: S101 - the caller has checked
        met = days_of(course.town.istat).before(course.analysis_on, 4)
        sent = assigned if assigned < met else course.outcome_on
        self.scribe.first_meeting(pathway, on=met, sent_on=sent, worker=worker, consultant=self.consultant)
        assess(
            self.scribe, home, pathway, kind=AssessmentKind.SECTION_A, opened=met, closed=course.analysis_on,
            by=worker, also=self.consultant, way=course.way, optional=0.1,
        )  # fmt: skip

    def _discuss(self, course: Course, pathway: Pathway, home: Home, worker: User) -> None:
        assert course.meeting_on  # noqa: S101
        self.scribe.stage(pathway, Stage.TEAM, course.meeting_on, by=self.first)
        assess(
            self.scribe, home, pathway, kind=AssessmentKind.SECTION_B, opened=course.meeting_on,
            closed=course.meeting_on, by=worker, also=self.tutor, optional=0.1,
        )  # fmt: skip
        for partner in (self.consultant, self.tutor):
            self.scribe.grant(
                home.persons, user=partner, depth=Depth.TEAM, reason=GrantReason.TEAM, context=pathway.case_id,
                by=self.first, moment=at(course.meeting_on - timedelta(days=7)), ends=at(course.closed_on, 18),
            )  # fmt: skip
        self.discussed.setdefault(course.meeting_on, []).append(pathway)

    def _help(self, course: Course, pathway: Pathway, home: Home, worker: User) -> None:
        assert course.defined_on  # noqa: S101
        born_after = self.source["day"] - timedelta(days=_FIRST_THOUSAND_DAYS)
        little = any(p.birth_date and p.birth_date > born_after for p in home.persons)
        write_project(
            self.scribe, home, pathway, defined=course.defined_on, started=course.started_on,
            partners=self.partners, worker=worker, worker_body=self.bodies[worker.pk], ended=course.closed_on,
            parenting=little and self.scribe.inventor.random.random() < 0.7,
        )  # fmt: skip

    def _diary(self, pathway: Pathway, worker: User, course: Course) -> None:
        random, words = self.scribe.inventor.random, read("words")["diary"]
        if course.analysis_on is None:
            return
        span = (course.closed_on - course.analysis_on).days
        for _ in range(random.randint(2, 5)):
            kind = random.choice(("interview", "interview", "home_visit", "phone", "network"))
            moment = at(
                course.analysis_on + timedelta(days=random.randrange(max(1, span))), random.randint(9, 16)
            )
            self.scribe.ledger.add(
                DiaryEntry(
                    case=pathway.case, kind=kind, text=random.choice(words[kind]), happened_at=moment,
                    written_at=moment + timedelta(hours=1), author=worker,
                    minutes=random.choice((20, 30, 45, 60)),
                )
            )  # fmt: skip

    def _close(self, course: Course, pathway: Pathway, worker: User) -> None:
        reason = "Misura terminata: il nucleo è passato al Reddito di cittadinanza"
        if course.defined_on:
            reason = "Progetto concluso"
        elif course.pact_on:
            reason = "Patto di servizio concluso"
        self.scribe.close_pathway(pathway, on=course.closed_on, by=worker, reason=reason)
        text = self.scribe.inventor.random.choice(read("words")["closures"])
        outcome = CaseOutcome.GOALS_REACHED if course.defined_on else CaseOutcome.NOT_NEEDED
        self.scribe.close_case(pathway.case, on=course.closed_on, by=worker, evaluation=text, outcome=outcome)

    # ---------------------------------------------------------------- the team
    def hold_meetings(self) -> None:
        """Three bodies, each for three to four and a half hours a week: 12–18 a month, as table 5 says."""
        team = Team.objects.select_related("unit").get(code="eemm-pistoia")
        for day, pathways in sorted(self.discussed.items()):
            self._meeting(team, day, pathways)

    def _meeting(self, team: Team, day: date, pathways: list[Pathway]) -> None:
        scribe = self.scribe
        appointment = Appointment(
            id=scribe.inventor.uuid(), kind=AppointmentKind.TEAM, starts_at=at(day, 14), ends_at=at(day, 18),
            office=team.unit, place=team.place, title=team.name, state=AppointmentState.HELD,
        )  # fmt: skip
        meeting = TeamMeeting(
            id=scribe.inventor.uuid(), team=team, appointment=appointment, state=MeetingState.HELD,
            held_at=at(day, 18),
        )  # fmt: skip
        scribe.ledger.add(appointment, meeting)
        for user in (self.first, self.consultant, self.tutor):
            hours = Decimal(scribe.inventor.random.choice(("3.00", "3.50", "4.00", "4.50")))
            scribe.ledger.add(
                AppointmentOperator(appointment=appointment, user=user),
                Attendance(
                    meeting=meeting, user=user, organisation=self.bodies[user.pk], present=True, hours=hours
                ),
            )
        for position, pathway in enumerate(pathways, start=1):
            scribe.ledger.add(
                AgendaItem(
                    id=scribe.inventor.uuid(), meeting=meeting, pathway=pathway, position=position,
                    question=scribe.inventor.random.choice(read("words")["questions"]), state=ItemState.DISCUSSED,
                    put_at=at(day - timedelta(days=7)), put_by=self.first, decision=TeamDecision.PROJECT,
                    decision_text="Si scrive il progetto con la famiglia.", decided_at=at(day, 17),
                    decided_by=self.first, way_before=pathway.way, work_ended_at=at(pathway.closed_on or day, 18),
                )
            )  # fmt: skip


def _all_offices() -> list[tuple[str, tuple[str, ...]]]:
    from accanto.territory.places.models import Municipality

    codes = Municipality.objects.filter(in_zone=True).values_list("istat_code", flat=True)
    return [(istat, OFFICES.get(istat, MOUNTAIN)) for istat in codes]


def _pairs(
    codes: tuple[str, ...], offices: dict[str, Office], workers: dict[str, list[User]]
) -> list[tuple[Office, User]]:
    return [(offices[code], user) for code in codes for user in workers.get(code, [])]
