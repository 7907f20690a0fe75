"""Pieces that several answers share."""

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*")


def _written(form: re.Pattern[str], kind: str) -> Any:
    """Numbers are not days, whatever a library makes of them."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and not form.fullmatch(value):
            raise PydanticCustomError(kind, "not the form")
        return value

    return check


Day = Annotated[date, BeforeValidator(_written(_DAY, "date_form"))]
Moment = Annotated[AwareDatetime, BeforeValidator(_written(_MOMENT, "datetime_form"))]


class Named(Schema):
    """Something with a code and a name."""

    code: str
    name: str


class Colleague(Schema):
    """Somebody on staff."""

    id: int
    name: str


def colleague(user: Any) -> dict[str, Any] | None:
    return {"id": user.pk, "name": str(user)} if user else None


def office(row: Any) -> dict[str, Any]:
    return {"code": row.code, "name": row.name}
