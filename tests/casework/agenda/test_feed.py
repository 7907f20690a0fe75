"""The calendar at a secret address: what a program reads, and what it never reads."""

import re
from datetime import date, timedelta

import pytest
import vobject
from django.test import Client

from accanto.casework.agenda.models import CalendarFeed
from accanto.casework.agenda.operations import (
    book_meeting,
    make_feed,
    revoke_feed,
    settle_meeting,
    take_place,
)
from accanto.casework.cases.enums import Compartment
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import move_case
from accanto.people.persons.operations import protect_person
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, north, slot
from tests.consistency.plain_sql import everything
from tests.present import NOW
from tests.scenarios import Situation, family_in_charge

pytestmark = pytest.mark.django_db


def meeting(made: Situation, day: date = TUESDAY, hour: int = 15) -> Appointment:
    return book_meeting(
        kind="interview", starts_at=at(day, hour), ends_at=at(day, hour + 1), office=north(),
        operators=[made.anna], by=made.anna, at=NOW, case=made.case, title="Sfratto di via Inventata",
    )  # fmt: skip


def address(username: str = cast.ANNA, *, with_initials: bool = False) -> str:
    _feed, secret = make_feed(by=cast.user(username), at=NOW, with_initials=with_initials)
    return f"/agenda/calendario/{secret}.ics"


def read(url: str) -> list[object]:
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(vobject.readOne(answer.content.decode()).contents.get("vevent", []))


def told(url: str) -> list[tuple[str, str]]:
    return [(event.summary.value, event.status.value) for event in read(url)]  # type: ignore[attr-defined]


def test_time_kind_and_office_and_no_name() -> None:
    made = family_in_charge()
    meeting(made)
    url = address()
    (event,) = read(url)
    assert event.summary.value == "Colloquio"  # type: ignore[attr-defined]
    assert event.location.value == "Polo Pistoia Nord"  # type: ignore[attr-defined]
    assert event.dtstart.value == at(TUESDAY, 15)  # type: ignore[attr-defined]
    words = Client().get(url).content.decode()
    assert not re.search("Campioni|Sfratto|Lucia", words)
    assert told(address(with_initials=True)) == [("Colloquio · C.", "CONFIRMED")]


def test_of_protected_people_and_cases_kept_apart_only_that_the_time_is_taken() -> None:
    made, apart = family_in_charge(), family_in_charge("Modello")
    meeting(made)
    meeting(apart, hour=17)
    protect_person(
        person=made.family.nico, kind="address", reason="service", source="ordinanza di prova", by=made.anna, at=NOW,
        starts_on=NOW.date(),
    )  # fmt: skip
    move_case(
        case=apart.case, compartment=Compartment.VIOLENCE, staying=[made.anna], reason="prova", by=made.anna, at=NOW
    )  # fmt: skip
    url = address(with_initials=True)
    assert told(url) == [("Impegno", "CONFIRMED")] * 2
    assert "LOCATION" not in Client().get(url).content.decode()


def test_cancelled_is_marked_and_hours_for_the_public_say_how_many() -> None:
    made = family_in_charge()
    settle_meeting(appointment=meeting(made), outcome="cancelled", reason="prova", by=made.anna, at=NOW)
    one = slot(capacity=3, operator=made.anna, closes=at(TUESDAY, 9, 30).time(), last_day=TUESDAY)
    take_place(slot=one, case=made.case, by=made.anna, at=NOW)
    assert told(address()) == [
        ("Informazioni e orientamento: 1 di 3", "CONFIRMED"),
        ("Colloquio", "CANCELLED"),
    ]


def test_what_somebody_has_already_is_not_sent_again() -> None:
    made = family_in_charge()
    meeting(made)
    url = address()
    first = Client().get(url)
    again = Client().get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    meeting(made, hour=17)
    assert Client().get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert Client().post(url).status_code == 405
    assert Client().head(url).status_code == 200


def test_an_address_opens_until_it_is_renewed_or_revoked_or_its_owner_leaves() -> None:
    first = address()
    second = address()
    assert [Client().get(url).status_code for url in (first, second)] == [404, 200]
    feed = CalendarFeed.objects.get(revoked_at=None)
    assert feed.digest not in second
    assert feed.last_read_at is not None
    revoke_feed(feed=feed, by=cast.user(cast.ANNA), at=NOW)
    assert Client().get(second).status_code == 404
    third = address()
    anna = cast.user(cast.ANNA)
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    assert Client().get(third).status_code == 404
    assert Client().get(address(cast.MARCO)).status_code == 404  # no agenda in that role


def test_guessing_closes_the_door() -> None:
    url = address()
    wrong = url[:-8] + "AAAA.ics"
    answers = {Client().get(wrong).status_code for _n in range(30)}
    assert answers == {404, 429}


def test_it_reads_as_its_owner_and_no_more() -> None:
    everything()
    anna = address()
    bruno = address(cast.BRUNO)
    summaries = {summary for summary, _status in told(anna) + told(bruno)}
    assert not any(name in summary for summary in summaries for name in ("Campioni", "Modello"))


def test_the_hours_are_right_on_both_sides_of_a_change_of_the_clocks() -> None:
    made = family_in_charge()
    for day in (date(2027, 3, 26), date(2027, 3, 30)):
        meeting(made, day, 9)
    answer = Client().get(address()).content.decode()
    assert "TZID:Europe/Rome" in answer
    assert answer.count("DTSTART;TZID=Europe/Rome:202703") == 2
    before, after = (event.dtstart.value for event in read(address()))  # type: ignore[attr-defined]
    assert (before.utcoffset(), after.utcoffset()) == (timedelta(hours=1), timedelta(hours=2))
    assert (before.hour, after.hour) == (9, 9)
