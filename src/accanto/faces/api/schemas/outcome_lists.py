from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator

from accanto.access.outcomes.enums import ImportState
from accanto.casework.pathways.enums import Measure


class ListIn(Schema):
    """What goes with the file."""

    source: str = Field(
        "INPS", min_length=1, max_length=120, description="Where it comes from; its columns are remembered."
    )
    measure: Annotated[Measure | None, BeforeValidator(lambda value: value or None)] = Field(
        None, description="Otherwise the dates of the applications say it."
    )
    dry_run: bool = Field(
        True, description="true: the report, and nothing changes. false: the list is imported."
    )


class RejectedOut(Schema):
    """A row that is not taken: where, what was written, why."""

    row: int
    column: str
    value: str
    reason: str
    sheet: str | None = Field(None, description="Only of a file with several sheets.")


class ReportOut(Schema):
    """As `accanto import outcomes --json`."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: list[RejectedOut]


class QueuedOut(Schema):
    list: UUID = Field(description="For its report, under /outcome-lists/.")
    job: UUID = Field(description="How far it is, under /jobs/.")


class ListOut(ReportOut):
    id: UUID
    state: ImportState
    refusal: str = Field(description="Why the whole list was refused; empty otherwise.")
