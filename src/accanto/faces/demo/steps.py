"""What is done for a family, step by step, through the operations and on the day on which it was done."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accanto.casework.assessment.models import Answer, AnswerRevision, Assessment
from accanto.casework.assessment.operations import accept_member_proposals, close_assessment, open_assessment
from accanto.casework.assessment.queries import full_reader, proposal_of, sheet_of
from accanto.casework.cases.operations import write_diary
from accanto.casework.pathways.models import Convocation, Pathway
from accanto.casework.pathways.operations import convoke, record_outcome, record_sending, record_service_pact
from accanto.casework.projects.models import Party, Project, ProjectVersion
from accanto.casework.projects.operations.content import add_action, add_commitment, add_goal, write_summary
from accanto.casework.projects.operations.measuring import measure
from accanto.casework.projects.operations.opening import open_project
from accanto.casework.projects.operations.proposing import propose
from accanto.casework.projects.operations.running import Answers, record_review
from accanto.casework.projects.operations.signing import Ink, sign
from accanto.casework.projects.operations.supports import add_support
from accanto.faces.demo import answers
from accanto.faces.demo.bulk import Ledger, reserve_ids
from accanto.faces.demo.days import Diary
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.faces.demo.stories import Story
from accanto.people.persons.models import Person
from accanto.people.persons.queries import age_on
from accanto.resources.catalogue.models import Service
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

AREAS = ("functioning", "economic", "work", "education", "housing", "networks")
_ADULT = 18
_REASON = "Dai colloqui con la famiglia emerge questa come la strada più adatta."


class Steps:
    """Work on one family. `worker` follows it, `consultant` sits in the mini-team."""

    def __init__(
        self, story: Story, pathway: Pathway, worker: User, consultant: User, *, diary: Diary, random: Random
    ) -> None:
        self.story, self.pathway, self.worker, self.consultant = story, pathway, worker, consultant
        self.diary, self.random = diary, random
        self.case = pathway.case

    # ---------------------------------------------------------------- convocation
    def convoke(
        self, asked: date, day: date, *, start: datetime | None = None, purpose: str = "first"
    ) -> Convocation:
        consultant = self.consultant if purpose == "first" else None
        people = [user for user in (self.worker, consultant) if user]
        if start is None:
            starts, ends = self.diary.slot(day, *people)
        else:
            starts, ends = start, start + timedelta(minutes=45)
            self.diary.take(starts, *people)
        unit = Office.objects.select_related("seat").get(pk=self.case.unit_id)
        convocation = convoke(
            pathway=self.pathway, purpose=purpose, starts_at=starts, ends_at=ends, office=unit,
            social_worker=self.worker, consultant=consultant, by=self.worker, at=at(asked, 9),
            place=f"stanza {self.random.randint(1, 6)}", unusual_day_confirmed=True,
        )  # fmt: skip
        record_sending(
            convocation=convocation, channel=self.random.choice(("phone", "sms", "letter")), by=self.worker,
            sent_at=at(asked, 10), at=at(asked, 10, 5), proof=f"registro {self.random.randrange(1000, 9999)}",
        )  # fmt: skip
        return convocation

    def meet(self, asked: date, day: date, *, purpose: str = "first") -> None:
        convocation = self.convoke(asked, day, purpose=purpose)
        end = convocation.appointment.ends_at
        record_outcome(convocation=convocation, outcome="held", by=self.worker, at=end)
        self.note("interview", end)

    def miss(self, asked: date, day: date, *, outcome: str, why: str = "") -> None:
        convocation = self.convoke(asked, day)
        moment = convocation.appointment.ends_at
        record_outcome(convocation=convocation, outcome=outcome, by=self.worker, at=moment, justification=why)

    def note(self, kind: str, moment: datetime, by: User | None = None) -> None:
        write_diary(
            case=self.case, kind=kind, text=self.random.choice(read("words")["diary"][kind]),
            by=by or self.worker, happened_at=moment, at=moment + timedelta(minutes=20),
            minutes=self.random.choice((20, 30, 45)),
        )  # fmt: skip

    # ---------------------------------------------------------------- assessments
    def open_analysis(self, day: date, *, way: str, share: float = 1.0) -> Assessment:
        row = open_assessment(pathway=self.pathway, kind="section_a", by=self.worker, at=at(day, 14))
        self._fill(row, way, day, share, [self.worker, self.consultant])
        return row

    def analyse(self, day: date, way: str) -> None:
        row = self.open_analysis(day, way=way)
        moment = at(day, 15)
        accept_member_proposals(assessment=row, by=self.worker, at=moment)
        proposed = proposal_of(sheet_of(full_reader(row), day)).way
        close_assessment(
            assessment=row, by=self.worker, at=moment, way=way, reason="" if proposed == way else _REASON
        )
        self.pathway.refresh_from_db()

    def deepen(self, day: date) -> None:
        row = open_assessment(pathway=self.pathway, kind="section_b", by=self.worker, at=at(day, 14))
        self._fill(row, self.pathway.way, day, 1.0, [self.worker])
        close_assessment(assessment=row, by=self.worker, at=at(day, 16))

    def _fill(self, row: Assessment, way: str, day: date, share: float, authors: list[User]) -> None:
        """Answers as they are after they were saved one by one."""
        members = [answers.Member(p.pk, age_on(p, day) or 0) for p in self.story.persons]
        sheet = answers.fill(
            answers.latest(row.kind), members, way=way, random=self.random, on=day, share=share, optional=0.4
        )
        ledger = Ledger()
        for number, (item, person, value) in zip(reserve_ids(Answer, len(sheet)), sheet, strict=True):
            ledger.extend(
                _answer(row, number, item, person, value, self.random.choice(authors), at(day, 14, 30))
            )
        ledger.write()

    # ---------------------------------------------------------------- the ways
    def pact(self, day: date, number: str) -> Any:
        return record_service_pact(
            pathway=self.pathway, person=self._adults(day)[0], signed_on=day, by=self.consultant, at=at(day, 12),
            office=Office.objects.get(code="centro-impiego-pistoia"), number=number,
        )  # fmt: skip

    def project(self, day: date, services: list[str], *, parenting: bool = False) -> Project:
        """Written with the family in one afternoon, not yet proposed."""
        words, moment, by = read("words"), at(day, 15), self.worker
        levels = {area: self.random.randint(1, 3) for area in AREAS}
        measure(pathway=self.pathway, moment="entry", levels=levels, by=by, at=moment)
        project = open_project(pathway=self.pathway, by=by, at=moment)
        write_summary(
            project=project, by=by, at=moment, text=self.random.choice(words["answers"]["request_words"])
        )
        for area in self.random.sample(sorted(words["goals"]), 2):
            text, result = self.random.choice(words["goals"][area])
            goal = add_goal(
                project=project, area=area, text=text, expected_result=result, by=by, at=moment,
                expected_by=day + timedelta(days=180),
            )  # fmt: skip
            add_action(
                goal=goal, text=self.random.choice(words["actions"]), user=by, by=by, at=moment,
                due_on=day + timedelta(days=self.random.randint(20, 60)),
            )  # fmt: skip
        for person in self._adults(day):
            add_commitment(
                project=project,
                person=person,
                text=self.random.choice(words["commitments"]),
                by=by,
                at=moment,
            )
        wanted = [*services, "sostegno-genitorialita-mediazione"] if parenting else services
        for service in Service.objects.filter(code__in=wanted).prefetch_related("funds").order_by("code"):
            add_support(
                project=project, service=service, by=by, at=moment, fund=service.funds.first(),
                quantity=self.random.choice(words["quantities"]), starts_on=day + timedelta(days=14),
            )  # fmt: skip
        return Project.objects.get(pk=project.pk)

    def propose(self, project: Project, day: date) -> ProjectVersion:
        return propose(project=project, by=self.worker, at=at(day, 16))

    def sign(self, version: ProjectVersion, day: date, *, without: User | None = None) -> None:
        """Everybody signs, the family in front of the worker; `without` has not yet."""
        parties: Any = Party.objects.filter(project=version.project_id, removed_at=None)
        parties = parties.select_related("person", "user")
        for minute, party in enumerate(parties.order_by("position", "id")):
            if party.user is not None and party.user == without:
                continue
            signer = self.worker if party.person else party.user
            assert signer is not None  # noqa: S101 - a party is a member or an operator
            ink = Ink("typed", str(party.person or party.user), day)
            sign(version=version, party=party, ink=ink, by=signer, at=at(day, 17, minute))

    def review(self, project: Project, day: date) -> None:
        fulfilled = {
            c.pk: (self.random.choice(("yes", "yes", "partly")), "") for c in project.commitments.present()
        }
        progress = {g.pk: (self.random.choice(("under_way", "reached")), "") for g in project.goals.present()}
        levels = {area: self.random.randint(2, 4) for area in AREAS}
        notes = self.random.choice(read("words")["reviews"])
        record_review(
            project=project, held_on=day, by=self.worker, at=at(day, 12),
            answers=Answers(commitments=fulfilled, goals=progress, levels=levels, notes=notes),
        )  # fmt: skip

    def _adults(self, day: date) -> list[Person]:
        return [p for p in self.story.persons if (age_on(p, day) or 0) >= _ADULT]


def _answer(
    row: Assessment, number: int, item: str, person: UUID | None, value: Any, author: User, moment: datetime
) -> tuple[Answer, AnswerRevision]:
    answer = Answer(
        id=number, assessment=row, item=item, person_id=person, value=value, author=author, updated_at=moment
    )
    return answer, AnswerRevision(answer=answer, value=value, version=1, author=author, at=moment)
