"""Headings, words and municipalities, without a database."""

import pytest

from accanto.access.outcomes.lists import words
from accanto.access.outcomes.lists.headings import recognise
from accanto.access.outcomes.lists.places import Town, Towns
from accanto.access.outcomes.lists.totals import read_total_line
from accanto.core.sheets import Row

TOWNS = Towns(
    [
        Town(1, "Pistoia", "047014", "G713", True, 1),
        Town(2, "Serravalle Pistoiese", "047020", "I660", True, 2),
        Town(3, "San Marcello Piteglio", "047024", "M377", True, 3),
        Town(4, "Piteglio", "047015", "G715", False, 3),
        Town(5, "Prato", "100005", "G999", False, 5),
        Town(6, "Serravalle Scrivia", "006160", "I657", False, 6),
    ]
)


def test_a_national_export_is_recognised_whole():
    headings = (
        "Num. Protocollo", "DATA PRESENTAZIONE", "C.F.", "COGNOME", "NOME", "Nato/a il",
        "Comune di residenza", "Stato domanda", "Data definizione", "Motivazione",
    )  # fmt: skip
    assert recognise(headings) == {
        "protocol": "Num. Protocollo",
        "submitted_on": "DATA PRESENTAZIONE",
        "fiscal_code": "C.F.",
        "last_name": "COGNOME",
        "first_name": "NOME",
        "birth_date": "Nato/a il",
        "municipality": "Comune di residenza",
        "outcome": "Stato domanda",
        "outcome_on": "Data definizione",
        "reason": "Motivazione",
    }


def test_a_misspelt_heading_is_proposed_and_a_strange_one_is_not():
    assert recognise(("protocolo", "codice fiscaIe", "note varie")) == {
        "protocol": "protocolo",
        "fiscal_code": "codice fiscaIe",
    }


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("POSITIVE", "positive"), ("Accolta", "positive"), ("in pagamento", "positive"), ("DECADUTE", "lapsed"),
        ("Revocata", "lapsed"), ("SOSPENSE", "suspended"), ("IN LAVORAZIONE", "in_process"),
        ("RESPONTE", "rejected"), ("Non accolta", "rejected"), ("Rigettata ", "rejected"),
    ],
)  # fmt: skip
def test_outcomes_are_known_by_many_words(written, outcome):
    assert words.outcome_of(written) == outcome


@pytest.mark.parametrize("written", ["", "forse", "accolta e respinta", "0"])
def test_a_word_that_is_no_outcome_is_not_guessed(written):
    assert words.outcome_of(written) is None


@pytest.mark.parametrize(
    ("written", "town", "sure"),
    [
        ("Pistoia", 1, True), ("G713", 1, True), ("47014", 1, True), ("PITEGLIO", 3, True),
        ("San Marcello", 3, False), ("Serravale Pistoiese", 2, False), ("S. Marcello Piteglio", 3, True),
    ],
)  # fmt: skip
def test_a_town_is_found(written, town, sure):
    found = TOWNS.find(written)
    assert (found.town.id, found.sure) == (town, sure)


@pytest.mark.parametrize("written", ["", "Pis", "Atlantide", "Roma", "000000"])
def test_a_town_is_not_guessed_from_too_little(written):
    assert TOWNS.find(written) is None


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        (("TOTALE", 1707), {(None, ""): 1707}),
        (("Totale generale: 1.707",), {(None, ""): 1707}),
        (("Totale positive", "670"), {(None, "positive"): 670}),
        (("Totale comune di Pistoia", 1128), {(1, ""): 1128}),
        (("Totali", "boh", "x"), {}),
        (("Campioni", 3), None),
    ],
)
def test_lines_of_totals(cells, counts):
    assert read_total_line(Row(9, cells), TOWNS) == counts
