from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class KeyOut(Schema):
    label: str
    prefix: str
    expires_on: date = Field(description="First day on which it no longer opens.")


class MeOut(Schema):
    username: str
    name: str
    key: KeyOut
    scopes: list[str]
    permissions: list[str] = Field(description="What is left of the account's own.")


class JobOut(Schema):
    id: UUID
    kind: str
    title: str
    state: Literal["queued", "running", "done", "failed"]
    percent: int
    message: str
    created_at: datetime
    finished_at: datetime | None
