"""The steps that a contact left, taken from its page: prefilled, settled, tied to what came of them and back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.access.desk import operations
from accanto.access.desk.models import Contact, ContactOutcome
from accanto.access.desk.operations import Came
from accanto.access.outcomes.models import Application
from accanto.access.reports.models import Report
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.operations import take_place
from accanto.core.errors import NotPermitted, OperationRefused
from tests import cast
from tests.access.desk.situation import client_of, contact, dario, entry, somebody, urp
from tests.access.desk.test_concurrency import at_once
from tests.casework.agenda.situation import series
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of(dario())


def hour(capacity: int = 1) -> Slot:
    """Tuesday at nine, at the URP."""
    return series(office=urp().office, capacity=capacity).slots.order_by("starts_at")[0]


def step(kind: str = "appointment", words: str = "Sfratto", **given: Any) -> ContactOutcome:
    made = contact(came=[Came(kind, words=words)], **given)
    return made.outcomes.get()


def known(**given: Any) -> ContactOutcome:
    ada = somebody(seen_by=[dario()])
    return step(identity="person", person=ada, **given)


def address(name: str, one: ContactOutcome) -> str:
    return reverse(name, args=[one.pk])


def test_the_contact_leads_to_each_step_and_the_step_opens_prefilled(desk: Client) -> None:
    hour()
    for kind, name in (
        ("appointment", "desk_step_place"),
        ("application", "desk_step_application"),
        ("report", "desk_step_report"),
    ):
        one = step(kind, identity="name", name="Ida Prova", request="Chiede della casa.", channel="phone")
        there = address(name, one)
        assert f'href="{there}"' in desk.get(reverse("desk_contact", args=[one.contact_id])).content.decode()
        page = desk.get(there)
        assert page.status_code == 200
        text = page.content.decode()
        assert [word for word in ("Sfratto", "Chiede della casa.", "Ida Prova") if word not in text] == []


def test_a_place_is_given_to_whom_the_contact_names_and_each_leads_to_the_other(desk: Client) -> None:
    slot, one = hour(), known()
    page = desk.get(address("desk_step_place", one))
    assert page.context["form"].initial["whom"] == one.contact.person_id
    sent = {"slot": str(slot.pk), "whom": str(one.contact.person_id), "note": "Sfratto", "remind": "on"}
    answer = desk.post(address("desk_step_place", one), sent)
    back = reverse("desk_contact", args=[one.contact_id])
    assert (answer.status_code, answer["Location"]) == (302, back)
    place = Place.objects.get()
    one.refresh_from_db()
    assert (place.person_id, place.slot_id, place.note) == (one.contact.person_id, slot.pk, "Sfratto")
    assert (one.state, one.result, one.settled_by) == ("done", place.pk, dario())
    assert reverse("slot", args=[slot.pk]) in desk.get(back).content.decode()
    assert back in desk.get(reverse("slot", args=[slot.pk])).content.decode()


def test_where_the_contact_is_not_read_the_place_does_not_say_where_it_comes_from() -> None:
    slot, one = hour(), known()
    place = operations.give_place(outcome=one, slot=slot, person=one.contact.person, by=dario(), at=NOW)
    back = reverse("desk_contact", args=[one.contact_id])
    assert back in client_of(dario()).get(reverse("slot", args=[place.slot_id])).content.decode()
    page = client_of(cast.user(cast.ANNA)).get(reverse("slot", args=[place.slot_id]))
    assert page.status_code == 200
    assert back not in page.content.decode()


def test_an_anonymous_contact_is_done_and_tied_to_nothing(desk: Client) -> None:
    slot, one = hour(), step()
    assert "whom" not in desk.get(address("desk_step_place", one)).context["form"].fields
    desk.post(address("desk_step_place", one), {"slot": str(slot.pk), "name": "Fiore", "note": ""})
    one.refresh_from_db()
    assert (Place.objects.get().name, one.state, one.result) == ("Fiore", "done", None)
    other = step("application")
    made = operations.note_application(
        outcome=other, to="Bonus affitto", handed_on=TODAY, receipt="77/2026", by=dario(), at=NOW
    )
    assert (made.state, made.words) == ("done", "Bonus affitto: consegnata il 23\xa0novembre\xa02026")


def test_an_hour_taken_meanwhile_is_said_and_nothing_is_settled(desk: Client) -> None:
    slot, one = hour(), known()
    other = series(office=urp().office, weekdays=(2,)).slots.order_by("starts_at")[0]
    take_place(slot=slot, name="Ugo", by=dario(), at=NOW)
    sent = {"slot": str(slot.pk), "whom": str(one.contact.person_id)}
    answer = desk.post(address("desk_step_place", one), sent)
    assert answer.status_code == 422
    assert "è stata appena presa" in answer.content.decode()
    one.refresh_from_db()
    assert (one.state, Place.objects.count(), other.taken) == ("to_do", 1, 0)


def test_without_a_free_hour_the_page_says_what_to_do(desk: Client) -> None:
    text = desk.get(address("desk_step_place", step())).content.decode()
    assert "Nessuna ora libera" in text


def test_a_report_begins_from_the_contact_and_stays_behind_it(desk: Client) -> None:
    one = known(kind="report", channel="phone", request="La vicina urla la notte.", for_whom="neighbour")
    page = desk.get(address("desk_step_report", one))
    begun = page.context["form"].initial
    assert (begun["channel"], begun["reporter_kind"], begun["received_at"]) == ("phone", "citizen", NOW)
    assert begun["reporter_name"] == str(one.contact.person)
    assert begun["text"] == "La vicina urla la notte.\n\nSfratto"
    assert begun["office"] == urp().office_id
    assert "p1_last_name" not in begun  # whoever asks for somebody else is not whom it is about
    sent = {
        "kind": page.context["form"].fields["kind"].choices[1][0], "received_at": "2026-11-23T09:00",
        "channel": "phone", "reporter_kind": "citizen", "text": "Urla", "office": urp().office_id,
        "p1_part": "concerned", "p2_part": "concerned", "p3_part": "concerned",
        "evaluator": cast.user(cast.ANNA).pk, "placed_at": "2026-11-23T08:00",
    }  # fmt: skip
    answer = desk.post(address("desk_step_report", one), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    one.refresh_from_db()
    assert (one.state, one.result) == ("done", Report.objects.get().pk)


def test_a_card_lends_the_name_and_never_the_day_of_birth(desk: Client) -> None:
    ada = somebody(seen_by=[dario()])
    type(ada).objects.filter(pk=ada.pk).update(birth_date=TODAY - timedelta(days=9000))
    one = step("report", identity="person", person=ada)
    begun = desk.get(address("desk_step_report", one)).context["form"].initial
    assert (begun["p1_last_name"], begun["p1_first_name"], begun["p1_birth_date"]) == ("Esempio", "Ada", None)


def test_an_application_is_noted_with_its_receipt_and_the_papers_stand_beside(desk: Client) -> None:
    housing = entry()
    one = known(kind="application", words="Contributo affitto")
    text = desk.get(address("desk_step_application", one)).content.decode()
    for word in (housing.name, "contratto d’affitto", "Contributo affitto"):
        assert word in text
    sent = {"to": "Contributo affitto", "handed_on": TODAY.isoformat(), "receipt": "77/2026"}
    assert desk.post(address("desk_step_application", one), sent).status_code == 302
    one.refresh_from_db()
    words = "Contributo affitto: consegnata il 23\xa0novembre\xa02026, ricevuta 77/2026"
    assert (one.state, one.words, one.result) == ("done", words, None)


def test_an_application_that_has_come_in_is_tied_to_the_contact(desk: Client) -> None:
    one = known(kind="application")
    row = Application.objects.create(
        measure="ADI", protocol="INPS-1", municipality=urp().office.seat, outcome="in_process",
        person=one.contact.person, created_at=NOW,
    )  # fmt: skip
    sent = {"to": "ADI", "handed_on": TODAY.isoformat(), "application": str(row.pk)}
    assert desk.post(address("desk_step_application", one), sent).status_code == 302
    text = desk.get(reverse("desk_contact", args=[one.contact_id])).content.decode()
    assert reverse("outcomes:application", args=[row.pk]) in text


def test_bad_applications_are_refused_beside_their_field() -> None:
    one = known(kind="application")
    for given, field in (({"to": " "}, "to"), ({"handed_on": TODAY + timedelta(days=1)}, "handed_on")):
        plain: dict[str, Any] = {"to": "ADI", "handed_on": TODAY} | given
        with pytest.raises(OperationRefused) as refused:
            operations.note_application(outcome=one, by=dario(), at=NOW, **plain)
        assert refused.value.field == field


def test_a_step_taken_already_leads_back_and_is_not_taken_twice(desk: Client) -> None:
    slot, one = hour(capacity=3), known()
    person = one.contact.person
    operations.give_place(outcome=one, slot=slot, person=person, by=dario(), at=NOW)
    answer = desk.get(address("desk_step_place", one))
    assert answer["Location"] == reverse("desk_contact", args=[one.contact_id])
    with pytest.raises(OperationRefused, match="non è più aperto"):
        operations.give_place(outcome=one, slot=slot, name="Altro", by=dario(), at=NOW)
    assert Place.objects.count() == 1


def test_of_another_kind_elsewhere_or_without_the_right_there_is_no_such_page(desk: Client) -> None:
    one = known()
    assert desk.get(address("desk_step_report", one)).status_code == 404
    assert client_of(cast.user(cast.LUCA)).get(address("desk_step_place", one)).status_code == 404
    assert client_of(cast.user(cast.MARCO)).get(address("desk_step_place", one)).status_code == 403
    with pytest.raises(NotPermitted):
        operations.give_place(outcome=one, slot=hour(), name="Ida", by=cast.user(cast.MARCO), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_step_at_once_one_gives_the_place() -> None:
    slot, one, by = hour(capacity=5), known(), dario()

    def give(name: str) -> Any:
        return lambda: operations.give_place(outcome=one, slot=slot, name=name, by=by, at=NOW)

    results = at_once(give("Ida"), give("Ugo"))
    assert sorted(type(row).__name__ for row in results) == ["OperationRefused", "Place"]
    assert (Place.objects.count(), Contact.objects.count()) == (1, 1)
