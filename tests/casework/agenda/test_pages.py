"""Pages of the agenda: what they say, how many queries they cost, what a form refuses and where."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accanto.casework.agenda.models import Place, RoomUse, SlotSeries
from accanto.casework.agenda.operations import cancel_slot, take_place
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import book_appointment
from accanto.territory.bodies.operations import close_office
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, north, room, series, slot
from tests.present import NOW
from tests.scenarios import family_in_charge

pytestmark = pytest.mark.django_db


def as_user(client: Client, username: str = cast.ANNA) -> Client:
    client.force_login(cast.user(username))
    return client


def form(**given: Any) -> dict[str, Any]:
    return {
        "kind": "interview", "day": "2026-11-24", "starts": "15:00", "minutes": "60", "office": north().pk,
        "operators": [cast.user(cast.ANNA).pk], "remind": "on",
    } | given  # fmt: skip


def full_week() -> Any:
    made = family_in_charge()
    one = series(operator=made.anna, where=room(), capacity=2).slots.order_by("starts_at")[0]
    take_place(slot=one, case=made.case, by=made.anna, at=NOW)
    client = as_user(Client())
    client.post("/agenda/nuovo/", form(case=made.case.pk))
    return made, one


def test_my_week_in_a_handful_of_queries(client: Client, django_assert_num_queries: Any) -> None:
    full_week()
    as_user(client)
    client.get("/agenda/")
    with django_assert_num_queries(19):
        page = client.get("/agenda/").content.decode()
    for words in ("15:00–16:00", "Campioni", "1 di 2 posti presi", "Martedì 24", "oggi"):
        assert words in page


def test_the_week_of_an_office_shows_to_each_what_they_see(
    client: Client, django_assert_num_queries: Any
) -> None:
    made, _one = full_week()
    made.case  # noqa: B018
    for username, named in ((cast.ANNA, True), (cast.LUCA, False)):
        as_user(client, username)
        client.get("/agenda/ufficio/")
        with django_assert_num_queries(17):
            page = client.get("/agenda/ufficio/").content.decode()
        assert ("Campioni" in page.replace("Luca Campioni", "")) is named
        assert "Occupato" in page or named
        assert "Stanza 1" in client.get("/agenda/ufficio/?vista=stanze").content.decode()


def test_an_appointment_is_booked_with_a_room_and_settled_with_one_click(client: Client) -> None:
    made, one_room = family_in_charge(), room()
    as_user(client)
    assert f"caso={made.case.pk}" in client.get(f"/casi/{made.case.pk}/").content.decode()
    answer = client.post("/agenda/nuovo/", form(case=made.case.pk, room=one_room.pk))
    row = Appointment.objects.get(kind="interview")
    assert (answer.status_code, RoomUse.objects.get().appointment_id) == (302, row.pk)
    assert answer["Location"] == f"/agenda/appuntamenti/{row.pk}/"
    again = client.post("/agenda/nuovo/", form(case=made.case.pk, room=one_room.pk))
    assert again.status_code == 422
    assert "L’orario non è libero per tutti" in again.content.decode()
    client.post(f"/agenda/appuntamenti/{row.pk}/esito/", {"outcome": "cancelled", "reason": "Ha telefonato"})
    row.refresh_from_db()
    assert row.state == AppointmentState.CANCELLED
    assert RoomUse.objects.get().released_at is not None
    assert client.post("/agenda/nuovo/", form(case=made.case.pk, room=one_room.pk)).status_code == 302


def test_the_same_form_sent_twice_is_taken_once(client: Client) -> None:
    made = family_in_charge()
    as_user(client)
    for _n in range(2):
        client.post("/agenda/nuovo/", form(case=made.case.pk, once="abcdefghijklmnopqrstuvwxyz"))
    assert Appointment.objects.filter(kind="interview").count() == 1


def test_bad_days_and_hours_are_said_beside_the_field(client: Client) -> None:
    close_office(office=north(), first_day=TUESDAY, last_day=TUESDAY, reason="Trasloco", by=None, at=NOW)
    as_user(client)
    for given, field, words in (
        ({}, "day", "Trasloco"),
        ({"day": "2026-12-08"}, "day", "giorno festivo"),
        ({"day": "2026-11-29"}, "day", "giorno senza apertura"),
        ({"day": "2027-03-28", "starts": "02:30"}, "starts", "le 2:30 non esistono"),
        ({"day": "2026-11-20"}, "day", "nel passato"),
        ({"day": "2026-11-25", "starts": "23:30"}, "minutes", "in un giorno solo"),
        ({"day": ""}, "day", "Scegli il giorno"),
        ({"starts": "25:99"}, "starts", ""),
        ({"office": "999999"}, "office", ""),
    ):
        answer = client.post("/agenda/nuovo/", form(**given))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field], given
        assert words in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_room_for_two_meetings_at_once_is_refused(client: Client) -> None:
    one = room()
    as_user(client)
    assert client.post("/agenda/nuovo/", form(room=one.pk)).status_code == 302
    as_user(client, cast.LUCA)
    answer = client.post(
        "/agenda/nuovo/", form(room=one.pk, starts="15:30", operators=[cast.user(cast.LUCA).pk])
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["room"])
    assert "dalle 15:00 alle 16:00" in answer.content.decode()
    assert Appointment.objects.count() == 1


def test_places_are_opened_given_and_settled_through_the_pages(client: Client) -> None:
    made = family_in_charge()
    as_user(client)
    given = {
        "kind": "information", "office": north().pk, "weekdays": ["1"], "every": "2", "opens": "09:00",
        "closes": "10:00", "minutes": "30", "capacity": "1", "starts_on": "2026-11-24",
    }  # fmt: skip
    assert client.post("/agenda/posti/nuovi/", given | {"closes": "08:00"}).status_code == 422
    client.post("/agenda/posti/nuovi/", given)
    row = SlotSeries.objects.get()
    assert row.rule == "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU"
    assert "martedì, ogni 2 settimane" in client.get(f"/agenda/posti/{row.pk}/").content.decode()
    one, other = row.slots.order_by("starts_at")[:2]
    client.post(f"/agenda/ore/{one.pk}/prendi/?caso={made.case.pk}", {"remind": "on"})
    full = client.post(f"/agenda/ore/{one.pk}/prendi/", {"name": "Ida Prova"})
    assert (full.status_code, Place.objects.count()) == (422, 1)
    as_user(client, cast.LUCA)
    page = client.get(f"/agenda/ore/{one.pk}/").content.decode()
    assert "Campioni" in page
    assert f"/casi/{made.case.pk}/" not in page
    client.post(f"/agenda/ore/{other.pk}/prendi/", {"name": "Ida Prova", "contact": "0573 555 901"})
    cancel_slot(slot=other, reason="Malattia", by=made.anna, at=NOW)
    calls = client.get("/agenda/da-chiamare/").content.decode()
    for words in ("Ida Prova", "0573 555 901", "Malattia"):
        assert words in calls
    place = Place.objects.get(name="Ida Prova")
    client.post(f"/agenda/da-chiamare/{place.pk}/")
    assert "Non c’è nessuno da chiamare" in client.get("/agenda/da-chiamare/").content.decode()


def test_households_are_invited_no_more_than_there_are_places(client: Client) -> None:
    cases = [family_in_charge(name).case.pk for name in ("Campioni", "Esempio")]
    row = series(last_day=TUESDAY, closes=at(TUESDAY, 9, 30).time())
    as_user(client)
    url = f"/agenda/posti/{row.pk}/invita/"
    assert client.post(url, {"cases": cases, "reply_by": "2026-11-23"}).status_code == 422
    assert client.post(url, {"cases": cases[:1], "reply_by": "2026-11-23"}).status_code == 302
    assert Place.objects.get().state == "invited"


def test_pages_of_places_cost_the_same_however_full(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    one = slot(capacity=9)
    for n in range(8):
        take_place(slot=one, name=f"Prova {n}", by=cast.user(cast.LUCA), at=NOW)
    as_user(client)
    for url, most in (
        (f"/agenda/ore/{one.pk}/", 14),
        ("/agenda/posti/", 10),
        (f"/agenda/posti/{one.series_id}/", 10),
        ("/agenda/stanze/", 10),
        ("/agenda/da-chiamare/", 10),
        ("/agenda/calendario/", 10),
    ):
        client.get(url)
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_what_another_page_follows_is_not_settled_here(client: Client) -> None:
    made = family_in_charge()
    take_place(slot=slot(operator=made.anna), case=made.case, by=made.anna, at=NOW)
    row = Appointment.objects.get()
    as_user(client)
    assert "ora per il pubblico" in client.get(f"/agenda/appuntamenti/{row.pk}/").content.decode()
    client.post(f"/agenda/appuntamenti/{row.pk}/esito/", {"outcome": "cancelled", "reason": "prova"})
    row.refresh_from_db()
    assert row.state == AppointmentState.PLANNED


def test_nonsense_in_an_address_is_an_ordinary_page(client: Client) -> None:
    as_user(client)
    for url in (
        "/agenda/?settimana=mai", "/agenda/?settimana=9999-99-99", "/agenda/?settimana=0001-01-01",
        "/agenda/ufficio/?ufficio=x&vista=y", "/agenda/nuovo/?caso=x",
    ):  # fmt: skip
        assert client.get(url).status_code == 200
    assert client.get("/agenda/nuovo/?caso=00000000-0000-0000-0000-000000000001").status_code == 404
    assert client.get("/agenda/calendario/x.ics").status_code == 404


def test_an_empty_week_says_what_to_do(client: Client) -> None:
    page = as_user(client).get(f"/agenda/?settimana={TUESDAY + timedelta(days=70)}").content.decode()
    assert "Niente in questa settimana" in page


def test_at_the_weekend_one_looks_ahead_unless_one_is_at_work(client: Client) -> None:
    """The night service books what the hours of an office would refuse."""
    made, sunday = family_in_charge(), NOW + timedelta(days=6)
    begins = sunday + timedelta(hours=9)
    with time_machine.travel(sunday):
        as_user(client)
        ahead = client.get("/agenda/").content.decode()
        book_appointment(
            case=made.case,
            kind="interview",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            place="Pronto soccorso",
            operators=[made.anna],
            by=made.anna,
            at=sunday,
        )
        working = client.get("/agenda/").content.decode()
    weeks = [re.findall(r"settimana=([0-9-]+)", page) for page in (ahead, working)]
    assert weeks == [["2026-11-23", "2026-12-07"], ["2026-11-16", "2026-11-30"]]
    assert "18:00–19:00" in working
