"""Finding a service by what people say, with typos, by need, place, target and language: fresh ones first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accanto.access.directory import operations
from accanto.access.directory.facts import PlaceFacts
from accanto.access.directory.queries import card, found_card, search_entries, tally
from tests import cast
from tests.access.directory.conftest import Write, town
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


def found(words: str = "", **more: object) -> list[str]:
    rows = search_entries(cast.user(cast.ANNA), words, on=TODAY, **more)  # type: ignore[arg-type]
    return [row.name for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "corsi italiano",
        "CORSO di Italiano",
        "italiano",
        "italano",
        "corso itailano",
        "imparare l’italiano",
        "scuola D'Angelò",
        "interprete",
    ],
)
def test_it_is_found_by_what_people_say(write: Write, words: str) -> None:
    write(
        name="Corsi di italiano",
        description="Per imparare la lingua, alla scuola D'Angelò.",
        needs=("language",),
    )
    write(name="Mensa", description="Un pasto caldo.", needs=("food",))
    assert found(words)[:1] == ["Corsi di italiano"]
    assert "Mensa" not in found(words)


def test_what_nobody_offers_is_not_found(write: Write) -> None:
    write()
    assert found("astronave") == []
    assert found("%_'\"\\ :* | & !") == ["Emporio della prova"]


def test_it_is_narrowed_by_need_target_and_language(write: Write) -> None:
    write(name="A", needs=("food",), targets=("minors",), languages=("ar",))
    write(name="B", needs=("food", "shelter"))
    assert found(need="shelter") == ["B"]
    assert found(need="food") == ["A", "B"]
    assert found(target="minors") == ["A", "B"]
    assert found(target="elderly") == ["B"]
    assert found(language="ar") == ["A"]


def test_it_is_narrowed_by_whom_it_serves_and_the_nearest_come_first(write: Write) -> None:
    write(name="A di tutta la zona", places=())
    write(name="B che sta qui", places=(PlaceFacts(municipality=town("Quarrata")),))
    write(name="C di altri", serves=(town("Montale"),))
    assert found(municipality=town("Quarrata")) == ["B che sta qui", "A di tutta la zona"]
    assert found(municipality=town("Montale")) == ["A di tutta la zona", "B che sta qui", "C di altri"]


def test_the_fresh_come_before_the_stale(write: Write) -> None:
    write(name="A vecchia", at=NOW - timedelta(days=400))
    write(name="B fresca")
    assert found() == ["B fresca", "A vecchia"]
    assert (tally(cast.user(cast.ANNA), TODAY).published, tally(cast.user(cast.ANNA), TODAY).stale) == (2, 1)


def test_drafts_and_what_was_withdrawn_are_not_found(write: Write) -> None:
    write(name="Bozza", published=False)
    gone = write(name="Andata")
    operations.withdraw_entry(entry=gone, reason="Ha chiuso", by=cast.user(cast.DARIO), at=NOW)
    assert found() == []
    assert [row.name for row in search_entries(cast.user(cast.DARIO), on=TODAY)] == []
    assert list(search_entries(cast.user(cast.OLGA), on=TODAY)) == []


def test_one_query_brings_all_that_a_card_shows(write: Write) -> None:
    for number in range(4):
        write(name=f"Voce {number}", serves=(town("Montale"),), languages=("en",), fee="paid", fee_from=3)
    anna = cast.user(cast.ANNA)
    anna.access  # noqa: B018 - what it may, asked once per request
    with CaptureQueriesContext(
        connection,
    ) as asked:
        cards = [found_card(row, at=NOW) for row in search_entries(anna, "tessera", on=TODAY)]
    assert len(asked) == 1
    assert cards[0].serves == "Montale"
    assert cards[0].languages == "inglese"
    assert cards[0].places[0].where == "Via Inventata 1, Pistoia"
    assert cards[0].places[0].open_words == "aperto ora, fino alle 13"


def test_the_card_of_one_entry_says_the_same_as_the_one_found(write: Write) -> None:
    entry = write(name="Uguale", serves=(town("Montale"), town("Agliana")))
    (row,) = search_entries(cast.user(cast.ANNA), on=TODAY)
    assert found_card(row, at=NOW) == card(entry, at=NOW)


def test_a_secret_address_is_never_told(write: Write) -> None:
    entry = write(places=(PlaceFacts(secret=True, municipality=town("Pistoia"), hours_words="sempre"),))
    told = card(entry, at=NOW)
    assert told.places[0].where == "indirizzo segreto: si dice per telefono"
    assert "Pistoia" not in str(told.places)
