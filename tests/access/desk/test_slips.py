"""The slip by text message: only where it is switched on, never to whoever must not be written to."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from accanto.access.desk import operations
from accanto.access.desk.models import ContactOutcome
from accanto.access.desk.operations import Came
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.people.persons.models import ContactPoint, Person
from accanto.people.persons.operations import protect_person, restrict_person, set_safe_contact
from tests import cast
from tests.access.desk.situation import client_of, contact, dario, entry, somebody
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_SENDER, settings.SMS_OUTBOX = "outbox", tmp_path / "sms" / "outbox.jsonl"
    return tmp_path / "sms" / "outbox.jsonl"


def signposting(**given: Any) -> ContactOutcome:
    return contact(came=[Came("signposting", entry=entry())], **given).outcomes.get()


def send(one: ContactOutcome, to: str, how: str = "sms") -> ContactOutcome:
    return operations.send_slip(outcome=one, how=how, to=to, by=dario(), at=NOW)


def test_without_a_sender_the_page_says_so_and_nothing_leaves() -> None:
    one = signposting()
    page = client_of(dario()).get(reverse("desk_slip_send", args=[one.pk]))
    assert "how" not in page.context["form"].fields
    assert "non sono attivi" in page.content.decode()
    with pytest.raises(OperationRefused, match="stampa il foglietto") as refused:
        send(one, "333 1234567")
    assert refused.value.field == "how"


def test_a_message_leaves_once_with_the_service_and_without_the_person(outbox: Path) -> None:
    one = signposting()
    there = reverse("desk_slip_send", args=[one.pk])
    answer = client_of(dario()).post(there, {"how": "sms", "to": "333 123 4567"})
    assert answer.status_code == 302
    (line,) = outbox.read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["number"], one.entry.name in told["text"] if one.entry else False) == ("+393331234567", True)
    one.refresh_from_db()
    assert one.slip == "sms"


@pytest.mark.parametrize("number", ["0573 555 110", "casa", "333", "lucia@esempio.example"])
def test_a_number_that_takes_no_message_is_said(outbox: Path, number: str) -> None:
    with pytest.raises(OperationRefused, match="cellulare") as refused:
        send(signposting(), number)
    assert refused.value.field == "to"
    assert not outbox.exists()


def test_nothing_leaves_to_a_silent_contact_and_the_desk_is_not_told_why(outbox: Path) -> None:
    ada = somebody(seen_by=[dario()])
    anna = cast.user(cast.ANNA)
    set_safe_contact(person=ada, who="la sorella", how="333 1234567", when="la mattina", by=anna, at=NOW)
    for given in ({"person": ada}, {"person": somebody("Ida", "Prova", seen_by=[dario()]), "about": ada}):
        whom = {"for_whom": "parent"} if "about" in given else {}
        one = signposting(identity="person", **given, **whom)
        for how, to in (("sms", "333 1234567"), ("email", "ada@esempio.example")):
            with pytest.raises(OperationRefused, match="Da qui non si mandano messaggi"):
                send(one, to, how)
    assert not outbox.exists()
    assert mail.outbox == []


def test_an_outbox_that_cannot_be_written_is_said_and_the_slip_is_not_given(
    settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "sms").write_text("a file, not a folder")
    settings.SMS_SENDER, settings.SMS_OUTBOX = "outbox", tmp_path / "sms" / "outbox.jsonl"
    one = signposting()
    with pytest.raises(OperationRefused, match="non è partito"):
        send(one, "333 1234567")
    one.refresh_from_db()
    assert one.slip == ""


def test_nothing_leaves_to_a_protected_person_whom_the_desk_does_not_see_any_more(outbox: Path) -> None:
    """The contact stays with the desk when the right to see the card has ended: the protection still counts."""
    ada = somebody()
    protect_person(
        person=ada,
        kind="address",
        reason="court_order",
        source="decreto 12/2026",
        starts_on=TODAY,
        by=cast.user(cast.ANNA),
        at=NOW,
    )
    steps = [
        signposting(identity="person", person=ada),
        signposting(identity="name", name="Ida", for_whom="parent", about=ada),
    ]
    with acting(acting_for(dario(), at=NOW)):
        assert not Person.objects.filter(pk=ada.pk).exists()
        for one in steps:
            for how, to in (("sms", "333 1234567"), ("email", "ada@esempio.example")):
                with pytest.raises(OperationRefused, match="Da qui non si mandano messaggi"):
                    send(one, to, how)
    assert not outbox.exists()
    assert mail.outbox == []


def test_the_slip_leaves_to_somebody_whom_the_desk_does_not_see_and_their_address_is_not_kept() -> None:
    ada = somebody()
    one, there = signposting(identity="person", person=ada), "ada@esempio.example"
    with acting(acting_for(dario(), at=NOW)):
        with pytest.raises(OperationRefused, match="Non vedi la scheda") as refused:
            operations.send_slip(outcome=one, how="email", to=there, keep=True, by=dario(), at=NOW)
        assert refused.value.field == "keep"
        assert mail.outbox == []
        send(one, there, "email")
    assert [sent.to for sent in mail.outbox] == [[there]]
    assert not ContactPoint.objects.exists()


@pytest.mark.parametrize("seen", [True, False])
def test_the_page_offers_to_keep_the_address_where_the_person_is_seen(seen: bool) -> None:
    one = signposting(identity="person", person=somebody(seen_by=[dario()] if seen else []))
    address = reverse("desk_slip_send", args=[one.pk])
    client = client_of(dario())
    assert ("keep" in client.get(address).context["form"].fields) is seen
    answer = client.post(address, {"to": "ada@esempio.example", "keep": "on"})
    assert answer.status_code == 302
    assert ContactPoint.objects.exists() is seen


def test_what_a_restricted_person_asked_stays_as_it_is_also_where_the_desk_does_not_see_them() -> None:
    ada = somebody()
    one, olga = signposting(identity="person", person=ada), cast.user(cast.OLGA)
    restrict_person(
        person_id=ada.pk, ground="accuracy", reason="è sbagliato", request=uuid4(), by=olga, at=NOW
    )
    with acting(acting_for(dario(), at=NOW)), pytest.raises(OperationRefused, match=r"art\. 18"):
        operations.write_listening(contact=one.contact, text="Dopo", by=dario(), at=NOW)
    with acting(acting_for(dario(), at=NOW)), pytest.raises(OperationRefused, match=r"art\. 18"):
        send(one, "ada@esempio.example", "email")
    assert mail.outbox == []


@pytest.mark.parametrize("listed", [True, False])
def test_mail_that_is_not_taken_is_said_and_the_slip_is_not_given(settings: Any, listed: bool) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    came = Came("signposting", entry=entry()) if listed else Came("signposting", words="Il sindacato")
    one = contact(came=[came]).outcomes.get()
    answer = client_of(dario()).post(reverse("desk_slip_send", args=[one.pk]), {"to": "ada@esempio.example"})
    assert answer.status_code == 422
    assert "controlla l’indirizzo" in answer.content.decode()
    assert "ada@esempio.example" in answer.content.decode()
    one.refresh_from_db()
    assert one.slip == ""
