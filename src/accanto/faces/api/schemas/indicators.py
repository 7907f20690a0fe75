from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import field_validator

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


class ClassOut(Schema):
    """Working days `from`–`to`, both included; null: no end on that side."""

    from_: int | None = Field(alias="from")
    to: int | None
    count: int


class ReadingOut(Schema):
    """One way of understanding a figure that its source leaves open."""

    code: str
    label: str
    value: float | int | None
    numerator: int
    denominator: int


class IndicatorOut(Schema):
    """As `accanto report indicators --json`; the fields after `hidden` only where the shape of the figure has them.
    Null stands for a number that is not shown."""

    code: str
    label: str
    unit: str
    value: float | int | None = Field(description="Null when there is nobody to count, or when `hidden`.")
    numerator: int | None
    denominator: int | None
    hidden: bool = Field(description="About fewer than five households, or would betray such a number.")
    min: float | int | None = None
    median: float | int | None = None
    max: float | int | None = None
    distribution: list[ClassOut] | None = None
    readings: list[ReadingOut] | None = None
    rows: list[dict[str, str | int | float | None]] | None = None
    service_pacts: int | None = None
    lone_parents: int | None = None
    with_small_children: int | None = None
    with_minors: int | None = None


class IndicatorList(Schema):
    items: list[IndicatorOut]
