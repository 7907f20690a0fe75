"""The work of today: the year's lists, who follows whom, what is late, what is due, who meets this afternoon."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from accanto.access.assignment.operations.assign import assign
from accanto.access.outcomes.models import Application
from accanto.access.outcomes.operations import note_accompaniment
from accanto.casework.cases.operations import book_appointment
from accanto.casework.pathways.operations import check_service_pact
from accanto.casework.projects.operations.closing import Closing, close_project
from accanto.casework.projects.operations.running import start_project
from accanto.casework.teams.models import Team, TeamMeeting
from accanto.casework.teams.operations import (
    call_guest,
    decide_item,
    hold_meeting,
    plan_meeting,
    put_on_agenda,
    record_attendance,
)
from accanto.faces.demo.agenda import load_agenda
from accanto.faces.demo.alike import load_alike
from accanto.faces.demo.cases import Lives
from accanto.faces.demo.days import Diary
from accanto.faces.demo.desk_life import DeskLife
from accanto.faces.demo.directory import Directory
from accanto.faces.demo.guarding import Guarding
from accanto.faces.demo.learning import load_traineeship
from accanto.faces.demo.lists import Line, receive
from accanto.faces.demo.mandates import Mandates
from accanto.faces.demo.people import Town
from accanto.faces.demo.record import load_record
from accanto.faces.demo.reference import read
from accanto.faces.demo.reporting import Reporting
from accanto.faces.demo.scribe import Scribe, at
from accanto.faces.demo.steps import AREAS, Steps
from accanto.faces.demo.stories import Casting, Story
from accanto.faces.demo.volunteering import Volunteering

# Working days ago on which each list came.
OLD, SPRING, AUTUMN, LAST = -128, -78, -36, -5
TEAM_MET = (-96, -40)
_LIST_OF = {
    "team_review_late": OLD, "team_review_soon": OLD, "team_running": OLD, "closed": OLD, "social_running": OLD,
    "late": SPRING, "team_sign_today": SPRING, "team_sign": SPRING, "team_draft": SPRING, "pact": SPRING,
    "pact_recorded": SPRING, "pact_missing": SPRING, "social_draft": SPRING, "social_sign": SPRING,
    "agenda": SPRING, "waiting": LAST, "new": LAST,
}  # fmt: skip
_NATIONAL = ["educativa-domiciliare-territoriale"]


class Present:
    """Loads everything in the caller's transaction; nothing is dated after `now`, apart from what is planned."""

    def __init__(self, scribe: Scribe, towns: list[Town], now: datetime) -> None:
        self.scribe, self.now, self.today = scribe, now, now.date()
        self.random: Random = scribe.inventor.random
        self.diary = Diary(self.today)
        self.casting = Casting(scribe, towns, self.today)
        users = self.casting.users
        self.carla, self.marco, self.bruno = (
            users["carla.esempi"],
            users["marco.inventati"],
            users["bruno.test"],
        )
        self.elena, self.anna = users["elena.modello"], users["anna.prova"]
        self.applications: dict[int, Application] = {}
        self.meetings: dict[int, TeamMeeting] = {}
        self.agenda: dict[int, list[tuple[Story, Steps]]] = {-96: [], -40: [], 0: []}

    def wd(self, number: int) -> date:
        return self.diary.wd(number)

    def load(self) -> None:
        stories = self.casting.everybody()
        refused = self._import(stories)
        self._plan_meetings()
        for story in stories:
            if story.worker is not None:
                self._begin(story)
        self._hold(-96)
        self._hold(-40)
        self._next_meeting()
        self._accompany()
        self._today()
        Lives(stories, self.casting.users, self.today).load()
        Guarding(stories, refused, self.casting.users, self.wd).load()
        Directory(self.casting.users, self.today).load()
        Mandates(stories, self.casting.users, self.wd, self.now).load()
        DeskLife(self.scribe.inventor, stories, self.casting.users, self.now).load()

    # ---------------------------------------------------------------- lists
    def _import(self, stories: list[Story]) -> dict[str, Story]:
        """Says of each outcome that is not positive the last household that had it."""
        refused = self.casting.refused()
        for number, day in enumerate((OLD, SPRING, AUTUMN, LAST)):
            mine = [s for s in stories if _LIST_OF.get(s.stage, AUTUMN) == day]
            lines = [self._line(story, day) for story in mine]
            lines += [self._refused(outcome, s, day) for outcome, s in refused[number::4]]
            if day == LAST:
                lines += self._uncertain(stories)
            name = f"adi-{self.wd(day):%Y-%m-%d}.csv"
            found = receive(lines, name=name, by=self.marco, at=at(self.wd(day), 8), random=self.random)
            for line in lines:
                self.applications[id(line.story)] = found[line.protocol]
        return dict(refused)

    def _line(self, story: Story, day: int) -> Line:
        outcome_on = self.wd(day - self.random.randint(3, 8))
        pad = outcome_on - timedelta(days=self.random.randint(2, 9))
        if story.stage == "late":
            pad = min(pad, self.wd(-4 if story.label.startswith("Esempio") else -1) - timedelta(days=120))
        if story.stage == "team_sign_today":
            pad = self.today - timedelta(days=120)
        return self._numbered(story, day, "positive", max(outcome_on, pad), pad)

    def _refused(self, outcome: str, story: Story, day: int) -> Line:
        decided = None if outcome == "in_process" else self.wd(day - self.random.randint(2, 10))
        return self._numbered(story, day, outcome, decided, None)

    def _numbered(
        self, story: Story, came: int, outcome: str, outcome_on: date | None, pad: date | None, **more: Any
    ) -> Line:
        last = min(filter(None, (outcome_on, pad, self.wd(came - 6))))
        submitted = last - timedelta(days=self.random.randint(12, 40))
        protocol = f"INPS-ADI-{submitted.year}-{self.random.randrange(100_000, 999_999)}"
        return Line(story, outcome, submitted, outcome_on, pad, protocol, **more)

    def _uncertain(self, stories: list[Story]) -> list[Line]:
        """Two applicants without a valid code who look like people already known."""
        known = [s for s in stories if s.stage == "to_convoke"][:2]
        lines = []
        for story in known:
            twin = Story(**{**vars(story), "stage": "uncertain"})
            right = story.codes[story.head.pk]
            wrong = right[:15] + ("A" if right[15] != "A" else "B")
            outcome_on = self.wd(LAST - 2)
            lines.append(self._numbered(twin, LAST, "positive", outcome_on, outcome_on, code=wrong))
        return lines

    # ---------------------------------------------------------------- families
    def _begin(self, story: Story) -> None:
        """From the assignment to the stage that its story names."""
        assert story.worker  # noqa: S101 - the caller has checked
        assert story.unit  # noqa: S101
        came = _LIST_OF.get(story.stage, AUTUMN)
        day = self.wd(
            self.random.choice((-3, -2, -1)) if story.stage == "new" else came + self.random.randint(2, 5)
        )
        done = assign(
            application=self.applications[id(story)], worker=story.worker, unit=story.unit, by=self.carla,
            at=at(day, 11),
        )  # fmt: skip
        steps = Steps(story, done.pathway, story.worker, self.bruno, diary=self.diary, random=self.random)
        stages: dict[str, Callable[[Steps], None]] = {
            "convoked": self._convoked, "convoked_today": self._convoked_today, "absent": self._absent,
            "justified": self._justified, "unrecorded": self._unrecorded, "analysis": self._analysis,
            "analysis_today": self._analysis_today, "pact": self._pact, "pact_recorded": self._pact,
            "pact_missing": self._pact, "agenda": self._for_the_agenda,
        }  # fmt: skip
        if story.stage in stages:
            stages[story.stage](steps)
        elif story.stage.startswith("social"):
            self._social(steps, came)
        elif story.stage in ("team_draft", "team_sign", "team_sign_today"):
            self._discussed(steps, SPRING, -40)
        elif story.stage.startswith("team") or story.stage == "closed":
            self._discussed(steps, OLD, -96)

    def _convoked(self, steps: Steps) -> None:
        steps.convoke(self.wd(-4), self.wd(self.random.randint(2, 9)))

    def _convoked_today(self, steps: Steps) -> None:
        steps.convoke(self.wd(-6), self.today, start=at(self.today, 12))

    def _absent(self, steps: Steps) -> None:
        steps.miss(self.wd(-12), self.wd(-3), outcome="absent")

    def _justified(self, steps: Steps) -> None:
        steps.miss(
            self.wd(-14), self.wd(-6), outcome="absent_justified", why="visita medica, con certificato"
        )
        steps.convoke(self.wd(-5), self.wd(self.random.randint(3, 8)))

    def _unrecorded(self, steps: Steps) -> None:
        steps.convoke(self.wd(-9), self.wd(-1))

    def _analysis(self, steps: Steps) -> None:
        steps.meet(self.wd(-20), self.wd(-8))
        steps.open_analysis(self.wd(-8), way="complex", share=0.5)

    def _analysis_today(self, steps: Steps) -> None:
        steps.meet(self.wd(-15), self.wd(-7))
        steps.open_analysis(self.wd(-7), way="complex", share=0.6)
        self._book(steps, at(self.today, 10, 30), "follow_up", "Mini-équipe", steps.worker, self.bruno)

    def _pact(self, steps: Steps) -> None:
        steps.meet(self.wd(-60), self.wd(-52))
        steps.analyse(self.wd(-50), "work_only")
        if steps.story.stage == "pact_missing":
            return
        recorded = -2 if steps.story.stage == "pact_recorded" else -30
        pact = steps.pact(self.wd(recorded), f"PdS {self.random.randrange(1000, 9999)}")
        if steps.story.stage == "pact":
            check_service_pact(pact=pact, by=steps.worker, at=at(self.wd(-27), 10))

    def _social(self, steps: Steps, came: int) -> None:
        steps.meet(self.wd(came + 8), self.wd(came + 16))
        steps.analyse(self.wd(came + 20), "social_only")
        written = came + 30
        project = steps.project(self.wd(written), _NATIONAL)
        if steps.story.stage == "social_draft":
            return
        proposed = -6 if steps.story.stage == "social_sign" else written + 4
        version = steps.propose(project, self.wd(proposed))
        if steps.story.stage == "social_sign":
            return
        steps.sign(version, self.wd(proposed + 2))
        start_project(
            project=project, on=self.wd(proposed + 4), by=steps.worker, at=at(self.wd(proposed + 4), 9)
        )
        self._go_on(steps, (-66, -24))
        steps.review(project, self.wd(-25))

    def _for_the_agenda(self, steps: Steps) -> None:
        steps.meet(self.wd(-50), self.wd(-42))
        steps.analyse(self.wd(-self.random.randint(24, 34)), "complex")
        self.agenda[0].append((steps.story, steps))

    def _discussed(self, steps: Steps, came: int, meeting: int) -> None:
        steps.meet(self.wd(came + 7), self.wd(came + 14))
        steps.analyse(self.wd(came + 17), "complex")
        self.agenda[meeting].append((steps.story, steps))

    # ---------------------------------------------------------------- the team
    def _plan_meetings(self) -> None:
        team = Team.objects.get(code="eemm-pistoia")
        for number in TEAM_MET:
            day = self.wd(number)
            self.meetings[number] = plan_meeting(
                team=team,
                starts_at=at(day, 15),
                ends_at=at(day, 18),
                by=self.carla,
                at=at(self.wd(number - 15), 9),
            )
        day = self.today if self.diary.is_working_day(self.today) else self.wd(1)
        self.meetings[0] = plan_meeting(
            team=team, starts_at=at(day, 15), ends_at=at(day, 17), by=self.carla, at=at(self.wd(-15), 9)
        )

    def _hold(self, number: int) -> None:
        meeting, day = self.meetings[number], self.wd(number)
        items = [
            put_on_agenda(
                meeting=meeting, pathway=steps.pathway, by=self.carla, at=at(self.wd(number - 5), 10),
                question=self.random.choice(read("words")["questions"]),
            )
            for _story, steps in self.agenda[number]
        ]  # fmt: skip
        for user in (self.carla, self.bruno, self.elena):
            record_attendance(meeting=meeting, user=user, present=True, by=self.carla, at=at(day, 18))
        for item in items:
            text = "Si scrive il progetto con la famiglia; la cooperativa propone l’educativa domiciliare."
            decide_item(item=item, decision="project", text=text, by=self.carla, at=at(day, 18, 5))
        hold_meeting(meeting=meeting, by=self.carla, at=at(day, 18, 30))
        for story, steps in self.agenda[number]:
            self._after(story.stage, steps, number)

    def _after(self, stage: str, steps: Steps, met: int) -> None:
        """What became of the team's decision."""
        steps.pathway.refresh_from_db()
        steps.deepen(self.wd(met + 1))
        parenting = stage not in ("team_sign_today", "team_draft")
        written = {"team_review_soon": -66, "team_review_late": -72}.get(stage, met + 4)
        project = steps.project(self.wd(written), _NATIONAL, parenting=parenting)
        if stage == "team_draft":
            return
        waiting = stage in ("team_sign", "team_sign_today")
        version = steps.propose(project, self.wd(-6 if waiting else written + 2))
        without = self.elena if stage == "team_sign_today" else self.bruno if waiting else None
        steps.sign(version, self.wd(-2 if waiting else written + 4), without=without)
        if not waiting:
            self._run(stage, steps, written + 5, project)

    def _run(self, stage: str, steps: Steps, started: int, project: Any) -> None:
        day = self.wd(started)
        if stage == "team_review_soon":
            day = self.wd(2) - timedelta(days=90)
        elif stage == "team_review_late":
            day = self.wd(-3) - timedelta(days=90)
        project.refresh_from_db()
        start_project(
            project=project, on=max(day, project.defined_on), by=steps.worker, at=at(self.wd(started + 3), 12)
        )
        project.refresh_from_db()
        self._go_on(steps, (-68, -22) if stage != "closed" else (-50,))
        if stage in ("team_running", "closed"):
            steps.review(project, self.wd(-35))
        if stage == "closed":
            closing = Closing(
                outcome="autonomy", evaluation=read("words")["closures"][0], closed_on=self.wd(-7),
                fates={a.pk: ("done", "") for g in project.goals.present() for a in g.actions.present()},
                levels={area: self.random.randint(3, 5) for area in AREAS},
            )  # fmt: skip
            close_project(project=project, closing=closing, by=steps.worker, at=at(self.wd(-7), 12))

    def _go_on(self, steps: Steps, days: tuple[int, ...]) -> None:
        """The meetings that the law wants at least every 90 days."""
        for day in days:
            steps.meet(self.wd(day - 6), self.wd(day), purpose="periodic")

    def _next_meeting(self) -> None:
        for story, steps in self.agenda[0]:
            item = put_on_agenda(
                meeting=self.meetings[0], pathway=steps.pathway, by=self.carla, at=at(self.wd(-6), 10),
                question=self.random.choice(read("words")["questions"]),
            )  # fmt: skip
            if story.guest:
                need = "mental_health" if story.guest.username.startswith("sara") else "school"
                call_guest(item=item, user=story.guest, by=self.carla, at=at(self.wd(-5), 10), need=need)

    # ---------------------------------------------------------------- today
    def _accompany(self) -> None:
        rows = Application.objects.filter(measure="adi", outcome__in=["rejected", "suspended"]).order_by(
            "protocol"
        )
        for row, done in zip(rows[:2], (True, False), strict=True):
            note_accompaniment(
                application=row, by=self.carla, at=at(self.wd(-2), 12), done=done,
                text="Sentito al telefono: orientato al CAF per correggere la DSU.",
            )  # fmt: skip

    def _today(self) -> None:
        """An ordinary morning for Anna, and news from colleagues."""
        from accanto.casework.cases.models import Case

        cases = Case.objects.filter(responsible=self.anna, state="open").select_related("household")
        by_label = {case.household.label: case for case in cases}
        self._appointment(by_label["Modello"], at(self.today, 9), "interview", "Colloquio", self.anna)
        load_record(records=cases, users=self.casting.users, now=self.now)
        load_agenda(cases=cases, users=self.casting.users, today=self.today, now=self.now)
        Reporting(self.casting.users, by_label, self.now).load()
        Volunteering(self.casting.users, by_label, self.now).load()
        load_traineeship(cases=cases, users=self.casting.users, today=self.today, now=self.now)
        load_alike(users=self.casting.users, today=self.today, now=self.now)

    def _book(self, steps: Steps, start: datetime, kind: str, title: str, *people: Any) -> None:
        self._appointment(steps.case, start, kind, title, *people)

    def _appointment(self, case: Any, start: datetime, kind: str, title: str, *people: Any) -> None:
        self.diary.take(start, *people)
        book_appointment(
            case=case, kind=kind, title=title, starts_at=start, ends_at=start + timedelta(minutes=45),
            office=case.unit, place="Sala 2", operators=list(people), by=self.anna, at=at(self.wd(-3), 12),
        )  # fmt: skip
