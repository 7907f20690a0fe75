"""What is told of an offer, of who makes it and of a need, as operations take it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accanto.territory.bodies.models import Office, Organisation
    from accanto.territory.places.models import Municipality


@dataclass(frozen=True)
class GiverFacts:
    """`informed_on`: the day on which they were told how their data are used."""

    kind: str
    name: str
    municipality: "Municipality"
    informed_on: date
    organisation: "Organisation | None" = None
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class HoursFacts:
    """The same hours on several days of the week (1 Monday – 7 Sunday)."""

    weekdays: Sequence[int]
    starts: time
    ends: time


@dataclass(frozen=True)
class OfferFacts:
    """`capacity`: households at the same time, or pieces. `last_day`: last day on which it holds."""

    kind: str
    what: str
    first_day: date
    last_day: date | None = None
    capacity: int = 1
    hours: Sequence[HoursFacts] = ()
    municipalities: Sequence["Municipality"] = field(default_factory=list)
    notes: str = ""


@dataclass(frozen=True)
class NeedFacts:
    """`first_name`, `meeting_place`: all that the volunteer is told of whom."""

    kind: str
    what: str
    municipality: "Municipality"
    office: "Office"
    first_day: date
    last_day: date | None = None
    pieces: int = 1
    minors: bool = False
    hours: HoursFacts | None = None
    urgency: str = "ordinary"
    first_name: str = ""
    meeting_place: str = ""
