"""Persons, their codes and residences."""

from datetime import date

import pytest

from accanto.core.errors import OperationRefused
from accanto.people.persons.models import Identifier, Residence
from accanto.people.persons.operations import create_person, set_codice_fiscale, set_residence
from accanto.people.persons.operations.persons import CodeRefused
from accanto.people.persons.queries import age_on, current_codes
from accanto.territory.places.models import Municipality
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db

# Worked by the rules of DM 23/12/1976 (standards §5.1): Rossi Maria, 10/12/1985, Pistoia.
VALID, OMOCODE, PROVISIONAL = "RSSMRA85T50G713D", "RSSMRA85T50G71PZ", "90048490479"


def test_a_person_may_have_one_letter_names_and_no_code() -> None:
    person = create_person(first_name="Io", last_name="Ò", by=None, at=NOW)
    assert (str(person), person.search_name) == ("Io Ò", "o io")


def test_a_birth_in_the_future_is_refused() -> None:
    with pytest.raises(OperationRefused) as refusal:
        create_person(first_name="A", last_name="B", birth_date=date(2026, 11, 24), by=None, at=NOW)
    assert refusal.value.field == "birth_date"


@pytest.mark.parametrize("code", [VALID, OMOCODE, "rss mra 85t50 g713d"])
def test_a_valid_code_is_kept_in_capitals(code: str) -> None:
    person = create_person(first_name="Maria", last_name="Rossi", codice_fiscale=code, by=None, at=NOW)
    assert current_codes([person.pk]) == {person.pk: code.upper().replace(" ", "")}


def test_eleven_digits_are_a_provisional_code() -> None:
    person = create_person(first_name="Maria", last_name="Rossi", codice_fiscale=PROVISIONAL, by=None, at=NOW)
    assert Identifier.objects.get(person=person).kind == "provisional"


@pytest.mark.parametrize("code", ["RSSMRA85T50G713X", "RSSMRA", "90048490470", "STP0901234567890"])
def test_a_wrong_code_is_refused_naming_the_field(code: str) -> None:
    with pytest.raises(CodeRefused) as refusal:
        create_person(first_name="Maria", last_name="Rossi", codice_fiscale=code, by=None, at=NOW)
    assert refusal.value.field == "codice_fiscale"


def test_a_code_in_force_for_somebody_else_is_refused() -> None:
    create_person(first_name="Maria", last_name="Rossi", codice_fiscale=VALID, by=None, at=NOW)
    other = create_person(first_name="Mara", last_name="Rossi", by=None, at=NOW)
    with pytest.raises(CodeRefused):
        set_codice_fiscale(person=other, value=VALID, on=TODAY)


def test_a_corrected_code_ends_the_former_and_both_stay() -> None:
    person = create_person(first_name="Maria", last_name="Rossi", codice_fiscale=VALID, by=None, at=NOW)
    set_codice_fiscale(person=person, value=OMOCODE, on=TODAY)
    rows = Identifier.objects.filter(person=person).order_by("id").values_list("value", "valid_to")
    assert list(rows) == [(VALID, TODAY), (OMOCODE, None)]


def test_moving_ends_the_former_residence() -> None:
    person = create_person(first_name="Maria", last_name="Rossi", by=None, at=NOW)
    pistoia, quarrata = Municipality.objects.get(name="Pistoia"), Municipality.objects.get(name="Quarrata")
    set_residence(person=person, municipality=pistoia, on=date(2020, 1, 1))
    set_residence(person=person, municipality=quarrata, on=date(2024, 2, 29))
    rows = Residence.objects.filter(person=person).order_by("id").values_list("municipality__name", "ends_on")
    assert list(rows) == [("Pistoia", date(2024, 2, 29)), ("Quarrata", None)]


@pytest.mark.parametrize(
    ("on", "age"),
    [(date(2023, 2, 28), 22), (date(2023, 3, 1), 23), (date(2024, 2, 28), 23), (date(2024, 2, 29), 24)],
)
def test_somebody_born_on_29_february_turns_a_year_older_on_1_march(on: date, age: int) -> None:
    person = create_person(first_name="Bo", last_name="Io", birth_date=date(2000, 2, 29), by=None, at=NOW)
    assert age_on(person, on) == age
