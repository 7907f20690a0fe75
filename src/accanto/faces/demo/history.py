"""The closed history of the zone: REI as the sources tell it on 30 November 2018, and how it ended."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accanto.access.outcomes.enums import ImportState, Outcome
from accanto.access.outcomes.models import (
    Accompaniment,
    Applicant,
    Application,
    ApplicationEvent,
    ListTotal,
    OutcomeImport,
    OutcomeSource,
)
from accanto.casework.pathways.enums import Measure
from accanto.faces.demo.homes import any_shape, compose
from accanto.faces.demo.people import Town
from accanto.faces.demo.reference import read
from accanto.faces.demo.rei import Rei
from accanto.faces.demo.rei_plan import days_of, plan
from accanto.faces.demo.scribe import Home, Scribe, at
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_document
from accanto.people.persons.enums import Depth, GrantReason
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_FILE = "rei-30-novembre-2018.csv"
_SEED = 2018
_REI_ENDED = date(2019, 4, 1)
_WORDS = {
    "positive": "accolta",
    "lapsed": "decaduta",
    "suspended": "sospesa",
    "in_process": "in lavorazione",
    "rejected": "respinta",
}


@dataclass
class History:
    """The list of 30 November 2018 while it is being invented."""

    scribe: Scribe
    source: Any
    random: Random
    by: User
    zone: Office
    batch: UUID
    lines: list[str] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.source["day"]  # type: ignore[no-any-return]


def write_history(scribe: Scribe, towns: list[Town], by: User) -> None:
    """All of it, in the caller's transaction."""
    source = read("rei_2018")
    random = Random(_SEED)  # noqa: S311 - invents, hides nothing
    zone = Office.objects.get(code="zona")
    history = History(scribe, source, random, by, zone, scribe.inventor.uuid())
    rei = Rei.prepare(scribe, source)
    courses = plan(source, towns, history.random)
    for course in courses:
        home = scribe.home(
            compose(history.random, course.shape), town=course.town, on=history.day, since=None
        )
        application = _application(history, home, Outcome.POSITIVE, course.outcome_on)
        rei.run(course, application, home)
    for town in towns:
        _others(history, town)
    rei.hold_meetings()
    _receive(history, towns)
    scribe.ledger.write()


def _others(history: History, town: Town) -> None:
    """Applications that were not accepted: the zone knows the applicant only."""
    row = next(each for each in history.source["applications"] if each["belfiore"] == town.belfiore)
    for outcome, count in list(zip(history.source["outcomes"], row["cells"], strict=True))[1:]:
        for _ in range(count):
            roles = compose(history.random, any_shape(history.random))[:1]
            home = history.scribe.home(roles, town=town, on=history.day)
            day = days_of(town.istat).next(date(2018, 1, 10) + timedelta(days=history.random.randrange(310)))
            row = _application(history, home, outcome, None if outcome == Outcome.IN_PROCESS else day)
            if outcome != Outcome.IN_PROCESS:
                _accompanied(history, row)


def _accompanied(history: History, row: Application) -> None:
    """Nobody of those years still waits for a call."""
    history.scribe.ledger.add(
        Accompaniment(
            application=row, by=history.by, at=at(_REI_ENDED), done=True,
            text="Misura terminata: informato sul Reddito di cittadinanza.",
        )
    )  # fmt: skip


def _application(history: History, home: Home, outcome: str, outcome_on: date | None) -> Application:
    """With its applicants, its one known outcome, and the card that the zone sees of them."""
    scribe, random = history.scribe, history.random
    known_on = outcome_on or history.day - timedelta(days=random.randrange(5, 40))
    submitted = max(date(2017, 12, 1), known_on - timedelta(days=random.randint(20, 60)))
    first, moment = home.people[0], at(history.day, 17)
    application = Application(
        id=scribe.inventor.uuid(), measure=Measure.REI, submitted_on=submitted, fiscal_code=first.code,
        protocol=f"INPS-REI-{submitted.year}-{len(history.lines) + 100_000}", last_name=first.person.last_name,
        first_name=first.person.first_name, birth_date=first.person.birth_date, municipality_id=home.town.id,
        outcome=outcome, outcome_on=outcome_on, person=first.person, household=home.household,
        outcome_import_id=history.batch, created_at=moment,
        reason=random.choice(read("words")["reasons"][outcome]) if outcome in read("words")["reasons"] else "",
    )  # fmt: skip
    scribe.ledger.add(application)
    scribe.ledger.extend(
        Applicant(
            application=application, fiscal_code=one.code, last_name=one.person.last_name, person=one.person,
            first_name=one.person.first_name, birth_date=one.person.birth_date, relation=role.relation,
        )
        for one, role in list(zip(home.people, home.roles, strict=True))[1:]
    )  # fmt: skip
    scribe.ledger.add(
        ApplicationEvent(
            application=application, outcome=outcome, outcome_on=outcome_on, reason=application.reason,
            known_on=outcome_on or submitted, outcome_import_id=history.batch, at=moment,
        )
    )  # fmt: skip
    scribe.grant(
        home.persons, office=history.zone, depth=Depth.CARD, reason=GrantReason.OUTCOME_LIST, context=None,
        by=history.by, moment=moment,
    )  # fmt: skip
    history.lines.append(_line(application, home))
    return application


def _line(row: Application, home: Home) -> str:
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (row.submitted_on, row.birth_date, row.outcome_on)]
    cells = [row.protocol, days[0], row.fiscal_code, row.last_name, row.first_name, days[1], home.town.name]
    return ";".join([*cells, _WORDS[row.outcome], days[2], row.reason])


def _receive(history: History, towns: list[Town]) -> None:
    """The list as it came, with the totals that it states by itself."""
    head = "protocollo;data_domanda;codice_fiscale;cognome;nome;data_nascita;comune;esito;data_esito;motivo"
    content = ("\r\n".join([head, *history.lines]) + "\r\n").encode("utf-8-sig")
    moment, count = at(history.day, 17), len(history.lines)
    origin = OutcomeSource.objects.create(name="INPS, Piattaforma REI", updated_at=moment)
    document = store_document(
        kind=DocumentKind.OUTCOME_LIST, title=_FILE, content=content, filename="list.csv",
        media_type="text/csv", by=history.by, at=moment,
    )  # fmt: skip
    OutcomeImport.objects.create(
        id=history.batch, source=origin, measure=Measure.REI, document=document, filename=_FILE,
        state=ImportState.DONE, uploaded_at=moment, uploaded_by=history.by, finished_at=moment, read=count,
        created=count,
    )  # fmt: skip
    rows = {each["belfiore"]: each for each in history.source["applications"]}
    stated: list[tuple[int | None, str, int, int]] = [
        (town.id, "", rows[town.belfiore]["stated"], sum(rows[town.belfiore]["cells"])) for town in towns
    ]
    columns = [sum(cells) for cells in zip(*(row["cells"] for row in rows.values()), strict=True)]
    stated += [
        (None, outcome, told, real)
        for outcome, told, real in zip(
            history.source["outcomes"], history.source["stated_columns"], columns, strict=True
        )
    ]
    stated.append((None, "", history.source["stated_total"], sum(columns)))
    history.scribe.ledger.extend(
        ListTotal(
            outcome_import_id=history.batch, municipality_id=town, outcome=outcome, stated=told, computed=real
        )
        for town, outcome, told, real in stated
    )
