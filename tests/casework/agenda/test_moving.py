"""To another hour in one step: the former is given back, the new one taken, or nothing changes."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accanto.casework.agenda.enums import PlaceState
from accanto.casework.agenda.models import Place, Reminder, RoomUse, Slot, SlotMeeting, SlotSeries
from accanto.casework.agenda.operations import (
    NoPlaceLeft,
    RoomTaken,
    book_meeting,
    cancel_slot,
    move_meeting,
    move_place,
    send_reminders,
    settle_place,
    take_place,
)
from accanto.casework.agenda.queries.moving import to_move, to_move_in
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import AppointmentOverlaps, book_appointment
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.models import Restriction
from accanto.people.persons.operations import add_contact
from accanto.territory.bodies.operations import WeeklyOpening, close_office, set_office_hours
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, north, room, series
from tests.present import NOW, TODAY
from tests.scenarios import Situation, family_in_charge

pytestmark = pytest.mark.django_db


def hours(**given: Any) -> list[Slot]:
    """Tuesday at nine and at half past nine, then Thursday."""
    return list(series(**given).slots.order_by("starts_at")[:4])


def take(one: Slot, **given: Any) -> Place:
    plain: dict[str, Any] = {} if given.keys() & {"case", "person"} else {"name": "Ida Prova"}
    return take_place(slot=one, by=cast.user(cast.ANNA), at=NOW, **(plain | given))


def move(place: Place, to: Slot) -> Place:
    return move_place(place=place, to=to, by=cast.user(cast.ANNA), at=NOW)


def meeting(made: Situation, **given: Any) -> Appointment:
    plain: dict[str, Any] = {
        "kind": "interview", "starts_at": at(TUESDAY, 15), "ends_at": at(TUESDAY, 16), "office": north(),
        "operators": [made.anna], "case": made.case,
    }  # fmt: skip
    return book_meeting(by=made.anna, at=NOW, **(plain | given))


def to_hour(row: Appointment, hour: int, **given: Any) -> Appointment:
    starts = at(TUESDAY, hour)
    return move_meeting(
        appointment=row,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        by=cast.user(cast.ANNA),
        at=NOW,
        **given,
    )


def test_a_place_goes_to_another_hour_and_the_former_is_free_and_says_where_they_went() -> None:
    made, anna = family_in_charge(), cast.user(cast.ANNA)
    first, second, *_rest = hours(operator=anna)
    place = take(first, case=made.case, note="Sfratto", remind=False)
    gone = move(place, second)
    place.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (place.state, place.moved_to, place.reason) == (
        PlaceState.CANCELLED, gone, "spostato: 24\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026, 9:30",
    )  # fmt: skip
    assert (gone.case, gone.note, gone.remind, gone.state) == (made.case, "Sfratto", False, PlaceState.BOOKED)
    assert (first.taken, second.taken) == (0, 1)
    assert SlotMeeting.objects.get().slot == second
    assert Appointment.objects.filter(state=AppointmentState.PLANNED).get().starts_at == second.starts_at
    assert Event.objects.filter(verb="agenda.place.moved").count() == 1


def test_whoever_has_restricted_data_is_moved_too() -> None:
    made, (first, second, *_rest) = family_in_charge(), hours()
    place = take(first, person=made.family.lucia)
    Restriction.objects.create(
        person=made.family.lucia, ground="accuracy", reason="prova", request=place.pk, starts_at=NOW,
        written_by=cast.user(cast.OLGA),
    )  # fmt: skip
    gone = move(place, second)
    place.refresh_from_db()
    assert (place.state, place.moved_to, gone.person) == (PlaceState.CANCELLED, gone, made.family.lucia)


def test_where_there_is_no_place_the_former_stands() -> None:
    first, second, *_rest = hours()
    place = take(first)
    take(second, name="Ugo")
    with pytest.raises(NoPlaceLeft, match="ultimo posto"):
        move(place, second)
    place.refresh_from_db()
    first.refresh_from_db()
    assert (place.state, place.moved_to, first.taken) == (PlaceState.BOOKED, None, 1)


def test_the_same_hour_a_known_end_and_a_busy_operator_are_refused() -> None:
    anna = cast.user(cast.ANNA)
    first, second, third, *_rest = hours(operator=anna)
    place = take(first)
    with pytest.raises(OperationRefused, match="già un posto in quest’ora") as refused:
        move(place, first)
    assert refused.value.field == "slot"
    book_appointment(
        kind="interview",
        starts_at=second.starts_at,
        ends_at=second.ends_at,
        operators=[anna],
        by=anna,
        at=NOW,
    )
    with pytest.raises(AppointmentOverlaps):
        move(place, second)
    settle_place(place=place, outcome=PlaceState.CANCELLED, reason="Ha telefonato", by=anna, at=NOW)
    with pytest.raises(OperationRefused, match="si sa già"):
        move(place, third)


def test_whoever_lost_their_hour_is_moved_and_no_longer_to_be_called() -> None:
    anna = cast.user(cast.ANNA)
    first, second, *_rest = hours()
    place = take(first)
    cancel_slot(slot=first, reason="Malattia", by=anna, at=NOW)
    client = Client()
    client.force_login(anna)
    assert reverse("place_move", args=[place.pk]) in client.get("/agenda/da-chiamare/").content.decode()
    answer = client.post(reverse("place_move", args=[place.pk]), {"slot": str(second.pk)})
    assert answer["Location"] == reverse("slot", args=[second.pk])
    assert "Ida Prova" not in client.get("/agenda/da-chiamare/").content.decode()


def test_the_reminder_leaves_for_the_new_hour_alone() -> None:
    made = family_in_charge()
    add_contact(person=made.family.lucia, kind="email", value="lucia@esempio.example", on=TODAY)
    first, second, *_rest = hours()
    gone = move(take(first, case=made.case), second)
    assert send_reminders(at=NOW) == 1
    assert [row.place for row in Reminder.objects.all()] == [gone]
    assert "9:30" in mail.outbox[0].body


def test_a_meeting_moves_with_its_room_and_a_new_reminder() -> None:
    made = family_in_charge()
    add_contact(person=made.family.lucia, kind="email", value="lucia@esempio.example", on=TODAY)
    here, there = room("Stanza 1"), room("Stanza 2")
    row = meeting(made, room=here, operators=[made.anna, cast.user(cast.LUCA)])
    assert send_reminders(at=NOW) == 1
    moved = to_hour(row, 17, room=there)
    assert (moved.pk, moved.starts_at, moved.place) == (row.pk, at(TUESDAY, 17), "Stanza 2")
    use = RoomUse.objects.get(released_at=None)
    assert (use.room, use.starts_at) == (there, at(TUESDAY, 17))
    assert send_reminders(at=NOW) == 1
    assert "17:00" in mail.outbox[1].body
    assert Event.objects.filter(verb="agenda.moved").count() == 1
    assert Notification.objects.get(kind="agenda.moved").user == cast.user(cast.LUCA)


def test_nobody_is_reminded_who_wanted_no_reminder() -> None:
    made = family_in_charge()
    add_contact(person=made.family.lucia, kind="email", value="lucia@esempio.example", on=TODAY)
    to_hour(meeting(made, remind=False), 17)
    assert send_reminders(at=NOW) == 0
    assert Reminder.objects.get().why == "not_wanted"


def test_a_taken_room_a_busy_colleague_and_a_closed_day_change_nothing() -> None:
    made = family_in_charge()
    here = room()
    other = meeting(
        made, starts_at=at(TUESDAY, 10), ends_at=at(TUESDAY, 11), operators=[cast.user(cast.LUCA)], room=here
    )
    row = meeting(made, room=here)
    with pytest.raises(RoomTaken):
        to_hour(row, 10, room=here)
    both = meeting(
        made, starts_at=at(TUESDAY, 17), ends_at=at(TUESDAY, 18), operators=[made.anna, cast.user(cast.LUCA)]
    )
    with pytest.raises(AppointmentOverlaps):
        to_hour(both, 10)
    close_office(
        office=north(), first_day=TUESDAY + timedelta(days=1), last_day=TUESDAY + timedelta(days=1),
        reason="Trasloco", by=made.anna, at=NOW,
    )  # fmt: skip
    with pytest.raises(OperationRefused, match="Trasloco") as refused:
        move_meeting(
            appointment=row, starts_at=at(TUESDAY + timedelta(days=1), 10),
            ends_at=at(TUESDAY + timedelta(days=1), 11), by=made.anna, at=NOW,
        )  # fmt: skip
    assert refused.value.field == "day"
    row.refresh_from_db()
    assert (row.starts_at, row.room_use.room, other.state) == (at(TUESDAY, 15), here, "planned")


def test_a_meeting_moves_through_its_page(client: Client) -> None:
    made = family_in_charge()
    row = meeting(made)
    client.force_login(made.anna)
    there = reverse("appointment_move", args=[row.pk])
    assert there in client.get(reverse("agenda_appointment", args=[row.pk])).content.decode()
    form = {"day": TUESDAY.isoformat(), "starts": "17:00", "minutes": "60", "room": ""}
    assert client.post(there, form | {"starts": "23:30"}).status_code == 422
    assert client.post(there, form).status_code == 302
    row.refresh_from_db()
    assert row.starts_at == at(TUESDAY, 17)


def test_an_appointment_on_a_day_newly_shut_stands_and_is_to_be_moved() -> None:
    made = family_in_charge()
    row, kept = meeting(made), meeting(made, starts_at=at(TODAY, 15), ends_at=at(TODAY, 16))
    assert to_move(made.anna, NOW) == []
    close_office(office=north(), first_day=TUESDAY, last_day=TUESDAY, reason="Trasloco", by=made.anna, at=NOW)
    assert [(one.pk, one.closure) for one in to_move(made.anna, NOW)] == [(row.pk, "Trasloco")]
    assert (to_move_in(north(), NOW), kept.state) == (1, "planned")
    row.refresh_from_db()
    assert row.state == AppointmentState.PLANNED
    told = Notification.objects.get(kind="agenda.to_move")
    assert told.user == made.anna
    client = Client()
    client.force_login(made.anna)
    assert reverse("appointment_move", args=[row.pk]) in client.get("/agenda/da-chiamare/").content.decode()
    assert "da spostare" in client.get("/agenda/").content.decode()
    assert to_move(cast.user(cast.GIULIA), NOW) == []


def test_a_week_without_a_day_cancels_its_hours_and_shows_its_appointments() -> None:
    made = family_in_charge()
    first, *_rest = hours()
    place, row = take(first), meeting(made)
    week = [WeeklyOpening(day, at(TUESDAY, 9).time(), at(TUESDAY, 13).time()) for day in (0, 2, 3, 4)]
    set_office_hours(office=north(), week=week, valid_from=TODAY, by=made.anna, at=NOW)
    first.refresh_from_db()
    place.refresh_from_db()
    assert (first.state, place.state) == ("cancelled", PlaceState.BOOKED)
    assert Slot.objects.filter(series=first.series, state="open").exists()  # those of Thursday stand
    assert [one.pk for one in to_move(made.anna, NOW)] == [row.pk]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run in threads with a connection each; a refusal is a result."""
    start = Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[index] = work()
        except OperationRefused as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, work)) for i, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_onto_the_last_place_one_wins_and_the_other_keeps_theirs() -> None:
    first, second, *_rest = hours(capacity=2)
    ida, ugo = take(first), take(first, name="Ugo")
    take(second, name="Ada")
    results = at_once(lambda: move(ida, second), lambda: move(ugo, second))
    assert sorted(type(one).__name__ for one in results) == ["NoPlaceLeft", "Place"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.taken, second.taken) == (1, 2)
    assert Place.objects.standing().count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_change_places_with_one_another_do_not_wait_in_a_circle() -> None:
    first, second, *_rest = hours(capacity=2)
    ida, ugo = take(first), take(second, name="Ugo")
    results = at_once(lambda: move(ida, second), lambda: move(ugo, first))
    assert [type(one).__name__ for one in results] == ["Place", "Place"]


@pytest.mark.django_db(transaction=True)
def test_of_two_series_opened_at_once_for_one_operator_the_second_is_told() -> None:
    anna = cast.user(cast.ANNA)
    results = at_once(lambda: series(operator=anna), lambda: series(operator=anna))
    assert sorted(type(one).__name__ for one in results) == ["OperationRefused", "SlotSeries"]
    refused = next(one for one in results if isinstance(one, OperationRefused))
    assert (refused.field, "in un’altra serie" in str(refused)) == ("opens", True)
    assert SlotSeries.objects.count() == 1
