"""The pages: search first, then a record; side by side, linked, unlinked."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.people.matching.models import NotTheSame, Pair, PersonLink, PersonSearch
from accanto.people.matching.operations import link_people, look_for_pairs
from accanto.people.matching.views.creating import own_address
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.operations import create_person, grant_access, set_codice_fiscale
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db

BORN = date(1990, 1, 12)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def entered(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def looked(client: Client, **typed: str) -> Any:
    return client.post(reverse("person_new"), typed)


def sent(client: Client, answer: Any, **more: str) -> Any:
    """The second form as the browser sends it: what was typed, and the search."""
    write = answer.context["write"]
    data = {name: str(write.data.get(name) or "") for name in write.fields} | more
    return client.post(reverse("person_write"), {**data, "next": answer.context["next"]})


def test_nothing_is_written_by_looking_and_the_second_step_writes(made: Situation) -> None:
    client = entered(cast.DARIO)
    answer = looked(
        client, last_name="D'Angelò", first_name="Io", birth_date="1990-01-12", birth_place="cina"
    )
    assert "Scrivi una scheda nuova" in text(answer)
    assert (PersonSearch.objects.count(), Person.objects.filter(last_name="D'Angelò").count()) == (1, 0)
    answer = sent(client, answer)
    person = Person.objects.get(last_name="D'Angelò")
    assert answer.headers["Location"] == reverse("person", args=[person.pk])
    assert (person.birth_place, person.birth_date) == ("Z210", BORN)
    assert client.get(answer.headers["Location"]).status_code == 200


def test_sent_twice_one_record_is_written_and_both_lead_to_it(made: Situation) -> None:
    client = entered(cast.DARIO)
    answer = looked(client, last_name="Prova")
    first, second = sent(client, answer), sent(client, answer)
    assert first.headers["Location"] == second.headers["Location"]
    assert Person.objects.filter(last_name="Prova").count() == 1


def test_the_second_step_without_the_first_is_refused(made: Situation) -> None:
    answer = entered(cast.DARIO).post(reverse("person_write"), {"last_name": "Prova"})
    assert answer.status_code == 422
    assert "Prima cerca la persona" in text(answer)
    assert not Person.objects.filter(last_name="Prova").exists()


def test_the_likenesses_stand_with_their_reasons_and_lead_to_the_record(made: Situation) -> None:
    answer = looked(entered(cast.ANNA), last_name="Lucia", first_name="Canpioni", birth_date="1988-05-14")
    said = text(answer)
    for words in ("Lucia Campioni", "molto simile", "nome e cognome scambiati", "una lettera diversa"):
        assert words in said
    assert reverse("person", args=[made.family.lucia.pk]) in said


def test_of_another_office_the_bare_fact_is_told(made: Situation) -> None:
    client = entered(cast.GIULIA)
    said = text(looked(client, last_name="Campioni", first_name="Lucia", birth_date="1988-05-14"))
    assert "c’è già una scheda con questo nome" in said
    assert made.case.unit.name in said
    assert str(made.family.lucia.pk) not in said
    assert "Via degli Esempi" not in said


def test_the_code_is_said_field_by_field_and_a_contradiction_asks_for_the_document(made: Situation) -> None:
    client = entered(cast.DARIO)
    typed = {"last_name": "Rossi", "first_name": "Marta", "sex": "f", "code": "rss mra 85t50 g71pz"}
    answer = looked(client, **typed, birth_date="1985-12-10")
    said = text(answer)
    for words in ("le lettere MRA", "non coincide", "Omocodia", "Pistoia (PT)", "Ho visto il documento"):
        assert words in said
    refused = sent(client, answer)
    assert refused.status_code == 422
    assert "Il codice dice altro per: nome" in text(refused)
    assert sent(client, answer, code_checked="on").status_code == 302
    assert Identifier.objects.get().value == "RSSMRA85T50G71PZ"


def test_the_century_is_asked_where_two_fit_and_taken_where_one_does(made: Situation) -> None:
    client = entered(cast.DARIO)
    one = looked(client, last_name="Rossi", first_name="Maria", code="RSSMRA85T50G713D")
    assert one.context["given"].birth_date == date(1985, 12, 10)
    from codicefiscale import codicefiscale

    code = codicefiscale.encode("Rossi", "Maria", "f", "10/11/1925", "Pistoia")
    two = looked(client, last_name="Rossi", first_name="Maria", code=code)
    assert two.status_code == 422
    assert "Il codice non dice il secolo" in text(two)
    three = looked(client, last_name="Rossi", first_name="Maria", code=code, century="1925-11-10")
    assert three.context["given"].birth_date == date(1925, 11, 10)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Scrivi almeno un nome"),
        ({"last_name": "A", "birth_date": "2030-01-01"}, "nel futuro"),
        ({"last_name": "A", "birth_date": "1880-01-01"}, "Nessuno è così anziano"),
        ({"last_name": "A", "birth_place": "Paperopoli"}, "si chiama «Paperopoli»"),
        ({"last_name": "A", "birth_place": "Samone"}, "Samone (TN), Samone (TO)"),
        ({"last_name": "A", "code": "STP123"}, "tredici cifre"),
        ({"last_name": "A", "code": "RSSMRA85T50G713X"}, "lettera per lettera"),
    ],
)
def test_bad_input_is_said_beside_its_field(made: Situation, typed: dict[str, str], words: str) -> None:
    answer = looked(entered(cast.DARIO), **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert PersonSearch.objects.count() == 0


def test_a_town_that_was_not_there_is_said(made: Situation) -> None:
    said = text(looked(entered(cast.DARIO), last_name="A", birth_date="1985-01-01", birth_place="M377"))
    assert "esiste dal 01/01/2017" in said


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/casi/", "/casi/"),
        ("/casi/?quali=miei", "/casi/?quali=miei"),
        ("//altrove.example/", ""),
        ("https://altrove.example/", ""),
        ("/\\altrove.example", ""),
        ("/niente/del/genere/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_one_goes_on_to_an_address_of_the_house_only(asked: str, kept: str) -> None:
    assert own_address(asked) == kept


def test_who_came_from_another_page_goes_back_with_the_person(made: Situation) -> None:
    client = entered(cast.DARIO)
    answer = looked(client, last_name="Prova", next="/casi/")
    answer = sent(client, answer)
    person = Person.objects.get(last_name="Prova")
    assert answer.headers["Location"] == f"/casi/?persona={person.pk}"


def test_the_part_for_other_forms_gives_a_choice_and_a_search(made: Situation) -> None:
    client = entered(cast.ANNA)
    said = text(client.post(reverse("people_alike"), {"last_name": "Campioni", "first_name": "Lucia"}))
    search = PersonSearch.objects.get()
    assert f'name="person" value="{made.family.lucia.pk}"' in said
    assert f'name="search" value="{search.pk}"' in said
    assert client.post(reverse("people_alike"), {"birth_date": "x"}).status_code == 200


def twins(username: str = cast.ANNA) -> tuple[Person, Person]:
    people = []
    for name in ("Mohamed", "Muhammad"):
        person = create_person(first_name=name, last_name="Finti", birth_date=BORN, by=None, at=NOW)
        grant_access(
            person=person,
            user=cast.user(username),
            depth=40,
            reason="co_work",
            by=None,
            at=NOW - timedelta(1),
        )
        people.append(person)
    return people[0], people[1]


def test_a_pair_is_compared_linked_and_unlinked(made: Situation) -> None:
    one, two = twins()
    look_for_pairs(at=NOW)
    client = entered(cast.ANNA)
    said = text(client.get(reverse("pairs")))
    assert "Mohamed Finti" in said
    in_order = " / ".join(row.first_name for row in sorted((one, two), key=lambda row: row.pk))
    assert f"nome traslitterato: {in_order}" in said
    compare = reverse("people_compare", args=[one.pk, two.pk])
    assert "stessa data di nascita" in text(client.get(compare))
    answer = client.post(compare, {"decision": "same", "note": "passaporto"})
    assert answer.headers["Location"] == reverse("pairs")
    assert "Muhammad Finti" not in text(client.get(reverse("pairs")))
    page = text(client.get(reverse("person", args=[one.pk])))
    assert "Stessa persona di" in page
    assert "Muhammad Finti" in page
    end = reverse("link_end", args=[PersonLink.objects.get().pk])
    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "Due passaporti"}).status_code == 302
    assert "Muhammad Finti" not in text(client.get(reverse("person", args=[one.pk])))
    assert "Due passaporti" in text(client.get(compare))


def test_two_people_need_a_reason_and_what_is_left_waits(made: Situation) -> None:
    one, two = twins()
    look_for_pairs(at=NOW)
    client = entered(cast.ANNA)
    compare = reverse("people_compare", args=[one.pk, two.pk])
    assert client.post(compare, {"decision": "leave"}).status_code == 302
    assert Pair.objects.get().state == "left"
    assert "Mohamed Finti" in text(client.get(reverse("pairs"), {"quali": "da-parte"}))
    assert client.post(compare, {"decision": "different"}).status_code == 422
    assert client.post(compare, {"decision": "different", "note": "Due madri"}).status_code == 302
    assert NotTheSame.objects.get().reason == "Due madri"
    # No longer among the similar ones, and still to be found where somebody thinks again.
    page = client.get(reverse("person_link", args=[one.pk]))
    assert page.context["likenesses"] == []
    assert "Due madri" in text(page)
    assert compare in page.content.decode()


def test_who_sees_one_of_two_finds_no_page(made: Situation) -> None:
    one, two = twins()
    link = link_people(one=one, other=two, reasons=[], by=cast.user(cast.ANNA), at=NOW)
    grant_access(
        person=one, user=cast.user(cast.GIULIA), depth=40, reason="co_work", by=None, at=NOW - timedelta(1)
    )
    client = entered(cast.GIULIA)
    assert client.get(reverse("people_compare", args=[one.pk, two.pk])).status_code == 404
    assert client.get(reverse("link_end", args=[link.pk])).status_code == 404
    page = client.get(reverse("person", args=[one.pk]))
    assert page.status_code == 200
    assert "Muhammad" not in text(page)


def test_the_search_box_shows_one_row_with_the_other_spelling(made: Situation) -> None:
    one, two = twins()
    client = entered(cast.ANNA)
    assert text(client.get(reverse("search"), {"q": "finti mohamed"})).count("Finti</span>") == 2
    link_people(one=one, other=two, reasons=[], by=cast.user(cast.ANNA), at=NOW)
    said = text(client.get(reverse("search"), {"q": "finti mohamed"}))
    assert said.count("Finti</span>") == 1
    assert "scritta anche Muhammad Finti" in said


def test_an_expired_stp_is_said_on_the_card_and_renewed(made: Situation) -> None:
    client, lucia = entered(cast.ANNA), made.family.lucia
    url = reverse("person_codes", args=[lucia.pk])
    assert "Nessun codice" in text(client.get(url))
    assert client.post(url, {"code": "STP0901100000001", "given_on": "2026-01-10"}).status_code == 302
    assert "scaduto il 10 luglio 2026" in text(client.get(reverse("person", args=[lucia.pk])))
    assert client.post(url, {"code": "STP0901100000001", "given_on": "2026-11-20"}).status_code == 302
    assert "vale fino al 20 maggio 2027" in text(client.get(reverse("person", args=[lucia.pk])))
    assert client.post(url, {"code": "STP1", "given_on": "2026-11-20"}).status_code == 422
    # The code says a woman born in 1985 called otherwise: not without the document.
    other = {"code": "RSSMRA85T50G713D", "given_on": "2026-11-20"}
    refused = client.post(url, other)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["code_checked"])
    assert 'type="checkbox" name="code_checked"' in refused.content.decode()
    assert not Identifier.objects.filter(value="RSSMRA85T50G713D").exists()
    assert client.post(url, other | {"code_checked": "on"}).status_code == 302


def test_what_each_page_asks_of_the_database(made: Situation) -> None:
    one, two = twins()
    set_codice_fiscale(person=one, value="RSSMRA85T50G713D", on=TODAY)
    look_for_pairs(at=NOW)
    client = entered(cast.ANNA)
    counts = {}
    for name, pks in (
        ("person_new", []),
        ("pairs", []),
        ("people_compare", [one.pk, two.pk]),
        ("person_link", [one.pk]),
        ("person_codes", [one.pk]),
        ("person", [one.pk]),
    ):
        url = reverse(name, args=pks)
        client.get(url)
        with CaptureQueriesContext(connection) as counted:
            client.get(url)
        counts[name] = len(counted)
    assert counts == {
        "person_new": 6,
        "pairs": 9,
        "people_compare": 10,
        "person_link": 16,
        "person_codes": 7,
        "person": 12,
    }
