"""Convoking into the hours for the public: never more households than places, and a place given back is free again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accanto.casework.agenda.enums import PlaceState
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.operations import (
    NoPlaceLeft,
    cancel_slot,
    move_place,
    note_call,
    settle_place,
    take_place,
)
from accanto.casework.agenda.queries import free_slots
from accanto.casework.agenda.queries.reminders import due_appointments, due_places
from accanto.casework.agenda.queries.week import monday_of, my_week
from accanto.casework.cases.operations import AppointmentOverlaps
from accanto.casework.pathways.models import Convocation
from accanto.casework.pathways.operations import ConvocationRefused, convoke, record_outcome, record_sending
from accanto.casework.pathways.queries.slots import public_hours
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.agenda.situation import at, north, series
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 12, 1)  # the first one that is a week away
NINE = at(TUESDAY, 9)


@pytest.fixture
def campioni() -> Situation:
    return family_in_charge()


def hour(capacity: int = 1, operator: User | None = None, closes: time = time(9, 30)) -> Slot:
    """Tuesdays at nine, for first meetings; Anna receives, if nobody else is said."""
    made = series(
        operator=operator or cast.user(cast.ANNA), kind="first_meeting", weekdays=(1,), closes=closes,
        capacity=capacity,
    )  # fmt: skip
    return made.slots.get(starts_at=NINE)


def convoked(situation: Situation, slot: Slot | None = None, **changes: Any) -> Convocation:
    given: dict[str, Any] = {
        "pathway": situation.pathway, "purpose": "first", "starts_at": NINE, "office": north(), "slot": slot,
        "ends_at": NINE + timedelta(minutes=30), "social_worker": situation.anna,
        "consultant": cast.user(cast.BRUNO), "by": situation.anna, "at": NOW,
    }  # fmt: skip
    return convoke(**{**given, **changes})


def free_at_nine() -> int:
    return sum(one.free for one in free_slots(first=TUESDAY, last=TUESDAY, at=NOW))


def settle(one: Convocation, outcome: str, hours: float = 0) -> None:
    now = NINE + timedelta(hours=hours) if hours else NOW
    record_outcome(convocation=one, outcome=outcome, by=cast.user(cast.ANNA), at=now, justification="Prova")


def test_it_takes_the_place_and_the_hour_is_its_own(campioni: Situation) -> None:
    one = hour()
    made = convoked(campioni, one)
    one.refresh_from_db()
    plan, place = made.appointment, Place.objects.get()
    assert (plan.starts_at, plan.ends_at, plan.office) == (one.starts_at, one.ends_at, one.office)
    assert {row.user for row in plan.operators.all()} == {campioni.anna, cast.user(cast.BRUNO)}
    assert (place.case, place.appointment, place.state) == (campioni.case, plan, PlaceState.BOOKED)
    assert (one.free, free_at_nine()) == (0, 0)


def test_for_the_last_place_the_second_one_is_told(campioni: Situation) -> None:
    one, other = hour(), family_in_charge("Modello")
    convoked(campioni, one)
    with pytest.raises(NoPlaceLeft, match="ultimo posto") as refusal:
        convoked(other, one)
    assert refusal.value.field == "slot"
    assert Convocation.objects.count() == Place.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_for_the_last_place_one_wins(campioni: Situation) -> None:
    one, other, together = hour(), family_in_charge("Modello"), Barrier(2)
    bruno, office = cast.user(cast.BRUNO), north()

    def call(situation: Situation) -> str:
        try:
            together.wait(10)
            convoked(situation, one, consultant=bruno, office=office)
        except NoPlaceLeft:
            return "too late"
        finally:
            connections.close_all()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(call, (campioni, other))) == ["made", "too late"]
    one.refresh_from_db()
    assert (one.taken, Convocation.objects.count(), Place.objects.count()) == (1, 1, 1)


def test_as_many_as_there_are_places_whoever_sees_which_of_them(campioni: Situation) -> None:
    one, second, third = hour(2), family_in_charge("Modello"), family_in_charge("Finti")
    convoked(campioni, one)
    assert free_at_nine() == 1
    convoked(second, one)
    with pytest.raises(NoPlaceLeft):
        convoked(third, one)


def test_beside_whoever_booked_at_the_desk(campioni: Situation) -> None:
    one = hour(3)
    take_place(slot=one, name="Ida Prova", by=campioni.anna, at=NOW)
    convoked(campioni, one)
    take_place(slot=one, name="Ugo Prova", by=campioni.anna, at=NOW)
    one.refresh_from_db()
    assert one.free == 0


@pytest.mark.parametrize("outcome", ["cancelled", "absent_justified"])
def test_said_beforehand_that_it_does_not_take_place_the_place_is_free_again(
    campioni: Situation, outcome: str
) -> None:
    one = hour()
    made = convoked(campioni, one)
    record_sending(convocation=made, channel="sms", sent_at=NOW, proof="ricevuta", by=campioni.anna, at=NOW)
    settle(made, outcome)
    assert (free_at_nine(), Place.objects.get().state) == (1, PlaceState.CANCELLED)
    convoked(family_in_charge("Modello"), one)
    assert free_at_nine() == 0


def test_how_it_went_is_said_once(campioni: Situation) -> None:
    made = convoked(campioni, hour())
    settle(made, "held", hours=1)
    assert Place.objects.get().state == PlaceState.CAME


def test_an_hour_written_by_hand_takes_its_place_too(campioni: Situation) -> None:
    one, other = hour(), family_in_charge("Modello")
    convoked(campioni)
    one.refresh_from_db()
    assert one.free == 0
    with pytest.raises(NoPlaceLeft):
        convoked(other)


def test_a_time_that_cuts_through_an_hour_for_the_public_is_refused(campioni: Situation) -> None:
    hour(closes=time(10))
    for begins, minutes in ((NINE + timedelta(minutes=10), 15), (NINE, 45)):
        with pytest.raises(ConvocationRefused, match="riceve il pubblico") as refusal:
            convoked(campioni, starts_at=begins, ends_at=begins + timedelta(minutes=minutes))
        assert refusal.value.field == "starts_at"
    assert Place.objects.count() == 0


def test_whoever_receives_is_one_of_the_two(campioni: Situation) -> None:
    with pytest.raises(OperationRefused, match="Luca") as refusal:
        convoked(campioni, hour(operator=cast.user(cast.LUCA)))
    assert refusal.value.field == "slot"


def test_somebody_busy_elsewhere_is_said(campioni: Situation) -> None:
    one, other = hour(2), family_in_charge("Modello")
    convoked(other, None, starts_at=NINE + timedelta(minutes=30), ends_at=NINE + timedelta(minutes=60))
    convoked(campioni, one)
    third = family_in_charge("Finti")
    with pytest.raises(AppointmentOverlaps) as refusal:
        convoked(third, None, starts_at=NINE + timedelta(minutes=40), ends_at=NINE + timedelta(minutes=70))
    assert len(refusal.value.missing) == 2


def test_its_place_is_settled_and_moved_with_it_alone(campioni: Situation) -> None:
    one = hour()
    convoked(campioni, one)
    place = Place.objects.get()
    to = one.series.slots.get(starts_at=NINE + timedelta(days=14))
    with pytest.raises(OperationRefused, match="convocazione"):
        settle_place(place=place, outcome="cancelled", reason="No", by=campioni.anna, at=NOW)
    with pytest.raises(OperationRefused, match="convocazione"):
        move_place(place=place, to=to, by=campioni.anna, at=NOW)
    cancel_slot(slot=one, reason="Malattia", by=campioni.anna, at=NOW)
    with pytest.raises(OperationRefused, match="convocazione"):
        note_call(place=place, by=campioni.anna, at=NOW)


def test_an_hour_that_is_cancelled_says_so_on_the_convocation_and_among_those_to_call(
    client: Client, campioni: Situation
) -> None:
    one = hour()
    made = convoked(campioni, one)
    cancel_slot(slot=one, reason="Malattia", by=campioni.anna, at=NOW)
    client.force_login(campioni.anna)
    page = reverse("convocation", args=[made.pk])
    assert "è stata annullata: Malattia" in client.get(page).content.decode()
    calls = client.get(reverse("agenda_calls")).content.decode()
    told = reverse("place_called", args=[Place.objects.get().pk])
    assert (page in calls, told in calls) == (True, False)
    settle(made, "cancelled")
    assert page not in client.get(reverse("agenda_calls")).content.decode()


def test_one_reminder_and_one_line_in_the_week(campioni: Situation) -> None:
    made = convoked(campioni, hour())
    now = NINE - timedelta(days=1)
    assert list(due_appointments(now)) == [made.appointment]
    assert list(due_places(now)) == []
    for username in (cast.ANNA, cast.BRUNO):
        user = cast.user(username)
        with acting(acting_for(user, at=NOW)):
            days = my_week(user, monday_of(TUESDAY), None, NOW)
        assert [one.title for day in days for one in day.entries] == [campioni.case.household.label], username


def test_offered_are_the_hours_in_which_both_are_free(campioni: Situation) -> None:
    bruno = cast.user(cast.BRUNO)
    first = hour()
    series(operator=cast.user(cast.LUCA), kind="first_meeting", weekdays=(2,))  # somebody else receives
    series(operator=campioni.anna, kind="information", weekdays=(4,))  # nobody is convoked to be informed
    other = family_in_charge("Modello")
    busy = NINE + timedelta(days=14)  # on the eighth all offices are closed
    convoked(
        other, social_worker=cast.user(cast.LUCA), starts_at=busy,
        ends_at=busy + timedelta(minutes=45),
    )  # fmt: skip
    found = public_hours([campioni.anna, bruno], campioni.case.unit, after=TODAY, at=NOW)
    assert [one.starts_at for one in found.free[:2]] == [first.starts_at, NINE + timedelta(days=21)]
    assert {one.operator for one in found.free} == {campioni.anna}


# The page


def sent_form(**changes: str) -> dict[str, str]:
    anna, bruno = cast.user(cast.ANNA), cast.user(cast.BRUNO)
    return {"purpose": "first", "social_worker": str(anna.pk), "consultant": str(bruno.pk), **changes}


def test_the_page_names_what_is_offered_and_seats_there(client: Client, campioni: Situation) -> None:
    one = hour()
    client.force_login(campioni.anna)
    url = reverse("convoke", args=[campioni.pathway.pk])
    page = client.get(url).content.decode()
    assert "Posti liberi delle ore per il pubblico" in page
    assert "Primo incontro · Polo Pistoia Nord · Anna" in page
    assert f'value="{one.pk}"' in page
    assert "Prime ore libere" not in page
    assert client.post(url, sent_form(slot=str(one.pk))).status_code == 302
    assert Convocation.objects.get().appointment.public_place.slot == one


def test_taken_meanwhile_it_says_so_and_keeps_what_was_written(client: Client, campioni: Situation) -> None:
    one, other = hour(), family_in_charge("Modello")
    client.force_login(campioni.anna)
    convoked(other, one)
    answer = client.post(
        reverse("convoke", args=[campioni.pathway.pk]), sent_form(slot=str(one.pk), purpose="renewal")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "L’ultimo posto di quest’ora è appena stato preso: scegli un’altra ora." in page
    assert answer.context["form"]["purpose"].value() == "renewal"
    assert Convocation.objects.count() == 1


def test_the_last_place_of_all_taken_meanwhile_is_said_too(client: Client, campioni: Situation) -> None:
    slots = list(hour().series.slots.order_by("starts_at"))
    for number, slot in enumerate(slots):
        take_place(slot=slot, name=f"Ida Prova {number}", by=campioni.anna, at=NOW)
    client.force_login(campioni.anna)
    answer = client.post(reverse("convoke", args=[campioni.pathway.pk]), sent_form(slot=str(slots[1].pk)))
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "__all__": ["L’ultimo posto di quest’ora è appena stato preso: scegli un’altra ora."]
    }


def test_another_hour_is_written_by_hand(client: Client, campioni: Situation) -> None:
    hour()
    client.force_login(campioni.anna)
    url = reverse("convoke", args=[campioni.pathway.pk])
    nothing = client.post(url, sent_form())
    assert nothing.status_code == 422
    assert "Scegli un’ora." in nothing.content.decode()
    empty = client.post(url, sent_form(slot="other"))
    assert {"day", "hour", "minutes", "office"} <= set(empty.context["form"].errors)
    by_hand = sent_form(slot="other", day="2026-12-03", hour="11:00", minutes="45", office=str(north().pk))
    assert client.post(url, by_hand).status_code == 302
    assert Place.objects.count() == 0


def test_where_all_are_taken_it_says_so_and_offers_their_free_time(
    client: Client, campioni: Situation
) -> None:
    for number, slot in enumerate(hour().series.slots.order_by("starts_at")):
        take_place(slot=slot, name=f"Ida Prova {number}", by=campioni.anna, at=NOW)
    client.force_login(campioni.anna)
    page = client.get(reverse("convoke", args=[campioni.pathway.pk])).content.decode()
    assert "Tutti i posti delle ore per il pubblico sono presi fino" in page
    assert "Prime ore libere" in page
    assert 'name="slot"' not in page
