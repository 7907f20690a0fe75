"""The slip by text message: only where it is switched on, never to whoever must not be written to."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from accanto.access.desk import operations
from accanto.access.desk.models import ContactOutcome
from accanto.access.desk.operations import Came
from accanto.core.errors import OperationRefused
from accanto.people.persons.operations import set_safe_contact
from tests import cast
from tests.access.desk.situation import client_of, contact, dario, entry, somebody
from tests.scenarios import NOW

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
    with pytest.raises(OperationRefused, match="stampa il biglietto") as refused:
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
