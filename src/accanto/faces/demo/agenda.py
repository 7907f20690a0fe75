"""Rooms, hours for the public and who comes to them, in the offices of the demo zone."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from accanto.casework.agenda.models import Room, SlotSeries
from accanto.casework.agenda.operations import cancel_slot, open_room, open_series, take_place
from accanto.casework.agenda.rules import weekly
from accanto.casework.cases.models import Case
from accanto.faces.demo.reference import read
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


def load_agenda(*, cases: Iterable[Case], users: dict[str, User], today: date, now: datetime) -> None:
    """Somebody is in the first hours of the first series; one of them was cancelled: somebody is to be called."""
    told = read("agenda")
    by = users[told["by"]]
    offices = {office.code: office for office in Office.objects.all()}
    rooms: dict[str, Room] = {}
    for entry in told["rooms"]:
        given = entry | {"office": offices[entry["office"]]}
        rooms[entry["name"]] = open_room(by=by, at=now, **given)
    series = [_open(entry, offices, rooms, users, by, today, now) for entry in told["series"]]
    first, second, third = series[0].slots.filter(starts_at__gt=now).order_by("starts_at")[:3]
    home = next(case for case in cases if case.household.label == told["household"])
    take_place(slot=first, case=home, by=by, at=now)
    for slot, name, contact in zip((second, third), told["names"], told["contacts"], strict=True):
        take_place(slot=slot, name=name, contact=contact, by=by, at=now)
    cancel_slot(slot=third, reason=told["cancelled"], by=by, at=now)


def _open(
    entry: dict[str, Any],
    offices: dict[str, Office],
    rooms: dict[str, Room],
    users: dict[str, User],
    by: User,
    today: date,
    now: datetime,
) -> SlotSeries:
    return open_series(
        office=offices[entry["office"]],
        operator=users[entry["operator"]] if "operator" in entry else None,
        room=rooms[entry["room"]] if "room" in entry else None,
        kind=entry["kind"],
        rule=weekly(entry["weekdays"]),
        opens=time.fromisoformat(entry["opens"]),
        closes=time.fromisoformat(entry["closes"]),
        minutes=entry["minutes"],
        capacity=entry["capacity"],
        starts_on=today,
        by=by,
        at=now,
    )
