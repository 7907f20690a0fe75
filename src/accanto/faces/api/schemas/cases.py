from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from accanto.casework.cases.enums import CaseState
from accanto.casework.pathways.enums import Measure, PathwayState
from accanto.faces.api.paging import Paging
from accanto.faces.api.schemas.common import Colleague, Moment, Named

DepthName = Literal["team", "read", "work"]


class CaseQuery(Paging):
    state: CaseState | None = Field(None, description="Only cases in this state.")
    unit: str | None = Field(
        None, max_length=60, pattern=r"^[a-z0-9_-]+$", description="Code of the office that has the case."
    )
    changed_since: Moment | None = Field(
        None, description="Only cases in which something was registered from this moment on."
    )


class HouseholdName(Schema):
    id: UUID
    label: str


class CaseRow(Schema):
    id: UUID
    number: str
    household: HouseholdName
    state: CaseState
    standing: str = Field(description="Where it stands, in words; may be empty.")
    unit: Named
    responsible: Colleague | None
    opened_on: date
    closed_on: date | None
    depth: DepthName = Field(description="How deeply the account of the key sees it.")


class CasePage(Schema):
    items: list[CaseRow]
    next: str | None = Field(description="The `cursor` of the next page.")


class MemberOut(Schema):
    """Below the depth `read` code, address and contacts are null. Of a protected person nothing leaves that leads to
    them, whatever the depth."""

    person: UUID
    name: str
    relation: str
    birth_date: date | None
    age: int | None
    codice_fiscale: str | None
    protected: bool
    restricted: bool = Field(
        description="Kept, and not to be used until the person is told otherwise (GDPR art. 18)."
    )
    town: str | None
    address: str | None
    phone: str | None
    email: str | None


class StageOut(Schema):
    stage: str
    label: str
    state: Literal["done", "now", "late", "next", "skipped"]
    entered_on: date | None
    working_days: int | None = Field(description="Since the stage before.")


class PathwayOut(Schema):
    id: UUID
    measure: Measure
    protocol: str
    state: PathwayState
    stage: str
    way: str | None
    outcome_on: date
    clock_starts_on: date
    stages: list[StageOut]


class DeadlineOut(Schema):
    code: str
    title: str
    started_on: date
    due_on: date
    rule: str
    owner: Colleague | None


class CaseOut(CaseRow):
    responsible_since: date | None
    members: list[MemberOut] = Field(description="The household, at the depth of the account of the key.")
    pathways: list[PathwayOut]
    deadlines: list[DeadlineOut] = Field(description="What runs, first what is due first.")


class EntryOut(Schema):
    """Personal notes never leave."""

    id: str
    kind: Literal["diary", "step"]
    at: datetime
    title: str
    text: str
    author: str
    important: bool


class TimelinePage(Schema):
    items: list[EntryOut]
    next: str | None
