"""Hours and closures of an office, written by whoever coordinates it: read as one says them, refused in words."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.access.desk.hours_written import HoursUnclear, read, write
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.operations import take_place
from accanto.territory.bodies.models import Office, OfficeClosure, OfficeHours
from accanto.territory.bodies.queries import closed_on, hours_on
from tests import cast
from tests.access.desk.situation import client_of, polo, urp
from tests.casework.agenda.situation import TUESDAY, series
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla() -> Client:
    return client_of(cast.user(cast.CARLA))


def office() -> Office:
    return polo().office


def address(name: str = "office_hours") -> str:
    return reverse(name, args=[office().pk])


def week(**given: Any) -> dict[str, Any]:
    return {"valid_from": TODAY.isoformat(), "public_0": "9-13; 15-17.30", "appointment_3": "14-16"} | given


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9-13", [(time(9), time(13))]),
        ("15 - 17.30; 9:00–13", [(time(9), time(13)), (time(15), time(17, 30))]),
        ("9-13 e 15-17", [(time(9), time(13)), (time(15), time(17))]),
        ("20-24", [(time(20), time(23, 59))]),
        ("", []),
    ],
)
def test_hours_are_read_as_one_says_them(text: str, found: list[tuple[time, time]]) -> None:
    assert read(text) == found
    assert read(write(found)) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9", "non è chiaro"),
        ("mattina", "non è chiaro"),
        ("13-9", "chiude prima di aprire"),
        ("22-2", "mezzanotte"),
        ("9-9", "chiude prima di aprire"),
        ("9-13; 12-15", "si accavallano"),
        ("25-26", "non è un’ora"),
        ("9.75-13", "non è un’ora"),
    ],
)
def test_hours_that_cannot_be_are_said_with_their_remedy(text: str, words: str) -> None:
    with pytest.raises(HoursUnclear, match=words):
        read(text)


def test_the_week_is_written_in_bands_from_a_day_on(carla: Client) -> None:
    answer = carla.post(address(), week())
    assert (answer.status_code, answer["Location"]) == (302, address())
    monday = TODAY + timedelta(days=7)
    opens = [(one.starts_at.hour, one.ends_at.hour) for one in hours_on(office(), monday)]
    assert opens == [(9, 13), (15, 17)]
    assert closed_on(office(), TUESDAY) is not None
    page = carla.get(address())
    assert page.context["form"].initial["public_0"] == "9-13; 15-17.30"
    assert page.context["form"].initial["appointment_3"] == "14-16"


def test_a_summer_week_is_shown_and_the_former_one_returns(carla: Client) -> None:
    first, last = TODAY + timedelta(days=30), TODAY + timedelta(days=60)
    before = OfficeHours.objects.filter(office=office(), valid_from__lte=TODAY).count()
    carla.post(address(), week(valid_from=first.isoformat(), last_day=last.isoformat()))
    later = carla.get(address()).context["later"][0]
    assert (later.on, later.last_day) == (first, last)
    assert OfficeHours.objects.filter(office=office(), valid_from=last + timedelta(days=1)).count() == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"public_0": "13-9"}, "public_0"),
        ({"appointment_6": "boh"}, "appointment_6"),
        ({"valid_from": "2026-11-01"}, "valid_from"),
        ({"valid_from": ""}, "valid_from"),
        ({"last_day": "2026-11-01"}, "last_day"),
    ],
)
def test_a_bad_week_is_refused_beside_its_field_and_nothing_is_lost(
    carla: Client, given: dict[str, str], field: str
) -> None:
    before = list(OfficeHours.objects.filter(office=office()).values_list("pk", flat=True))
    answer = carla.post(address(), week(**given))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "9-13; 15-17.30" in answer.content.decode() or "public_0" in given
    assert list(OfficeHours.objects.filter(office=office()).values_list("pk", flat=True)) == before


def test_a_closure_says_what_is_to_be_moved_and_loses_nobody(carla: Client) -> None:
    slot = series(office=office()).slots.order_by("starts_at")[0]
    place = take_place(slot=slot, name="Ida Prova", by=cast.user(cast.ANNA), at=NOW)
    sent = {"first_day": TUESDAY.isoformat(), "last_day": TUESDAY.isoformat(), "reason": "Trasloco"}
    answer = carla.post(address("office_closure_new"), sent, follow=True)
    text = answer.content.decode()
    assert "Trasloco" in text
    assert "da spostare" in text
    assert (Slot.objects.get(pk=slot.pk).state, Place.objects.get().state) == ("cancelled", "booked")
    assert Place.objects.get() == place


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first_day": "2026-11-01"}, "first_day"),
        ({"last_day": "2026-11-23", "first_day": "2026-11-24"}, "last_day"),
        ({"reason": ""}, "reason"),
        ({"last_day": "2029-01-01"}, "last_day"),
    ],
)
def test_a_closure_that_cannot_be_is_refused_beside_its_field(
    carla: Client, given: dict[str, str], field: str
) -> None:
    plain = {"first_day": "2026-11-24", "last_day": "2026-11-24", "reason": "Trasloco"}
    answer = carla.post(address("office_closure_new"), plain | given)
    assert (answer.status_code, list(answer.context["closing"].errors)) == (422, [field])
    assert not OfficeClosure.objects.filter(office=office()).exists()


def test_a_closure_over_another_is_refused_and_one_is_withdrawn(carla: Client) -> None:
    plain = {"first_day": "2026-11-24", "last_day": "2026-11-26", "reason": "Trasloco"}
    assert carla.post(address("office_closure_new"), plain).status_code == 302
    again = carla.post(address("office_closure_new"), plain | {"first_day": "2026-11-26"})
    assert "già chiuso" in again.content.decode()
    closure = OfficeClosure.objects.get(office=office())
    there = reverse("office_closure_withdraw", args=[closure.pk])
    assert carla.post(there).status_code == 302
    assert closed_on(office(), TUESDAY) is None


def test_only_whoever_coordinates_the_office_writes_its_hours() -> None:
    for name in (cast.DARIO, cast.ANNA, cast.MARCO):
        assert client_of(cast.user(name)).get(address()).status_code == 403
    elsewhere = Office.objects.exclude(pk__in=cast.user(cast.CARLA).access.coordinates).first()
    if elsewhere is not None:
        there = reverse("office_hours", args=[elsewhere.pk])
        assert client_of(cast.user(cast.CARLA)).get(there).status_code == 404
    assert address() in client_of(cast.user(cast.CARLA)).get(reverse("offices_hours")).content.decode()
    assert (
        urp().office.name in client_of(cast.user(cast.CARLA)).get(reverse("offices_hours")).content.decode()
    )
