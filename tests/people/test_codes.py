"""Codice fiscale, STP, ENI and the places of birth: what can be said without asking anybody."""

from datetime import date

import pytest
from codicefiscale import codicefiscale as other_library
from hypothesis import given
from hypothesis import strategies as st

from accanto.people.persons import birthplaces, codes
from accanto.people.persons.birthplaces import PlaceRefused, find_place, missing_then
from accanto.people.persons.naming import fold

TODAY = date(2026, 11, 23)
NAMES = st.text("abcdefghilmnopqrstuvzàèìòù' ", min_size=2, max_size=16).filter(fold)
DAYS = st.dates(date(1930, 1, 1), date(2026, 11, 1))


@given(last=NAMES, first=NAMES, born=DAYS, sex=st.sampled_from(["m", "f"]))
def test_what_is_read_from_a_code_is_what_it_was_made_of(last: str, first: str, born: date, sex: str) -> None:
    code = other_library.encode(last, first, sex, f"{born:%d/%m/%Y}", "Pistoia")  # type: ignore[arg-type]
    read = codes.decode(code)
    assert read is not None
    assert (read.surname, read.name) == (codes.surname_letters(last), codes.name_letters(first))
    assert (read.sex, read.day, read.month, read.year % 100, read.place) == (
        sex, born.day, born.month, born.year % 100, "G713",
    )  # fmt: skip
    assert born in codes.births_of(code, TODAY)
    assert sorted(codes.variants(code)) == sorted(other_library.decode(code)["omocodes"])
    assert all(
        codes.is_valid(variant) and codes.plain(variant) == codes.plain(code)
        for variant in codes.variants(code)
    )


def test_the_century_is_open_where_two_fit() -> None:
    assert codes.births_of("RSSMRA85T50G713D", TODAY) == [date(1985, 12, 10)]
    code = other_library.encode("Rossi", "Maria", "f", "10/11/1925", "Pistoia")
    assert codes.births_of(code, TODAY) == [date(2025, 11, 10), date(1925, 11, 10)]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("STP0901100000001", "stp"), ("ENI0901100000001", "eni"), ("STP090110000001", ""),
        ("90048490479", "provisional"),
        ("RSSMRA85T50G713D", "codice_fiscale"), ("", ""), ("?", ""),
    ],
)  # fmt: skip
def test_kinds_of_codes(code: str, kind: str) -> None:
    assert codes.kind_of(code) == kind


@pytest.mark.parametrize("code", ["STP0901100000001", "90048490479", "RSSMRA85T50G713X", "", "ÀÈÌ"])
def test_nothing_is_read_from_what_is_no_codice_fiscale(code: str) -> None:
    assert codes.decode(code) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("quarrata", "H109"), ("Reggio Emilia", "H223"), ("L’Aquila", "A345"), ("Bozen", "A952"),
        ("Samone (TO)", "H753"),
        ("cina", "Z210"), ("Marocco", "Z330"), ("g713", "G713"), ("Piteglio", "G715"), ("Z999", "Z999"),
    ],
)  # fmt: skip
def test_places_are_known_by_name(words: str, code: str) -> None:
    assert find_place(words).code == code


@pytest.mark.parametrize("words", ["Paperopoli", "Samone", "", "??"])
def test_a_place_that_nobody_knows_or_that_is_two_is_refused(words: str) -> None:
    with pytest.raises(PlaceRefused) as refusal:
        find_place(words)
    assert refusal.value.field == "birth_place"


def test_a_town_that_was_not_there_is_said() -> None:
    assert "2017" in missing_then("M377", date(1985, 1, 1))
    assert "2016" in missing_then("A012", date(2018, 1, 1))
    assert missing_then("G713", date(1930, 1, 1)) == missing_then("Z999", date(1930, 1, 1)) == ""
    assert birthplaces.place_words("Z210") != "Z210"
    assert birthplaces.place_words("") == ""
