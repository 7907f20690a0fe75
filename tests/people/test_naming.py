"""Names as they are matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.people.persons.naming import fold, fold_contact, search_name


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("D'Angelò", "d angelo"),
        ("D’ANGELÒ", "d angelo"),
        ("  De   Lùcia ", "de lucia"),
        ("O", "o"),
        ("Æsir Þór", "aesir thor"),
        ("Łukasz", "lukasz"),
        ("", ""),
        ("李", ""),
    ],
)
def test_a_name_folds_to_plain_words(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.lower()) == fold(text.lower().lower())


def test_surname_comes_first() -> None:
    assert search_name("Bo", "Io") == "bo io"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("+39 0573 555 110", "0573555110"),
        ("0039 333 555 1234", "3335551234"),
        ("333.555.1234", "3335551234"),
        ("390 555", "390555"),
        ("+39 0574 1234567", "05741234567"),
        ("Lucia.Campioni@Accanto.EXAMPLE ", "lucia.campioni@accanto.example"),
    ],
)
def test_a_contact_folds_to_what_is_dialled(written: str, folded: str) -> None:
    assert fold_contact(written) == folded
