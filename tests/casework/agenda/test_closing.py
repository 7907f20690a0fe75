"""A case does not close while something of it is still to come in the agenda."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accanto.casework.agenda.models import Place
from accanto.casework.agenda.operations import book_meeting, settle_place, take_place
from accanto.casework.cases.blockers import open_work
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import CaseStillOpen, cancel_appointment, close_case
from accanto.people.persons.enums import Depth, GrantReason
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, north, slot
from tests.present import NOW, TODAY
from tests.scenarios import Situation, family_in_charge, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def close(made: Situation) -> None:
    close_case(case=made.case, outcome="moved", evaluation="x", by=made.anna, at=NOW, on=TODAY)


def said(case: Case) -> list[str]:
    page = reverse("case_appointments", args=[case.pk])
    return [one.words.replace("\N{NO-BREAK SPACE}", " ") for one in open_work(case) if one.url == page]


def booked(made: Situation) -> Place:
    """A meeting at three, and a place at nine."""
    start = at(TUESDAY, 15)
    book_meeting(
        kind="interview", starts_at=start, ends_at=start + timedelta(hours=1), office=north(),
        operators=[made.anna], by=made.anna, at=NOW, case=made.case,
    )  # fmt: skip
    return take_place(slot=slot(operator=made.anna), case=made.case, by=made.anna, at=NOW)


def test_what_is_to_come_is_cancelled_before_the_case_closes() -> None:
    made = family_in_charge()
    place = booked(made)
    made.pathway.delete()
    assert said(made.case) == [
        "C’è un appuntamento in programma (colloquio, 24 novembre 2026, 15:00): prima annullalo.",
        "Hanno un posto per il pubblico (24 novembre 2026, 9:00, Polo Pistoia Nord): prima disdicilo.",
    ]
    with pytest.raises(CaseStillOpen):
        close(made)
    settle_place(place=place, outcome="cancelled", reason="Il caso si chiude", by=made.anna, at=NOW)
    with pytest.raises(CaseStillOpen):
        close(made)
    cancel_appointment(appointment=made.case.appointments.get(state="planned"), by=made.anna, at=NOW)
    assert said(made.case) == []
    close(made)


def test_what_is_past_keeps_no_case_open() -> None:
    made = family_in_charge()
    booked(made)
    with time_machine.travel(at(TUESDAY, 18), tick=False):
        assert said(made.case) == []


def test_the_page_leads_to_where_each_is_cancelled() -> None:
    made = family_in_charge()
    place = booked(made)
    let_in(made, cast.LUCA, Depth.READ, GrantReason.ASKED)
    page, found = reverse("case_appointments", args=[made.case.pk]), {}
    for name in (cast.ANNA, cast.LUCA):
        client = Client()
        client.force_login(cast.user(name))
        found[name] = client.get(page)
    told = found[cast.ANNA].content.decode()
    plan = made.case.appointments.get(slot_meeting=None)
    for url in (reverse("slot", args=[place.slot_id]), reverse("agenda_appointment", args=[plan.pk])):
        assert told.count(f'href="{url}"') == 1
    assert found[cast.LUCA].status_code == 404
    client.force_login(made.anna)
    assert (
        f'href="{page}"' in client.get(reverse("agenda_book"), {"caso": str(made.case.pk)}).content.decode()
    )
