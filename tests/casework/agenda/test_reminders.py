"""Reminders: once, to the contact that was given, and never where they could do harm."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail

from accanto.casework.agenda.models import Reminder
from accanto.casework.agenda.operations import book_meeting, send_reminders, take_place
from accanto.casework.agenda.rules.contacts import as_email, as_mobile, masked
from accanto.casework.cases.enums import Compartment
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import cancel_appointment, move_case
from accanto.foundation.notifications import sms
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.models import Person, Restriction
from accanto.people.persons.operations import add_contact, protect_person, set_residence, set_safe_contact
from accanto.territory.places.models import Municipality
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, north, slot
from tests.present import NOW, TODAY
from tests.scenarios import Situation, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(settings: Any) -> list[tuple[str, str]]:
    left: list[tuple[str, str]] = []

    class Kept(sms.SmsSender):
        def send(self, number: str, text: str) -> str:
            if number.endswith("13"):
                raise sms.SendingFailed("nessuna risposta")
            left.append((number, text))
            return "7"

    sms.register_sender("kept", Kept)
    settings.SMS_SENDER = "kept"
    return left


def family(email: str = "lucia@esempio.example", phone: str = "") -> Situation:
    made = family_in_charge()
    for kind, value in (("email", email), ("phone", phone)):
        if value:
            add_contact(person=made.family.lucia, kind=kind, value=value, on=TODAY)
    return made


AFTERNOON = at(TUESDAY, 15)


def meeting(made: Situation, starts_at: datetime = AFTERNOON, **given: Any) -> Appointment:
    return book_meeting(
        kind="interview", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), office=north(),
        operators=[made.anna], by=made.anna, at=NOW, case=made.case, **given,
    )  # fmt: skip


def states() -> list[tuple[str, str]]:
    return list(Reminder.objects.order_by("pk").values_list("state", "why"))


def test_an_email_leaves_once_and_is_written_down() -> None:
    meeting(family())
    assert [send_reminders(at=NOW), send_reminders(at=NOW), send_reminders(at=NOW + timedelta(hours=3))] == [
        1,
        0,
        0,
    ]
    (sent,) = mail.outbox
    assert sent.to == ["lucia@esempio.example"]
    assert "24 novembre 2026 alle 15:00" in sent.body
    assert "Polo Pistoia Nord, Via dei Campioni 4, Pistoia" in sent.body
    assert sent.from_email.startswith('"Comune di Pistoia"')
    row = Reminder.objects.get()
    assert (row.contact, row.state, row.sent_at) == ("l…@e….example", "sent", NOW)
    assert "lucia@" not in row.text


def test_a_text_message_where_there_is_no_email(texts: list[tuple[str, str]]) -> None:
    meeting(family("", "333 555 0142"))
    assert send_reminders(at=NOW) == 1
    ((number, text),) = texts
    assert number == "+393335550142"
    assert "15:00" in text
    assert Reminder.objects.get().reference == "7"


def test_without_a_sender_or_a_contact_it_says_why() -> None:
    made = family("", "333 555 0142")
    meeting(made)
    meeting(family_in_charge("Modello"), at(TUESDAY, 17))
    assert send_reminders(at=NOW) == 0
    assert sorted(states()) == [("withheld", "no_contact"), ("withheld", "no_sender")]


def test_only_what_comes_and_is_near_and_wanted() -> None:
    made = family()
    meeting(made, at(TODAY, 17))  # today: too late
    meeting(made, at(TODAY + timedelta(days=3), 9))
    cancel_appointment(appointment=meeting(made, at(TUESDAY, 9)), by=made.anna, at=NOW)
    meeting(made, at(TUESDAY, 11), remind=False)
    book_meeting(
        kind="team", starts_at=at(TUESDAY, 13), ends_at=at(TUESDAY, 14), office=north(), operators=[made.anna],
        by=made.anna, at=NOW, case=made.case,
    )  # fmt: skip
    assert send_reminders(at=NOW) == 0
    assert states() == [("withheld", "not_wanted")]
    assert send_reminders(at=NOW + timedelta(days=1)) == 1


def test_a_place_is_reminded_and_its_appointment_is_not_reminded_again() -> None:
    made = family()
    take_place(slot=slot(operator=made.anna), case=made.case, by=made.anna, at=NOW)
    take_place(
        slot=slot(opens=at(TODAY, 11).time(), closes=at(TODAY, 12).time()), name="Ida", by=made.anna, at=NOW
    )
    assert send_reminders(at=NOW) == 1
    assert Reminder.objects.get().place is not None


def protected(made: Situation) -> None:
    protect_person(
        person=made.family.lucia, kind="whereabouts", reason="service", source="prova", by=made.anna, at=NOW,
        starts_on=TODAY,
    )  # fmt: skip


def safe(made: Situation, how: str, when: str = "") -> None:
    set_safe_contact(
        person=made.family.lucia, who="La sorella", how=how, when=when, post_to="", by=made.anna, at=NOW
    )  # fmt: skip


def test_to_protected_people_nothing_is_sent(texts: list[tuple[str, str]]) -> None:
    made = family("lucia@esempio.example", "333 555 0142")
    protected(made)
    meeting(made)
    assert send_reminders(at=NOW) == 0
    assert (states(), mail.outbox, texts) == ([("withheld", "protected")], [], [])


def test_nor_to_whoever_lives_with_them_nor_in_a_case_kept_apart() -> None:
    made = family()
    protect_person(
        person=made.family.nico, kind="address", reason="service", source="prova", by=made.anna, at=NOW, starts_on=TODAY
    )  # fmt: skip
    meeting(made)
    other = family_in_charge("Modello")
    add_contact(person=other.family.lucia, kind="email", value="due@esempio.example", on=TODAY)
    meeting(other, at(TUESDAY, 17))
    move_case(
        case=other.case, compartment=Compartment.VIOLENCE, staying=[other.anna], reason="prova", by=other.anna, at=NOW
    )  # fmt: skip
    assert send_reminders(at=NOW) == 0
    assert (states(), mail.outbox) == ([("withheld", "protected")] * 2, [])


@pytest.mark.parametrize(
    ("how", "when", "silent"),
    [
        ("sorella@esempio.example", "", True),
        ("333 555 0999", "", True),
        ("333 555 0999", "solo la mattina", False),
        ("chiamare il 333 555 0999 e chiedere di Ada", "", False),
    ],
)
def test_a_safe_contact_is_written_to_silently_or_not_at_all(
    texts: list[tuple[str, str]], how: str, when: str, silent: bool
) -> None:
    made = family("lucia@esempio.example", "333 555 0142")
    protected(made)
    safe(made, how, when)
    meeting(made)
    assert send_reminders(at=NOW) == int(silent)
    words = [text for _number, text in texts] + [f"{m.subject} {m.body} {m.from_email}" for m in mail.outbox]
    if not silent:
        assert (words, states()) == ([], [("withheld", "call_safely")])
        return
    (said,) = words
    assert "24 novembre 2026 alle 15:00" in said
    for betraying in ("Pistoia", "Comune", "serviz", "social", "Polo", "Lucia", "Campioni", "accanto"):
        assert betraying.lower() not in said.lower()
    assert all("0142" not in number for number, _text in texts)


def test_while_the_data_are_restricted_nothing_is_sent() -> None:
    made = family()
    meeting(made)
    restrict(made.family.lucia)
    assert send_reminders(at=NOW) == 0
    assert (states(), mail.outbox) == ([("withheld", "restricted")], [])


def restrict(person: Person) -> None:
    Restriction.objects.create(
        person=person, ground="accuracy", reason="prova", request="00000000-0000-0000-0000-000000000001",
        starts_at=NOW, written_by=cast.user(cast.OLGA),
    )  # fmt: skip


def elsewhere(person: Person) -> None:
    """Protected at another address than the reference person's: nobody shelters with them."""
    set_residence(
        person=person, municipality=Municipality.objects.get(name="Pistoia"), on=TODAY, address="Via Segreta 9"
    )  # fmt: skip
    protect_person(
        person=person, kind="address", reason="service", source="prova", by=cast.user(cast.ANNA), at=NOW,
        starts_on=TODAY,
    )  # fmt: skip


