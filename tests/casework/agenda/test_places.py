"""A place for somebody: never beyond the places, never in a closed day or in the past, never twice."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accanto.casework.agenda.enums import PlaceState
from accanto.casework.agenda.models import Place, Slot, SlotMeeting
from accanto.casework.agenda.operations import (
    NoPlaceLeft,
    cancel_slot,
    confirm_place,
    invite,
    lapse_invitations,
    note_call,
    settle_place,
    take_place,
)
from accanto.casework.agenda.operations.places import Whom
from accanto.casework.agenda.queries import free_slots, to_be_called
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import (
    AppointmentOverlaps,
    book_appointment,
    cancel_appointment,
    suspend_case,
)
from accanto.core.errors import OperationRefused
from accanto.territory.bodies.models import OfficeClosure
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, later, north, series, slot
from tests.present import NOW
from tests.scenarios import family_in_charge

pytestmark = pytest.mark.django_db


def take(one: Slot, name: str = "Ida Prova", **given: object) -> Place:
    return take_place(slot=one, name=name, by=cast.user(cast.LUCA), at=NOW, **given)  # type: ignore[arg-type]


def settle(place: Place, outcome: str, after: int = 5, reason: str = "") -> Place:
    return settle_place(
        place=place, outcome=outcome, by=cast.user(cast.ANNA), at=later(place.slot, after), reason=reason
    )


def test_the_last_place_is_the_last() -> None:
    one = slot(capacity=2)
    take(one)
    take(one, "Ugo Prova")
    with pytest.raises(NoPlaceLeft, match="ultimo posto"):
        take(one, "Ada Prova")
    one.refresh_from_db()
    assert (one.taken, one.free, Place.objects.count()) == (2, 0, 2)


def test_sent_twice_it_is_taken_once() -> None:
    one = slot(capacity=3)
    made = family_in_charge()
    take(one)
    take(one, "", case=made.case)
    take_place(slot=one, person=made.family.marta, by=made.anna, at=NOW)
    for again in ({"name": "Ida  Prova"}, {"case": made.case}, {"person": made.family.marta}):
        Slot.objects.filter(pk=one.pk).update(capacity=9)
        with pytest.raises(OperationRefused, match="già un posto in quest’ora"):
            take_place(slot=one, by=made.anna, at=NOW, **again)  # type: ignore[arg-type]
    assert Place.objects.count() == 3


def test_nobody_past_cancelled_and_closed_are_refused() -> None:
    one = slot()
    with pytest.raises(OperationRefused, match="per chi") as refused:
        take(one, "   ")
    assert refused.value.field == "name"
    with pytest.raises(OperationRefused, match="passata"):
        take_place(slot=one, name="Ida", by=cast.user(cast.LUCA), at=later(one, 0))
    # Written past the operation, which would have cancelled the hour.
    OfficeClosure.objects.create(
        office=north(), starts_on=TUESDAY, ends_on=TUESDAY + timedelta(days=1), reason="Trasloco"
    )
    with pytest.raises(OperationRefused, match="Trasloco"):
        take(one)
    cancel_slot(slot=one, reason="Malattia", by=cast.user(cast.ANNA), at=NOW)
    with pytest.raises(OperationRefused, match="annullata"):
        take(one)
    assert not Place.objects.exists()


def test_the_database_counts_and_refuses_by_itself() -> None:
    one = slot()
    take(one)
    given = {"slot": one, "taken_at": NOW, "taken_by": cast.user(cast.LUCA)}
    with pytest.raises(IntegrityError, match="never_more_people"), transaction.atomic():
        Place.objects.create(name="Altra", **given)
    place = Place.objects.get()
    Place.objects.filter(pk=place.pk).update(state="cancelled", settled_at=NOW, reason="prova")
    one.refresh_from_db()
    assert one.taken == 0
    Slot.objects.filter(pk=one.pk).update(state="cancelled", cancelled_at=NOW, cancel_reason="prova")
    with pytest.raises(IntegrityError, match="the slot is cancelled"), transaction.atomic():
        Place.objects.create(name="Altra", **given)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_last_place_at_the_same_instant_one_gets_it() -> None:
    one = slot(capacity=2)
    take(one, "Prima Prova")
    by = cast.user(cast.LUCA)
    barrier = threading.Barrier(4)
    results: list[str] = []

    def rush(name: str) -> None:
        try:
            barrier.wait(20)
            take_place(slot=one, name=name, by=by, at=NOW)
            results.append("taken")
        except NoPlaceLeft:
            results.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=rush, args=(f"Prova {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["full", "full", "full", "taken"]
    one.refresh_from_db()
    assert one.taken == Place.objects.count() == 2


def test_the_operators_time_is_taken_with_the_first_and_given_back_with_the_last() -> None:
    anna, made = cast.user(cast.ANNA), family_in_charge()
    one = slot(operator=anna, capacity=1)
    place = take(one, "", case=made.case)
    meeting = SlotMeeting.objects.get()
    assert (meeting.appointment.case, meeting.appointment.state) == (made.case, AppointmentState.PLANNED)
    with pytest.raises(AppointmentOverlaps):
        book_appointment(
            kind="interview", starts_at=one.starts_at, ends_at=one.ends_at, operators=[anna], by=anna, at=NOW
        )
    settle(place, PlaceState.CANCELLED, -30, reason="Ha telefonato")
    assert not SlotMeeting.objects.exists()
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    take(one, "Ida Prova")
    assert Appointment.objects.filter(state=AppointmentState.PLANNED, case=None).count() == 1


def test_when_its_appointment_is_cancelled_elsewhere_the_place_is_free_again() -> None:
    anna, made = cast.user(cast.ANNA), family_in_charge()
    one = slot(operator=anna)
    place = take(one, "", case=made.case)
    suspend_case(
        case=made.case, reason="away", note="Sono all’estero", expected_on=date(2027, 1, 11), by=anna, at=NOW,
        on=NOW.date(), cancelling=[SlotMeeting.objects.get().appointment],
    )  # fmt: skip
    place.refresh_from_db()
    one.refresh_from_db()
    assert (place.state, place.settled_by, place.reason, one.free) == (
        PlaceState.CANCELLED, anna, "l’incontro è stato annullato", 1,
    )  # fmt: skip
    assert not SlotMeeting.objects.exists()
    take(one, "Ida Prova")
    assert Appointment.objects.filter(state=AppointmentState.PLANNED, case=None).count() == 1


def test_of_an_hour_of_several_all_who_are_awaited_are_free_whoever_sees_them() -> None:
    anna, made = cast.user(cast.ANNA), family_in_charge(worker=cast.LUCA)
    one = slot(capacity=3, operator=anna)
    places = [take(one), take(one, "", case=made.case)]
    cancel_appointment(appointment=SlotMeeting.objects.get().appointment, by=anna, at=NOW)
    one.refresh_from_db()
    assert [Place.objects.get(pk=place.pk).state for place in places] == [PlaceState.CANCELLED] * 2
    assert (one.taken, SlotMeeting.objects.exists()) == (0, False)


def test_whoever_is_busy_receives_nobody() -> None:
    anna = cast.user(cast.ANNA)
    one = slot(operator=anna)
    book_appointment(
        kind="team", starts_at=at(TUESDAY, 9, 15), ends_at=at(TUESDAY, 10), operators=[anna], by=anna, at=NOW
    )
    with pytest.raises(AppointmentOverlaps):
        take(one)
    assert not Place.objects.exists()
    assert [row.starts_at for row in free_slots(first=TUESDAY, last=TUESDAY, at=NOW, office=north())] == []


def test_free_places_are_those_one_could_take(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    first, second = series(capacity=2).slots.order_by("starts_at")[:2]
    series(
        operator=cast.user(cast.ANNA),
        kind="interview",
        opens=at(TUESDAY, 11).time(),
        closes=at(TUESDAY, 12).time(),
    )
    take(first)
    take(first, "Ugo Prova")
    take(second)
    with django_assert_max_num_queries(7):
        found = free_slots(first=TUESDAY, last=TUESDAY, at=NOW, office=north())
    assert [(row.starts_at.astimezone(NOW.tzinfo).hour, row.free) for row in found] == [
        (9, 1),
        (11, 1),
        (11, 1),
    ]
    assert [row.pk for row in free_slots(first=TUESDAY, last=TUESDAY, at=NOW, kind="information")] == [
        second.pk
    ]
    assert len(free_slots(first=TUESDAY, last=TUESDAY, at=NOW, operator=cast.user(cast.ANNA))) == 2
    assert free_slots(first=TUESDAY, last=TUESDAY, at=at(TUESDAY, 13)) == []


def test_came_did_not_come_and_each_once() -> None:
    one = slot(capacity=2, operator=cast.user(cast.ANNA))
    came, missed = take(one), take(one, "Ugo Prova")
    with pytest.raises(OperationRefused, match="non è ancora arrivata"):
        settle(came, PlaceState.CAME, -1)
    settle(missed, PlaceState.MISSED)
    assert Appointment.objects.get().state == AppointmentState.PLANNED
    settle(came, PlaceState.CAME)
    assert Appointment.objects.get().state == AppointmentState.HELD
    with pytest.raises(OperationRefused):
        settle(came, PlaceState.MISSED)
    with pytest.raises(OperationRefused, match="cominciata"):
        settle(came, PlaceState.CANCELLED, reason="tardi")


def test_where_nobody_came_the_appointment_was_missed() -> None:
    one = slot(operator=cast.user(cast.ANNA))
    settle(take(one), PlaceState.MISSED)
    assert Appointment.objects.get().state == AppointmentState.MISSED


def test_invitations_are_never_more_than_the_free_places() -> None:
    rows = list(series(last_day=TUESDAY).slots.order_by("starts_at"))
    cases = [family_in_charge(name).case for name in ("Campioni", "Esempio", "Modello")]
    take(rows[0])
    luca, term = cast.user(cast.ANNA), date(2026, 11, 23)
    with pytest.raises(NoPlaceLeft, match="1 posto libero e ne inviti 3") as refused:
        invite(slots=rows, whom=[Whom(case=case) for case in cases], reply_by=term, by=luca, at=NOW)
    assert refused.value.field == "cases"
    (place,) = invite(slots=rows, whom=[Whom(case=cases[0])], reply_by=term, by=luca, at=NOW)
    assert (place.slot_id, place.state) == (rows[1].pk, PlaceState.INVITED)
    with pytest.raises(NoPlaceLeft):
        take(rows[1], "Altra Prova")
    confirm_place(place=place, by=luca, at=NOW)
    with pytest.raises(OperationRefused):
        confirm_place(place=place, by=luca, at=NOW)


def test_an_invitation_without_an_answer_gives_its_place_back() -> None:
    anna, made = cast.user(cast.ANNA), family_in_charge()
    one = slot(operator=anna)
    for wrong in (date(2026, 11, 20), date(2026, 11, 30)):
        with pytest.raises(OperationRefused) as refused:
            invite(slots=[one], whom=[Whom(case=made.case)], reply_by=wrong, by=anna, at=NOW)
        assert refused.value.field == "reply_by"
    (place,) = invite(slots=[one], whom=[Whom(case=made.case)], reply_by=NOW.date(), by=anna, at=NOW)
    assert lapse_invitations(at=NOW) == 0
    assert lapse_invitations(at=at(TUESDAY, 1)) == 1
    place.refresh_from_db()
    one.refresh_from_db()
    assert (place.state, place.settled_by, one.free) == (PlaceState.LAPSED, None, 1)
    assert Appointment.objects.get().state == AppointmentState.CANCELLED


def test_whoever_was_told_is_no_longer_to_be_called() -> None:
    one = slot(operator=cast.user(cast.ANNA))
    place, luca = take(one), cast.user(cast.LUCA)
    with pytest.raises(OperationRefused, match="non è annullata"):
        note_call(place=place, by=luca, at=NOW)
    cancel_slot(slot=one, reason="Malattia", by=cast.user(cast.ANNA), at=NOW)
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert list(to_be_called(luca, NOW)) == [place]
    note_call(place=place, by=luca, at=NOW)
    assert list(to_be_called(luca, NOW)) == []
    for cancelled in (OperationRefused,):
        with pytest.raises(cancelled, match="già"):
            cancel_slot(slot=one, reason="Ancora", by=cast.user(cast.ANNA), at=NOW)
