"""How alike two records are, and why: pure comparisons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.people.matching.comparing import variants
from accanto.people.matching.comparing.births import BirthLikeness, compare_births, near_births
from accanto.people.matching.comparing.names import Name, compare_names
from accanto.people.matching.comparing.scoring import Known, judge
from accanto.people.matching.enums import Strength

BORN = date(1990, 3, 7)
LETTERS = st.text("abcdefghilmnoprstuvzàèìòù' ", min_size=1, max_size=14).filter(lambda t: t.strip(" '"))
DAYS = st.dates(date(1905, 1, 1), date(2026, 1, 1))


def why(one: tuple[str, str], other: tuple[str, str]) -> set[str]:
    return {reason.code for reason in compare_names(Name(*one), Name(*other)).reasons}


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (("D'Angelò", "Ada"), ("DANGELO", "ada"), {"joined"}),
        (("D’Angelò", "Ada"), ("D'Angelo", "ADA"), {"same_name"}),
        (("Campioni", "Ada"), ("Ada", "Campioni"), {"swapped_name"}),
        (("Campioni", "Ada"), ("Campiomi", "Ada"), {"one_letter"}),
        (("Finti", "Mohamed"), ("Finti", "Muhammad"), {"transliteration"}),
        (("Finti", "Youssef"), ("Finti", "Yusuf"), {"transliteration"}),
        (("Finti", "Oleksandr"), ("Finti", "Alexandr"), {"transliteration"}),
        (("Hossain", "Rubel"), ("Hossen", "Rubel"), {"transliteration"}),
        (("Prova", "Giuseppe"), ("Prova", "Pino"), {"diminutive"}),
        (("El Finti", "Ali"), ("Elfinti", "Ali"), {"joined"}),
        (("Prova", "Maria Grazia"), ("Prova", "Maria"), {"part_missing"}),
        (("Prova", "M"), ("Prova", "Maria"), {"initial"}),
        (("Ò", "A"), ("O", "A"), {"same_name"}),
        (("Finti", "Muhammad"), ("Mohamed", "Finti"), {"swapped_name", "transliteration"}),
    ],
)
def test_each_likeness_has_its_reason(
    one: tuple[str, str], other: tuple[str, str], reasons: set[str]
) -> None:
    assert why(one, other) == reasons


@pytest.mark.parametrize(
    "one", [Name("", "Ada"), Name("Prova", ""), Name("", ""), Name("'", "-"), Name("Prova", "Ada")]
)
def test_half_a_name_is_compared_by_the_half_that_there_is(one: Name) -> None:
    for other in (Name("", "Ada"), Name("Prova", ""), Name("Prova", "Ada"), Name("Finti Prova", "Ugo")):
        assert 0 <= compare_names(one, other).score <= 1
    assert compare_names(Name("", "Ada"), Name("Prova", "Ada")).score == pytest.approx(0.85)


def test_brothers_and_namesakes_are_not_one_person() -> None:
    brothers = compare_names(Name("Campioni", "Marco"), Name("Campioni", "Giulia"))
    namesakes = compare_names(Name("Campioni", "Marco"), Name("Esposti", "Marco"))
    assert max(brothers.score, namesakes.score) < 0.62


@given(last=LETTERS, first=LETTERS, other_last=LETTERS, other_first=LETTERS)
def test_a_name_is_as_like_another_as_the_other_is_like_it(
    last: str, first: str, other_last: str, other_first: str
) -> None:
    one, other = Name(last, first), Name(other_last, other_first)
    there, back = compare_names(one, other).score, compare_names(other, one).score
    assert there == pytest.approx(back, abs=0.12)
    assert 0 <= there <= 1
    assert compare_names(one, one).score == 1


@given(born=DAYS)
def test_a_birth_is_found_by_its_own_day_and_by_day_and_month_swapped(born: date) -> None:
    assert near_births(born)[0] == born
    for day in near_births(born)[1:]:
        assert compare_births(born, day) is BirthLikeness.SWAPPED


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (BORN, BirthLikeness.SAME),
        (date(1990, 7, 3), BirthLikeness.SWAPPED),
        (date(1990, 3, 8), BirthLikeness.ONE_DIGIT),
        (date(1980, 3, 7), BirthLikeness.ONE_DIGIT),
        (date(1990, 3, 21), BirthLikeness.TWO_PARTS),
        (date(1971, 11, 30), BirthLikeness.OTHER),
        (None, BirthLikeness.UNKNOWN),
    ],
)
def test_days_of_birth(other: date | None, likeness: BirthLikeness) -> None:
    assert compare_births(BORN, other) is likeness


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        (Known("Finti", "Ali", birth_date=BORN), Known("Finti", "Ali", birth_date=BORN), Strength.SAME),
        (
            Known("Rossi", "Maria", codes=frozenset({"RSSMRA85T50G713D"})),
            Known("Bianchi", "Mara", codes=frozenset({"RSSMRA85T50G71PZ"})),
            Strength.SAME,
        ),
        (
            Known("Finti", "Mohamed", birth_date=BORN),
            Known("Finti", "Muhammad", birth_date=BORN),
            Strength.VERY_ALIKE,
        ),
        (Known("Finti", "Mohamed"), Known("Finti", "Muhammad"), Strength.ALIKE),
        (Known("Finti", "Ali", birth_date=BORN), Known("Finti", "Ali", birth_date=date(1955, 12, 30)), None),
        (Known("Finti", "Ali", birth_date=BORN), Known("Esempi", "Rosa", birth_date=BORN), None),
        (
            Known(phones=frozenset({"5550142"})),
            Known("Finti", "Ali", phones=frozenset({"5550142"})),
            Strength.ALIKE,
        ),
    ],
)
def test_strengths(one: Known, other: Known, strength: Strength | None) -> None:
    assert judge(one, other).strength is strength


@given(last=LETTERS, first=LETTERS, born=DAYS)
def test_somebody_is_the_same_as_themselves(last: str, first: str, born: date) -> None:
    known = Known(last, first, birth_date=born)
    assert judge(known, known).strength is Strength.SAME


def test_the_words_of_the_file_are_folded_and_stand_in_groups() -> None:
    assert variants.likeness("mohamed", "muhammad") == variants.TRANSLITERATION
    assert variants.likeness("giuseppe", "pino") == variants.DIMINUTIVE
    assert variants.likeness("giuseppe", "mohamed") == ""
    assert variants.bare(["el", "idrissi"]) == ["idrissi"]
    assert variants.bare(["di"]) == ["di"]
