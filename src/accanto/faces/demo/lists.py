"""The lists that the national agency sent this year, imported as anybody imports them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from accanto.access.outcomes.models import Application
from accanto.access.outcomes.operations import run_import, start_import
from accanto.faces.demo.reference import read
from accanto.faces.demo.stories import Story
from accanto.territory.staff.models import User

SOURCE = "INPS, Piattaforma GePI"
_HEAD = (
    "protocollo", "data_domanda", "codice_fiscale", "cognome", "nome", "data_nascita", "comune", "esito",
    "data_esito", "motivo", "data_pad",
)  # fmt: skip
_WORDS = {
    "positive": "accolta",
    "lapsed": "decaduta",
    "suspended": "sospesa",
    "in_process": "in lavorazione",
    "rejected": "respinta",
}


@dataclass
class Line:
    """One application of a list. `pad_on` only where the outcome is positive."""

    story: Story
    outcome: str
    submitted_on: date
    outcome_on: date | None
    pad_on: date | None
    protocol: str
    code: str = ""
    first_name: str = ""

    def cells(self, random: Random) -> list[str]:
        head = self.story.head
        reasons = read("words")["reasons"].get(self.outcome)
        return [
            self.protocol,
            _day(self.submitted_on),
            self.code or self.story.codes[head.pk],
            head.last_name,
            self.first_name or head.first_name,
            _day(head.birth_date),
            self.story.town.name,
            _WORDS[self.outcome],
            _day(self.outcome_on),
            random.choice(reasons) if reasons else "",
            _day(self.pad_on),
        ]


def receive(
    lines: Sequence[Line], *, name: str, by: User, at: datetime, random: Random
) -> dict[str, Application]:
    """Import one list; the applications by protocol."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEAD)
    writer.writerows(line.cells(random) for line in lines)
    started = start_import(
        source=SOURCE, filename=name, content=text.getvalue().encode("utf-8-sig"), by=by, at=at, measure="adi"
    )
    run_import(outcome_import=started, by=by, at=at)
    rows = Application.objects.filter(protocol__in=[line.protocol for line in lines])
    return {row.protocol: row for row in rows}


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
