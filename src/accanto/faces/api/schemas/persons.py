from datetime import date
from uuid import UUID

from ninja import Field, Schema

from accanto.faces.api.schemas.common import Colleague, Named


class CodeIn(Schema):
    """In the body, so that a code does not stand in the logs of whatever lies between."""

    codice_fiscale: str = Field(
        min_length=11,
        max_length=16,
        pattern=r"^([A-Za-z]{6}[0-9A-Za-z]{10}|[0-9]{11})$",
        description="The exact code, sixteen characters (or eleven digits of a provisional one).",
        examples=["CMPLCU88E54G713X"],
    )


class PersonRow(Schema):
    id: UUID
    name: str
    birth_date: date | None


class PersonList(Schema):
    """Empty for a code that nobody has and for one of somebody whom the key may not see."""

    items: list[PersonRow]


class FollowedOut(Schema):
    """A running case of the household; `case` only where the account may open it."""

    case: UUID | None
    unit: Named
    responsible: Colleague | None


class PersonOut(PersonRow):
    """The card. Address and contacts are told with the household, in the case: who lives with whom is seen there."""

    first_name: str
    last_name: str
    sex: str
    age: int | None
    codice_fiscale: str | None = Field(description="From the depth `read` on.")
    protected: bool
    restricted: bool = Field(
        description="Kept, and not to be used until the person is told otherwise (GDPR art. 18)."
    )
    town: str | None
    followed_by: list[FollowedOut]
