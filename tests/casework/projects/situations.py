"""Situations of projects, built through operations only."""

import base64
import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from accanto.casework.assessment.operations import (
    close_assessment,
    open_assessment,
    publish_instruments,
    save_answer,
)
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.operations import enter_stage, set_way
from accanto.casework.projects import operations
from accanto.casework.projects.models import Party, Project, ProjectVersion, Signature
from accanto.casework.teams.models import Team
from accanto.casework.teams.operations import decide_item, load_teams, plan_meeting, put_on_agenda
from accanto.resources.catalogue.models import Service
from accanto.resources.catalogue.operations import sync_catalogue
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.assessment import conftest as assessments
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, moment

AREAS = ["functioning", "economic", "work", "education", "housing", "networks"]


@dataclass
class InProject:
    situation: Situation
    project: Project
    people: SimpleNamespace

    def again(self) -> Project:
        self.project = Project.objects.get(pk=self.project.pk)
        return self.project

    @property
    def anna(self) -> User:
        return self.situation.anna

    @property
    def version(self) -> ProjectVersion:
        return ProjectVersion.objects.get(project=self.project, number=self.again().version)

    def party(self, who: object) -> Party:
        return next(p for p in self.project.parties.present() if who in {p.person, p.user})


def reference() -> None:
    sync_catalogue(at=NOW)
    publish_instruments(at=NOW)
    if not Team.objects.exists():
        load_teams(at=NOW)


def social_situation(surname: str = "Campioni") -> Situation:
    """The preliminary analysis says: social only."""
    situation = family_in_charge(surname)
    enter_stage(
        pathway=situation.pathway, stage=Stage.ANALYSIS, on=date(2026, 11, 16), by=situation.anna, at=NOW
    )
    set_way(pathway=situation.pathway, way="social_only", by=situation.anna, at=NOW)
    return situation


def complex_situation(surname: str = "Esempio") -> Situation:
    """The preliminary analysis says complex need, and the team of the zone has decided on a project."""
    analysis = assessments.begun(surname)
    assessments.fill(analysis, assessments.COMPLEX)
    assessments.decide_all(analysis)
    close_assessment(
        assessment=analysis.assessment, way="complex", reason="Ne serve più d’uno", by=analysis.anna, at=NOW
    )
    situation = Situation(analysis.family, analysis.case, analysis.pathway, analysis.anna, analysis.carla)
    situation.pathway.refresh_from_db()
    team_decides(situation)
    return situation


def team_decides(situation: Situation, decision: str = "project") -> None:
    starts = moment(date(2026, 11, 23), 8)
    meeting = plan_meeting(
        team=Team.objects.get(code="eemm-pistoia"),
        starts_at=starts,
        ends_at=starts + timedelta(hours=4),
        by=situation.carla,
        at=moment(date(2026, 11, 17)),
    )
    item = put_on_agenda(meeting=meeting, pathway=situation.pathway, by=situation.carla, at=NOW)
    decide_item(item=item, decision=decision, text="Si scrive il progetto", by=situation.carla, at=NOW)


def deepened(situation: Situation, **answers: object) -> None:
    """Section B open, with what is given of it."""
    assessment = open_assessment(pathway=situation.pathway, kind="section_b", by=situation.anna, at=NOW)
    for item, value in answers.items():
        save_answer(
            assessment=assessment, item=item, value=value, expected_version=0, by=situation.anna, at=NOW
        )


def begun(situation: Situation | None = None) -> InProject:
    """An open project, still empty but for who signs."""
    situation = situation or social_situation()
    project = operations.open_project(pathway=situation.pathway, by=situation.anna, at=NOW)
    return InProject(situation, project, cast.everyone())


