"""A closure of the office is withdrawn: its hours for the public are there again, with who had a place."""

from datetime import timedelta

import pytest

from accanto.casework.agenda.enums import PlaceState, SlotState
from accanto.casework.agenda.models import Place, Room, RoomUse, Slot
from accanto.casework.agenda.operations import (
    cancel_slot,
    note_call,
    retire_room,
    skip_day,
    take_place,
    take_room,
)
from accanto.casework.agenda.queries import to_be_called
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import book_appointment
from accanto.core.errors import OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.territory.bodies.models import OfficeClosure
from accanto.territory.bodies.operations import close_office, withdraw_closure
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.agenda.situation import TUESDAY, north, room, series
from tests.present import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def closed() -> OfficeClosure:
    return close_office(
        office=north(),
        first_day=TUESDAY,
        last_day=TUESDAY,
        reason="Trasloco",
        by=cast.user(cast.CARLA),
        at=NOW,
    )


def opened(closure: OfficeClosure) -> None:
    withdraw_closure(closure=closure, by=cast.user(cast.CARLA), at=LATER)


def take(slot: Slot, name: str = "Ida Prova") -> Place:
    return take_place(slot=slot, name=name, by=cast.user(cast.LUCA), at=NOW)


def _meeting(slot: Slot, who: User) -> Appointment:
    return book_appointment(
        kind="interview", starts_at=slot.starts_at, ends_at=slot.ends_at, operators=[who], by=who, at=NOW
    )


def states(slots: list[Slot]) -> list[str]:
    found = dict(Slot.objects.filter(pk__in=[slot.pk for slot in slots]).values_list("pk", "state"))
    return [found[slot.pk] for slot in slots]


def test_who_had_a_place_has_it_again_with_room_and_operator() -> None:
    anna = cast.user(cast.ANNA)
    slots = list(series(operator=anna, where=room(), last_day=TUESDAY).slots.order_by("starts_at"))
    place = take(slots[0])
    closure = closed()
    assert states(slots) == [SlotState.CANCELLED] * 2
    assert list(to_be_called(cast.user(cast.LUCA), NOW)) == [place]
    opened(closure)
    assert states(slots) == [SlotState.OPEN] * 2
    assert list(to_be_called(cast.user(cast.LUCA), LATER)) == []
    place.refresh_from_db()
    assert (place.state, place.slot.taken) == (PlaceState.BOOKED, 1)
    assert [one.user.username for one in Appointment.objects.get(state="planned").operators.all()] == [
        cast.ANNA
    ]
    assert RoomUse.objects.filter(slot__in=slots, released_at=None).count() == 2
    told = Notification.objects.filter(kind="agenda.open_again").values_list("user__username", flat=True)
    assert sorted(told) == sorted([cast.ANNA, cast.LUCA])


def test_whoever_was_called_already_has_no_place_and_the_hour_is_free() -> None:
    (slot, _other) = series(operator=cast.user(cast.ANNA), last_day=TUESDAY).slots.order_by("starts_at")
    place, closure = take(slot), closed()
    note_call(place=place, by=cast.user(cast.LUCA), at=NOW)
    opened(closure)
    slot.refresh_from_db()
    assert (slot.state, slot.free) == (SlotState.OPEN, 1)
    assert Appointment.objects.filter(state="planned").count() == 0


def test_what_was_cancelled_for_another_reason_stays_cancelled() -> None:
    anna, made = cast.user(cast.ANNA), series(operator=cast.user(cast.ANNA))
    ill, skipped = made.slots.order_by("starts_at")[:2]
    cancel_slot(slot=ill, reason="Malattia", by=anna, at=NOW)
    closure = closed()
    skip_day(series=made, day=TUESDAY, reason="Formazione", by=anna, at=NOW)
    opened(closure)
    assert states([ill, skipped]) == [SlotState.CANCELLED] * 2


def test_an_operator_who_is_elsewhere_meanwhile_leaves_who_had_a_place_to_be_called() -> None:
    anna = cast.user(cast.ANNA)
    first, second = series(operator=anna, last_day=TUESDAY).slots.order_by("starts_at")
    place, closure = take(first), closed()
    _meeting(first, anna)
    opened(closure)
    assert states([first, second]) == [SlotState.CANCELLED, SlotState.OPEN]
    assert list(to_be_called(cast.user(cast.LUCA), LATER)) == [place]


def test_a_room_taken_meanwhile_leaves_its_hour_cancelled() -> None:
    anna, where = cast.user(cast.ANNA), room()
    first, second = series(where=where, last_day=TUESDAY).slots.order_by("starts_at")
    closure = closed()
    take_room(room=where, appointment=_meeting(first, anna))
    opened(closure)
    assert states([first, second]) == [SlotState.CANCELLED, SlotState.OPEN]


def test_a_room_no_longer_used_takes_no_hour_back() -> None:
    where = room()
    slots = list(series(where=where, last_day=TUESDAY).slots.all())
    closure = closed()
    with pytest.raises(OperationRefused, match="prima chiudi quella serie"):
        retire_room(room=where, by=cast.user(cast.ANNA), at=NOW)
    Room.objects.filter(pk=where.pk).update(retired_at=NOW)
    opened(closure)
    assert states(slots) == [SlotState.CANCELLED] * 2
