"""The pages of the directory: who sees what, what is asked of the database, what is refused in words."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.access.directory import operations
from accanto.access.directory.facts import PlaceFacts, facts_of
from accanto.access.directory.models import Entry
from tests import cast
from tests.access.directory.conftest import Write, client_of, town
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "name": "Emporio", "description": "Si fa la spesa", "provider": "D'Angelò", "needs": ["food"], "fee": "free",
    "check_every": "6", "places-TOTAL_FORMS": "1", "places-INITIAL_FORMS": "0", "places-0-address": "Via A 1",
    "places-0-hours": "lun-ven 9-13", "places-0-closed_on_holidays": "on",
}  # fmt: skip


def form(**changes: Any) -> dict[str, Any]:
    return {**FORM, "keeper": str(cast.user(cast.DARIO).pk), **changes}


def asked(path: str, who: str = cast.DARIO) -> int:
    client = client_of(cast.user(who))
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]])


def test_the_search_answers_with_cards(write: Write) -> None:
    write(
        name="Corsi di italiano",
        needs=("language",),
        places=(PlaceFacts(address="Via B 2", municipality=town("Quarrata")),),
    )
    write(name="Mensa")
    client = client_of(cast.user(cast.ANNA))
    page = client.get("/orientamento/", {"cerca": "italano"}).content.decode()
    assert "Corsi di italiano" in page
    assert "Via B 2, Quarrata" in page
    assert "Mensa" not in page
    assert "Nuova voce" not in page
    nothing = client.get(
        "/orientamento/", {"cerca": "astronave", "bisogno": "boh", "comune": "x", "pagina": "z"}
    )
    assert nothing.status_code == 200
    assert "Nessun servizio trovato" in nothing.content.decode()


def test_the_pages_ask_as_much_however_many_entries_there_are(write: Write) -> None:
    def write_some() -> None:
        for number in range(3):
            write(name=f"Voce {number}", serves=(town("Montale"),), at=NOW - timedelta(days=300))

    write_some()
    pages = [
        "/orientamento/",
        "/orientamento/da-ricontrollare/",
        f"/orientamento/{Entry.objects.first().pk}/",
    ]
    few = [asked(page) for page in pages]
    write_some()
    assert [asked(page) for page in pages] == few
    assert few == [9, 6, 8]


def test_a_draft_is_for_those_who_keep_the_directory(write: Write) -> None:
    draft = write(name="Bozza", published=False)
    for path in ("", "biglietto/", "biglietto/pdf/", "manda/"):
        assert client_of(cast.user(cast.ANNA)).get(f"/orientamento/{draft.pk}/{path}").status_code == 404
        assert client_of(cast.user(cast.DARIO)).get(f"/orientamento/{draft.pk}/{path}").status_code == 200
        assert client_of(cast.user(cast.ZENO)).get(f"/orientamento/{draft.pk}/{path}").status_code == 403


def test_an_entry_is_written_from_the_page_and_published(db: None) -> None:
    client = client_of(cast.user(cast.DARIO))
    answer = client.post("/orientamento/nuova/", form(publish="yes"))
    entry = Entry.objects.get()
    assert answer.headers["Location"] == f"/orientamento/{entry.pk}/"
    assert (entry.state, entry.places.get().hours[0]) == ("published", [1, "09:00", "13:00"])
    page = client.get(f"/orientamento/{entry.pk}/").content.decode()
    assert "D&#x27;Angelò" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"needs": []}, "Scegli almeno"),
        ({"name": ""}, "Scrivi qui"),
        ({"provider": ""}, "Di’ chi offre il servizio."),
        ({"places-0-hours": "lun mattina"}, "non è un giorno né un’ora"),
        ({"places-0-secret": "on"}, "Un indirizzo segreto non si scrive qui"),
        ({"web": "javascript:alert(1)"}, "URL"),
        ({"keeper": "", "publish": "yes"}, "Di’ chi tiene la voce"),
        ({"fee_from": "3"}, "È gratuito e ha un importo"),
        ({"check_every": "99999999999999999999"}, "36"),
        ({"keeper": "999999"}, "id_keeper_error"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_written(
    db: None, changes: dict[str, Any], words: str
) -> None:
    answer = client_of(cast.user(cast.DARIO)).post("/orientamento/nuova/", form(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_editor_shows_both_versions_to_who_comes_second(write: Write) -> None:
    entry = write()
    dario = cast.user(cast.DARIO)
    client = client_of(cast.user(cast.MARCO))
    page = client.get(f"/orientamento/{entry.pk}/modifica/")
    assert page.status_code == 200
    seen = page.context["version"]
    operations.change_entry(
        entry=entry,
        facts=replace(facts_of(entry), telephone="0573 555 111"),
        expected_version=seen,
        by=dario,
        at=NOW,
    )
    answer = client.post(
        f"/orientamento/{entry.pk}/modifica/", form(version=str(seen), description="Le mie parole")
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Le mie parole" in said
    assert "0573 555 111" in said
    again = client.post(
        f"/orientamento/{entry.pk}/modifica/",
        form(version=str(answer.context["version"]), description="Le mie parole", telephone="0573 555 111"),
    )
    assert again.status_code == 302
    entry.refresh_from_db()
    assert (entry.description, entry.telephone) == ("Le mie parole", "0573 555 111")


def test_a_place_is_taken_away_and_another_put_in(write: Write) -> None:
    entry = write()
    place = entry.places.get()
    more = {
        "places-TOTAL_FORMS": "2", "places-INITIAL_FORMS": "1", "places-0-id": str(place.pk),
        "places-0-DELETE": "on", "places-1-address": "Via Nuova 9", "places-1-closed_on_holidays": "on",
    }  # fmt: skip
    client = client_of(cast.user(cast.DARIO))
    assert (
        client.post(
            f"/orientamento/{entry.pk}/modifica/", form(version=str(entry.version), **more)
        ).status_code
        == 302
    )
    assert [one.address for one in entry.places.all()] == ["Via Nuova 9"]


def test_what_was_typed_of_a_new_entry_is_there_again(db: None) -> None:
    """Places too, and a box that was emptied stays empty; saving ends the draft."""
    client = client_of(cast.user(cast.DARIO))
    places = {"places-0-hours": "lun mattina", "places-0-closed_on_holidays": ""}
    typed = form(needs=["food", "language"], name="Emporio a metà", **places)
    assert client.post(reverse("draft_save", args=["entry-new"]), typed).status_code == 200
    page = client.get("/orientamento/nuova/")
    said = page.content.decode()
    assert f'data-autosave="{reverse("draft_save", args=["entry-new"])}"' in said
    assert "Emporio a metà" in said
    assert "lun mattina" in said
    (place, another) = page.context["places"]
    assert (place.initial["address"], bool(place["closed_on_holidays"].value())) == ("Via A 1", False)
    assert another["closed_on_holidays"].value() is True
    assert page.context["form"]["needs"].value() == ["food", "language"]
    assert client.post("/orientamento/nuova/", form()).status_code == 302
    assert "Emporio a metà" not in client.get("/orientamento/nuova/").content.decode()
    assert (
        "Emporio a metà" not in client_of(cast.user(cast.MARCO)).get("/orientamento/nuova/").content.decode()
    )


def test_the_draft_of_a_change_keeps_the_version_that_it_was_begun_on(write: Write) -> None:
    entry = write()
    place = entry.places.get()
    address = f"/orientamento/{entry.pk}/modifica/"
    client = client_of(cast.user(cast.MARCO))
    typed = {
        "places-TOTAL_FORMS": "2", "places-INITIAL_FORMS": "1", "places-0-id": str(place.pk),
        "places-1-address": "Via Nuova 9", "version": str(entry.version), "description": "Le mie parole",
    }  # fmt: skip
    client.post(reverse("draft_save", args=[f"entry-{entry.pk}"]), form(**typed))
    operations.change_entry(
        entry=entry, facts=replace(facts_of(entry), telephone="0573 555 111"), expected_version=entry.version,
        by=cast.user(cast.DARIO), at=NOW,
    )  # fmt: skip
    page = client.get(address)
    assert "Le mie parole" in page.content.decode()
    assert [one.initial.get("address") for one in page.context["places"]] == ["Via A 1", "Via Nuova 9", None]
    sent = {**typed, "places-INITIAL_FORMS": "2", "version": str(page.context["version"])}
    second = client.post(address, form(**sent))
    assert (second.status_code, "0573 555 111" in second.content.decode()) == (422, True)
    sent |= {"version": str(second.context["version"]), "telephone": "0573 555 111"}
    assert client.post(address, form(**sent)).status_code == 302
    assert [one.address for one in entry.places.all()] == ["Via A 1", "Via Nuova 9"]
    assert "Le mie parole" in client.get(address).content.decode()
    assert client.get(address).context["version"] == Entry.objects.get().version


def test_one_click_assures_and_the_list_empties(write: Write) -> None:
    entry = write(at=NOW - timedelta(days=300))
    client = client_of(cast.user(cast.DARIO))
    assert entry.name in client.get("/orientamento/da-ricontrollare/").content.decode()
    answer = client.post(f"/orientamento/{entry.pk}/giusta/", {"version": entry.version, "from": "due"})
    assert answer.headers["Location"] == "/orientamento/da-ricontrollare/"
    assert entry.name not in client.get("/orientamento/da-ricontrollare/?di=tutti").context["rows"]
    stale = client.post(f"/orientamento/{entry.pk}/giusta/", {"version": "no"}, follow=True)
    assert "Intanto qualcuno ha cambiato la voce" in stale.content.decode()


def test_it_is_withdrawn_with_a_reason_and_found_no_more(write: Write) -> None:
    entry = write()
    client = client_of(cast.user(cast.DARIO))
    assert client.post(f"/orientamento/{entry.pk}/ritira/", {"reason": ""}).status_code == 422
    assert client.post(f"/orientamento/{entry.pk}/ritira/", {"reason": "Ha chiuso"}).status_code == 302
    assert client_of(cast.user(cast.ANNA)).get(f"/orientamento/{entry.pk}/").status_code == 404
    assert "Ha chiuso" in client.get("/orientamento/bozze/").content.decode()


def test_the_slip_is_a_page_a_pdf_and_an_e_mail(write: Write) -> None:
    entry = write(documents="ISEE\nDocumento", way_in="Si viene e basta")
    client = client_of(cast.user(cast.ANNA))
    page = client.get(f"/orientamento/{entry.pk}/biglietto/").content.decode()
    assert "Si viene e basta" in page
    assert client.get(f"/orientamento/{entry.pk}/biglietto/pdf/").content.startswith(b"%PDF")
    assert client.post(f"/orientamento/{entry.pk}/manda/", {"address": "nessun indirizzo"}).status_code == 422
    assert (
        client.post(
            f"/orientamento/{entry.pk}/manda/", {"address": "a@prova.example\nBcc: b@prova.example"}
        ).status_code
        == 422
    )
    assert mail.outbox == []
    assert client.post(f"/orientamento/{entry.pk}/manda/", {"address": "a@prova.example"}).status_code == 302
    assert [one.to for one in mail.outbox] == [["a@prova.example"]]


def test_the_directory_goes_out_and_comes_in(write: Write) -> None:
    entry = write()
    client = client_of(cast.user(cast.MARCO))
    out = client.get("/orientamento/esporta/")
    package = json.loads(out.content)
    assert package["service"][0]["id"] == str(entry.pk)
    assert json.loads(client.get("/orientamento/esporta/?forma=servizi").content)[0]["organization"]["name"]

    def send(content: bytes, dry_run: str = "yes") -> Any:
        file = SimpleUploadedFile("altri.json", content)
        return client.post("/orientamento/importa/", {"file": file, "origin": "Altri", "dry_run": dry_run})

    assert "1 servizi letti" in send(out.content).content.decode()
    assert send(b"non json").status_code == 422
    package["service"][0]["name"] = ""
    refused = send(json.dumps(package).encode(), "no")
    assert refused.status_code == 422
    assert "Scrivilo: la specifica lo chiede." in refused.content.decode()
    package["service"][0] |= {"id": "ac148810-d857-441c-9679-408f346de14b", "name": "Nuova"}
    package["service_at_location"] = []
    taken = send(json.dumps(package).encode(), "no")
    assert taken.status_code == 200
    assert "Nessuno dei suoi termini è un bisogno della zona." in taken.content.decode()
    assert sorted(Entry.objects.values_list("name", "origin")) == [
        ("Emporio della prova", ""),
        ("Nuova", "Altri"),
    ]