def written(situation: Situation | None = None) -> InProject:
    """Two goals with their actions, commitments, supports: ready to be proposed."""
    found = begun(situation)
    project, family, by = found.project, found.situation.family, found.anna
    home = operations.add_goal(
        project=project,
        area="housing",
        text="Restare nella nostra casa senza paura dello sfratto",
        expected_result="Gli arretrati dell’affitto sono pagati e il contratto è rinnovato",
        expected_by=date(2027, 5, 31),
        by=by,
        at=NOW,
    )
    operations.add_action(
        goal=home,
        text="Parlare con il proprietario e concordare le rate",
        person=family.lucia,
        due_on=date(2026, 12, 15),
        by=by,
        at=NOW,
    )
    operations.add_action(
        goal=home,
        text="Chiedere il fondo per la morosità incolpevole",
        user=by,
        due_on=date(2026, 12, 1),
        by=by,
        at=NOW,
    )
    work = operations.add_goal(
        project=project,
        area="work",
        text="Lucia trova un lavoro che si incastra con la scuola di Marta",
        by=by,
        at=NOW,
    )
    operations.add_action(
        goal=work, text="Frequentare il corso di assistente familiare", person=family.lucia, by=by, at=NOW
    )
    operations.add_commitment(
        project=project, person=family.lucia, text="Vado al corso tutte le mattine", by=by, at=NOW
    )
    operations.add_commitment(
        project=project, person=family.lucia, text="Porto ogni mese la ricevuta dell’affitto", by=by, at=NOW
    )
    operations.add_commitment(
        project=project,
        person=family.marta,
        text="Vado al doposcuola due volte alla settimana",
        by=by,
        at=NOW,
    )
    service = Service.objects.get(code="educativa-domiciliare-territoriale")
    fund = service.funds.get(code="fondo-poverta")
    operations.add_support(
        project=project,
        service=service,
        person=family.marta,
        fund=fund,
        plan_line=service.plan_lines.get(code="a4"),
        quantity="3 ore alla settimana",
        starts_on=date(2026, 12, 1),
        ends_on=date(2027, 6, 10),
        by=by,
        at=NOW,
    )
    operations.add_support(
        project=project,
        service=Service.objects.get(code="sostegno-genitorialita-mediazione"),
        quantity="un incontro ogni due settimane",
        by=by,
        at=NOW,
    )
    operations.write_summary(
        project=project,
        text="Vogliamo tenere la casa e tornare a lavorare, senza lasciare soli i bambini.",
        by=by,
        at=NOW,
    )
    found.again()
    return found


def proposed(situation: Situation | None = None) -> InProject:
    found = written(situation)
    operations.propose(project=found.project, by=found.anna, at=NOW)
    found.again()
    return found


def ink(name: str = "Lucia Campioni", on: date = TODAY) -> operations.Ink:
    return operations.Ink(kind="drawn", signed_name=name, signed_on=on, drawn=drawn_signature())


def sign_all(found: InProject, *, at: datetime = NOW, leave: object = None) -> list[Signature]:
    """Everybody signs on screen: members in front of Anna, operators for their own body."""
    done = []
    for party in found.project.parties.present().select_related("person", "user"):
        if leave is not None and leave in {party.person, party.user}:
            continue
        done.append(
            operations.sign(
                version=found.version,
                party=party,
                ink=ink(str(party.person or party.user), at.date()),
                by=party.user or found.anna,
                at=at,
            )
        )
    found.again()
    return done


def running(situation: Situation | None = None) -> InProject:
    found = proposed(situation)
    sign_all(found)
    operations.start_project(project=found.project, on=TODAY, by=found.anna, at=NOW)
    found.again()
    return found


def fates(found: InProject) -> dict[int, tuple[str, str]]:
    return {action.pk: ("done", "") for action in operations.open_actions(found.project)}


def levels(value: int) -> dict[str, int]:
    return dict.fromkeys(AREAS, value)


def png(rows: list[bytes], width: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = b"".join(b"\0" + row for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def drawn_signature(*, blank: bool = False) -> str:
    clear, dark = b"\0\0\0\0" * 40, b"\0\0\0\0" * 10 + b"\x17\x20\x2b\xff" * 20 + b"\0\0\0\0" * 10
    rows = [clear] * 20 if blank else [clear] * 8 + [dark] * 4 + [clear] * 8
    return "data:image/png;base64," + base64.b64encode(png(rows, 40)).decode()
