"""Places for the public at Polo Pistoia Nord, and people to give them to."""

from datetime import date, datetime, time, timedelta

from accanto.casework.agenda.models import Room, Slot, SlotSeries
from accanto.casework.agenda.operations import open_room, open_series
from accanto.casework.agenda.rules import weekly
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from tests import cast
from tests.present import NOW, ROME

TUESDAY = date(2026, 11, 24)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ROME)


def north() -> Office:
    return Office.objects.get(code="polo-pistoia-nord")


def room(name: str = "Stanza 1", capacity: int = 4, office: Office | None = None) -> Room:
    return open_room(
        office=office or north(),
        name=name,
        capacity=capacity,
        accessible=True,
        by=cast.user(cast.ANNA),
        at=NOW,
    )


def series(
    *,
    operator: User | None = None,
    where: Room | None = None,
    weekdays: tuple[int, ...] = (1, 3),
    opens: time = time(9),
    closes: time = time(10),
    minutes: int = 30,
    capacity: int = 1,
    starts_on: date = TUESDAY,
    last_day: date | None = None,
    kind: str = "information",
    office: Office | None = None,
    now: datetime = NOW,
) -> SlotSeries:
    return open_series(
        office=office or north(),
        operator=operator,
        room=where,
        kind=kind,
        rule=weekly(weekdays),
        opens=opens,
        closes=closes,
        minutes=minutes,
        capacity=capacity,
        starts_on=starts_on,
        last_day=last_day,
        by=cast.user(cast.ANNA),
        at=now,
    )


def slot(capacity: int = 1, operator: User | None = None, **given: object) -> Slot:
    """The first one, Tuesday at nine."""
    made = series(capacity=capacity, operator=operator, **given)  # type: ignore[arg-type]
    return made.slots.order_by("starts_at")[0]


def later(one: Slot, minutes: int = 1) -> datetime:
    return one.starts_at + timedelta(minutes=minutes)