def apart(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(compartment=Compartment.VIOLENCE)


def called(person: Person) -> None:
    set_safe_contact(
        person=person, who="La sorella", how="sorella@esempio.example", when="", post_to="",
        by=cast.user(cast.ANNA), at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "why"),
    [(elsewhere, "protected"), (apart, "protected"), (restrict, "protected"), (called, "call_safely")],
)
def test_the_reference_person_is_not_told_where_another_of_the_household_will_be(
    happens: Callable[[Person], None], why: str
) -> None:
    made = family()
    happens(made.family.marta)
    meeting(made)
    take_place(slot=slot(operator=made.anna), household=made.family.household, by=made.anna, at=NOW)
    assert send_reminders(at=NOW) == 0
    assert (states(), mail.outbox) == ([("withheld", why)] * 2, [])


def test_whoever_has_a_place_by_name_is_reminded_of_it() -> None:
    made = family()
    elsewhere(made.family.marta)
    take_place(slot=slot(operator=made.anna), person=made.family.lucia, by=made.anna, at=NOW)
    assert send_reminders(at=NOW) == 1
    assert mail.outbox[0].to == ["lucia@esempio.example"]


def test_nor_silently_while_another_is_protected() -> None:
    made = family()
    elsewhere(made.family.marta)
    called(made.family.lucia)
    meeting(made)
    assert send_reminders(at=NOW) == 0
    assert (states(), mail.outbox) == ([("withheld", "call_safely")], [])


def test_what_fails_is_tried_again_and_then_somebody_is_told(texts: list[tuple[str, str]]) -> None:
    made = family("", "333 555 0113")
    meeting(made)
    for hour in range(5):
        assert send_reminders(at=NOW + timedelta(hours=hour)) == 0
    row = Reminder.objects.get()
    assert (row.state, row.tries, row.problem) == ("failed", 3, "nessuna risposta")
    assert Notification.objects.get(kind="agenda.reminder_failed").user == made.anna
    assert texts == []


def test_what_may_have_left_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = family()
    meeting(made)
    answers: list[Exception] = [SMTPRecipientsRefused({}), SMTPServerDisconnected("…")]
    tried = []

    def refuse(_self: Any) -> None:
        tried.append(1)
        raise answers[len(tried) - 1]

    monkeypatch.setattr("accanto.casework.agenda.operations.reminding.EmailMessage.send", refuse)
    for hour in range(4):
        assert send_reminders(at=NOW + timedelta(hours=hour)) == 0
    assert len(tried) == 2
    assert Reminder.objects.get().state == "sending"
    assert Notification.objects.filter(kind="agenda.reminder_failed").count() == 1


def test_contacts_that_can_be_used_and_how_they_are_shown() -> None:
    assert (
        as_mobile("333 555 0142")
        == as_mobile("+39 333.555-0142")
        == as_mobile("0039 3335550142")
        == "+393335550142"
    )
    assert as_mobile("+41 79 555 01 42") == "+41795550142"
    assert [as_mobile(w) for w in ("0573 555 110", "12", "", "chiama 3335550142", "+393")] == [""] * 5
    assert as_email(" a@esempio.example ") == "a@esempio.example"
    assert as_email("scrivi a a@esempio.example") == ""
    assert masked("+393335550142") == "… 142"
