"""Recognising people: the exact code decides, everything else only proposes, whatever the names."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.access.outcomes.enums import CandidateState
from accanto.access.outcomes.models import Application, Candidate
from accanto.access.outcomes.operations import SomebodyAlike, look_again, register_new_person
from accanto.access.outcomes.queries.matching import Subject, compare, reason_words
from accanto.people.matching.comparing.scoring import Known
from accanto.people.matching.enums import Strength
from accanto.people.persons import codes
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.naming import search_name
from accanto.people.persons.operations import create_person
from tests import cast
from tests.access.outcomes.samples import as_csv, code_of, imported, row
from tests.scenarios import NOW

BORN = date(1980, 5, 14)
NAMES = st.text("abcdefghilmnoprstuvzàèìòù' ", min_size=2, max_size=18).filter(
    lambda name: search_name(name, "")
)
DAYS = st.dates(date(1905, 1, 1), date(2026, 1, 1))


@given(last=NAMES, first=NAMES, born=DAYS)
def test_somebody_equal_in_name_and_birth_is_always_proposed(last, first, born):
    subject = Subject(0, "", False, last, first, born)
    found = compare(subject, uuid4(), Known(last.upper(), first.title(), "", born))
    assert found is not None
    assert (found.strength, found.reasons) == (Strength.SAME, ("same_name", "same_birth"))


@given(last=NAMES, first=NAMES, born=DAYS, other_last=NAMES, other_first=NAMES, other_born=DAYS)
def test_a_different_code_never_makes_two_people_more_alike(
    last, first, born, other_last, other_first, other_born
):
    mine, theirs = code_of("Campioni", "Ada", BORN), code_of("Finti", "Ugo", date(1950, 1, 1), "M")
    known = Known(other_last, other_first, "", other_born)
    without = compare(Subject(0, "", False, last, first, born), uuid4(), known)
    coded = replace(known, codes=frozenset([theirs]))
    against = compare(Subject(0, mine, True, last, first, born), uuid4(), coded)
    if against is not None:
        assert without is not None
        assert against.score <= without.score


@given(born=DAYS, last=NAMES)
def test_homonymy_letters_do_not_hide_the_same_code(born, last):
    code = code_of("Campioni", "Ada", born)
    letters = str.maketrans("0123456789", "LMNPQRSTUV")
    variant = code[:14] + code[14].translate(letters) + "A"
    assert codes.plain(variant) == codes.plain(code)
    known = Known("", "", "", born, codes=frozenset([code]))
    found = compare(Subject(0, variant, True, last, "Ada", born), uuid4(), known)
    assert found is not None
    assert (found.strength, found.reasons[0]) == (Strength.SAME, "same_code_variant")


@given(born=DAYS, sex=st.sampled_from("FM"))
def test_what_the_code_says_agrees_with_what_it_was_made_from(born, sex):
    code = code_of("Campioni", "Ada", born, sex)
    assert codes.is_valid(code)
    assert codes.agrees_with(code, born)
    assert (codes.sex(code), codes.birth_place(code)) == (sex.lower(), "G713")
    other = born.replace(day=born.day - 1 if born.day > 1 else 2)
    assert not codes.agrees_with(code, other)


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("NRENNA18C45M377W", True),
        ("RSSMRA85T50G71PZ", True),
        ("RSSMRA85T50G713E", False),
        ("99999990478", True),
        ("12345678901", False),
        ("STP0901010000001", False),
        ("", False),
        ("²²345678903", False),
    ],
)
def test_a_code_is_valid_by_its_check_character(code, valid):
    assert codes.is_valid(code) is valid


@pytest.mark.django_db
def test_a_code_of_the_past_does_not_recognise_by_itself():
    known = create_person(first_name="Ada", last_name="Campioni", birth_date=BORN, by=None, at=NOW)
    Identifier.objects.create(
        person=known, kind="codice_fiscale", value=code_of("Campioni", "Ada", BORN), valid_to=date(2020, 1, 1)
    )
    imported(as_csv([row()]))
    assert Application.objects.get().person is None
    assert Candidate.objects.get().person == known


@pytest.mark.django_db
def test_two_rows_with_the_same_code_make_one_person():
    imported(as_csv([row(), row("INPS-2")]))
    assert Person.objects.count() == 1
    assert Application.objects.filter(person__isnull=False).count() == 2


@pytest.mark.django_db
def test_whoever_was_set_aside_is_not_proposed_again():
    create_person(first_name="Ada", last_name="Campioni", birth_date=BORN, by=None, at=NOW)
    imported(as_csv([row(code="")]))
    register_new_person(application=Application.objects.get(), by=cast.user(cast.CARLA), at=NOW)
    imported(as_csv([row(code="", outcome="sospesa", on=date(2026, 11, 12))]))
    assert list(Candidate.objects.values_list("state", flat=True)) == [CandidateState.DIFFERENT]
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_a_misspelt_name_without_code_is_found_by_its_trigrams():
    known = create_person(first_name="Immacolata", last_name="Inventati", birth_date=BORN, by=None, at=NOW)
    create_person(first_name="Ugo", last_name="Finti", birth_date=date(1990, 1, 1), by=None, at=NOW)
    imported(as_csv([row(code="", last="Inventatti", first="Imacolata", born=date(1980, 4, 14))]))
    assert list(Candidate.objects.values_list("person", flat=True)) == [known.pk]


@pytest.mark.django_db
def test_whoever_was_written_down_after_the_list_came_is_looked_at_before_a_new_person_is_made():
    imported(as_csv([row(code="")]))
    application = Application.objects.get()
    assert not Candidate.objects.exists()
    known = create_person(first_name="Ada", last_name="Campioni", birth_date=BORN, by=None, at=NOW)
    carla = cast.user(cast.CARLA)
    with pytest.raises(SomebodyAlike):
        register_new_person(application=application, by=carla, at=NOW)
    assert list(Person.objects.all()) == [known]
    look_again(application=application, by=carla, at=NOW)
    candidate = Candidate.objects.get()
    assert (candidate.person, candidate.strength) == (known, Strength.SAME)
    # Looked at and set aside: they are two people.
    assert register_new_person(application=application, by=carla, at=NOW) != known


@pytest.mark.django_db
def test_a_row_with_swapped_names_and_a_code_of_its_own_is_to_be_looked_at_and_not_written():
    known = create_person(first_name="Campioni", last_name="Ada", birth_date=BORN, by=None, at=NOW)
    imported(as_csv([row()]))
    assert Application.objects.get().person is None
    candidate = Candidate.objects.get()
    assert (candidate.person, candidate.reasons[0]) == (known, "swapped_name")


def test_reasons_tell_no_name_of_somebody_who_may_not_be_seen():
    assert [reason_words(code) for code in ("one_letter", "same_birth_date")] == [
        "una lettera diversa",
        "stessa data di nascita",
    ]
