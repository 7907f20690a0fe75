from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict, field_validator

from accanto.casework.pathways.enums import Measure
from accanto.faces.api.schemas.common import Day
from accanto.steering.indicators.forms import FIRST_YEAR, LAST_YEAR


class IndicatorQuery(Schema):
    as_of: Day | None = Field(None, description="Situation on this day; today if absent.")
    measure: Measure = Measure.ADI
    municipality: str | None = Field(
        None, pattern=r"^[0-9]{6}$", description="ISTAT code of a municipality of the zone, six digits."
    )

    @field_validator("as_of")
    @classmethod
    def within_the_calendars(cls, day: Any) -> Any:
        """Reckoning in working days would walk off their ends."""
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(
                _("Write a day between the years %(first)d and %(last)d.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


class IndicatorOut(Schema):
    """As `accanto report indicators --json`; more fields where the shape of the figure has them (`min`, `median`,
    `max`, `distribution`; `readings`; `rows`)."""

    model_config = ConfigDict(extra="allow")

    code: str
    label: str
    unit: str
    value: float | int | None = Field(description="Null when there is nobody to count, or when `hidden`.")
    numerator: int | None
    denominator: int | None
    hidden: bool = Field(description="About fewer than five households, or would betray such a number.")


class IndicatorList(Schema):
    items: list[IndicatorOut]
