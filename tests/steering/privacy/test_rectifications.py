"""Correcting what a person says is wrong: before and after, who is told, who may."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.models import ContactPoint, Identifier, Person, Residence
from accanto.steering.privacy.models import PersonRequest, Recipient, Rectification
from accanto.steering.privacy.operations import rectify, tell_recipient
from accanto.territory.places.models import Municipality
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, service_pact
from tests.steering.privacy.asking import asked_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def made() -> Situation:
    return family_in_charge("Zaffirelli")


def asked(made: Situation, kind: str = "rectification") -> PersonRequest:
    return asked_by(made.family.lucia, kind)


def corrected(made: Situation, request: PersonRequest | None = None, **said: Any) -> Rectification:
    return rectify(request=request or asked(made), reason="Carta d’identità", by=made.carla, at=NOW, **said)


def test_a_name_is_corrected_with_what_it_was_and_found_under_the_new_one(made: Situation) -> None:
    row = corrected(made, fact="last_name", words=" Zaffiretti ")
    lucia = Person.objects.get(pk=made.family.lucia.pk)
    assert (row.before, row.after, lucia.search_name) == ("Zaffirelli", "Zaffiretti", "zaffiretti lucia")
    row = corrected(made, fact="sex", sex="x")
    assert row.before != row.after
    row = corrected(made, fact="birth_date", day=date(1988, 5, 15))
    assert (row.before, row.after) == ("14/05/1988", "15/05/1988")


def test_codes_homes_and_contacts_keep_the_former_one_as_a_dated_row(made: Situation) -> None:
    lucia = made.family.lucia
    Identifier.objects.create(
        person=lucia, kind="codice_fiscale", value="ZFFLCU88E54G713X", valid_from=date(2020, 1, 1)
    )
    row = corrected(made, fact="codice_fiscale", words="CMPLCU88E54G713H", since=date(2026, 11, 1))
    assert (row.before, row.after) == ("ZFFLCU88E54G713X", "CMPLCU88E54G713H")
    ended = Identifier.objects.get(person=lucia, value="ZFFLCU88E54G713X")
    assert ended.valid_to == date(2026, 11, 1)
    town = Municipality.objects.get(name="Quarrata")
    corrected(made, fact="residence", words="Via delle Prove 2", municipality=town, since=date(2026, 1, 1))
    homes = Residence.objects.filter(person=lucia).order_by("starts_on")
    assert [(str(home.municipality), home.ends_on) for home in homes] == [
        ("Pistoia", date(2026, 1, 1)),
        ("Quarrata", None),
    ]
    corrected(made, fact="phone", words="555 0142")
    corrected(made, fact="phone", words="555 0143")
    assert list(ContactPoint.objects.filter(person=lucia, ends_on=None).values_list("value", flat=True)) == [
        "555 0143"
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"fact": "last_name", "words": " "}, "words"),
        ({"fact": "last_name", "words": "Zaffirelli"}, "words"),
        ({"fact": "codice_fiscale", "words": "ABC"}, "words"),
        ({"fact": "birth_place", "words": "Atlantide"}, "words"),
        ({"fact": "birth_date"}, "day"),
        ({"fact": "birth_date", "day": date(2027, 1, 1)}, "day"),
        ({"fact": "residence", "words": "Via"}, "municipality"),
        ({"fact": "phone", "words": "555", "since": date(2026, 12, 1)}, "since"),
    ],
)
def test_what_is_wrong_is_refused_naming_the_field(made: Situation, said: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        corrected(made, **said)
    assert refused.value.field == field
    assert not Rectification.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"), [("quarrata", "H109"), ("h109", "H109"), ("Z100", "Z100"), ("Albania", "Z100")]
)
def test_a_place_of_birth_is_written_by_name_or_code_and_told_by_name(
    made: Situation, words: str, code: str
) -> None:
    done = corrected(made, fact="birth_place", words=words)
    assert Person.objects.get(pk=made.family.lucia.pk).birth_place == code
    assert done.after == {"H109": "Quarrata", "Z100": "Albania"}[code]


def test_whoever_works_is_told_and_each_case_gets_a_note(made: Situation) -> None:
    corrected(made, fact="first_name", words="Lucilla")
    (told,) = Notification.objects.filter(kind="privacy.rectified")
    assert (told.user, told.context) == (made.anna, made.case.pk)
    event = Event.objects.get(verb="privacy.rectified")
    assert (event.context, event.subject) == (made.case.pk, str(made.family.lucia.pk))


def test_who_received_it_is_listed_and_ticked_when_told(made: Situation) -> None:
    service_pact(made)
    corrected(made, fact="first_name", words="Lucilla")
    row = Recipient.objects.get()
    with pytest.raises(OperationRefused) as refused:
        tell_recipient(recipient=row, how=" ", by=made.carla, at=NOW)
    assert refused.value.field == "how"
    row = tell_recipient(recipient=row, how="PEC", by=made.carla, at=NOW)
    assert (row.told_on, row.told_by) == (TODAY, made.carla)
    with pytest.raises(OperationRefused):
        tell_recipient(recipient=row, how="PEC", by=made.carla, at=NOW)


def test_only_an_open_request_and_whoever_reads_every_case(made: Situation) -> None:
    with pytest.raises(OperationRefused):
        corrected(made, asked(made, "access"), fact="first_name", words="x")
    request = asked(made)
    for user in (made.anna, cast.user(cast.OLGA)):
        with pytest.raises(NotPermitted):
            rectify(request=request, fact="first_name", words="x", reason="x", by=user, at=NOW)


def test_it_is_corrected_on_the_page(
    made: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request, client = asked(made), Client()
    client.force_login(made.carla)
    address = f"/diritti/richieste/{request.pk}/correzione/"
    assert address in client.get(f"/diritti/richieste/{request.pk}/").content.decode()
    with django_assert_max_num_queries(24):
        client.get(address)
    assert client.post(address, {"fact": "first_name", "words": "", "reason": "x"}).status_code == 422
    sent = {"fact": "residence", "words": "Via Nuova 3", "reason": "Anagrafe"}
    town = Municipality.objects.get(name="Quarrata")
    assert client.post(address, {**sent, "municipality": town.pk}).status_code == 302
    page = client.get(address).content.decode()
    assert "Via degli Esempi 1, Pistoia" in page
    assert "Via Nuova 3, Quarrata" in page
    row = Recipient.objects.create(request=request, name="Ente di prova")
    client.post(f"/diritti/destinatari/{row.pk}/detto/", {"how": "Lettera"})
    assert "Lettera" in client.get(address).content.decode()
