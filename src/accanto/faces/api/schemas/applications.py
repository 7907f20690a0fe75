from datetime import date
from uuid import UUID

from ninja import Field, Schema

from accanto.access.outcomes.enums import Outcome
from accanto.casework.pathways.enums import Measure
from accanto.faces.api.paging import Paging
from accanto.faces.api.schemas.common import Day


class ApplicationQuery(Paging):
    measure: Measure | None = None
    outcome: Outcome | None = None
    municipality: str | None = Field(None, pattern=r"^[0-9]{6}$", description="ISTAT code, six digits.")
    outcome_since: Day | None = Field(None, description="Only outcomes of this day or later.")


class ApplicationRow(Schema):
    id: UUID
    protocol: str
    measure: Measure
    outcome: Outcome
    outcome_on: date | None
    reason: str
    submitted_on: date | None
    municipality: str | None = Field(
        description="ISTAT code; null of somebody whose whereabouts are protected."
    )
    name: str = Field(
        description="As the person is known; as the list gave it, until somebody is recognised."
    )
    person: UUID | None = Field(description="Null until somebody is recognised.")


class ApplicationPage(Schema):
    items: list[ApplicationRow]
    next: str | None


class HistoryOut(Schema):
    outcome: Outcome
    outcome_on: date | None
    reason: str
    known_on: date


class ApplicationOut(ApplicationRow):
    codice_fiscale: str = Field(description="As the list gave it; may be empty or wrong.")
    birth_date: date | None
    pad_signed_on: date | None
    history: list[HistoryOut] = Field(description="Each outcome as a list told it, oldest first.")
