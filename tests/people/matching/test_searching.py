"""Who may be the person looked for, for whom, and what is said of people in other offices: mostly nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accanto.casework.cases.operations import move_case
from accanto.core.database.context import acting, acting_for
from accanto.people.matching.enums import Strength
from accanto.people.matching.given import Given
from accanto.people.matching.queries import people_elsewhere, similar_people
from accanto.people.persons.models import Person
from accanto.people.persons.operations import (
    add_contact,
    bar,
    create_person,
    grant_access,
    protect_person,
    set_codice_fiscale,
)
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db

BORN = date(1988, 5, 14)
CODE = "CMPLCU88E54G713H"
LUCIA = Given("Lucia", "Campioni", birth_date=BORN)


def found(username: str, given: Given) -> list[tuple[str, str, list[str]]]:
    user = cast.user(username)
    with acting(acting_for(user, at=NOW + timedelta(minutes=1))):
        return [
            (one.card.name, one.strength, [reason.code for reason in one.reasons])
            for one in similar_people(user, given, TODAY)
        ]


def told(username: str, given: Given) -> list[tuple[str, bool]]:
    user = cast.user(username)
    with acting(acting_for(user, at=NOW + timedelta(minutes=1))):
        return [(one.office.code if one.office else "", one.by_code) for one in people_elsewhere(given)]


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


@pytest.mark.parametrize(
    ("given", "strength", "reason"),
    [
        (LUCIA, Strength.SAME, "same_name"),
        (Given("Campioni", "Lucia", birth_date=BORN), Strength.VERY_ALIKE, "swapped_name"),
        (Given("Lucia", "Canpioni", birth_date=BORN), Strength.VERY_ALIKE, "one_letter"),
        (Given("Lucia", "Campioni", birth_date=date(1988, 4, 14)), Strength.VERY_ALIKE, "birth_digit"),
        (Given("Lucia", "Campioni"), Strength.ALIKE, "same_name"),
        (Given("Luca", "Campion", birth_date=BORN), Strength.VERY_ALIKE, "same_birth"),
    ],
)
def test_who_works_for_somebody_finds_them_with_the_reason(
    made: Situation, given: Given, strength: Strength, reason: str
) -> None:
    name, how, reasons = found(cast.ANNA, given)[0]
    assert (name, how) == ("Lucia Campioni", strength)
    assert reason in reasons


def test_codes_and_telephones_find_whatever_the_name(made: Situation) -> None:
    set_codice_fiscale(person=made.family.lucia, value=CODE, on=TODAY)
    add_contact(person=made.family.lucia, kind="phone", value="+39 555 0142", on=TODAY)
    assert [name for name, *_ in found(cast.ANNA, Given(code=CODE))] == ["Lucia Campioni"]
    assert [name for name, *_ in found(cast.ANNA, Given(phone="5550142"))] == ["Lucia Campioni"]
    assert found(cast.GIULIA, Given(code=CODE)) == found(cast.GIULIA, Given(phone="5550142")) == []


def test_foreign_names_are_found_in_another_spelling_also_where_nothing_else_is_alike() -> None:
    person = create_person(first_name="Youssef", last_name="Hossain", by=None, at=NOW)
    see(person, cast.ANNA)
    assert [name for name, *_ in found(cast.ANNA, Given("Yusuf", "Hussein"))] == ["Youssef Hossain"]


def see(person: Person, username: str, depth: int = 40) -> None:
    grant_access(
        person=person,
        user=cast.user(username),
        depth=depth,
        reason="co_work",
        by=None,
        at=NOW - timedelta(days=1),
    )


@pytest.mark.parametrize(
    "given", [Given(), Given(sex="f"), Given(birth_date=BORN), Given(address="Via degli Esempi 1")]
)
def test_nothing_is_found_by_what_everybody_shares(made: Situation, given: Given) -> None:
    assert found(cast.ANNA, given) == []


@pytest.mark.parametrize("name", ["D'Angelò", "Ò", "A", "%", "_", "\\", "(", "Campioni' OR 1=1 --", "x" * 80])
def test_any_name_may_be_typed(made: Situation, name: str) -> None:
    found(cast.ANNA, Given(name, name, birth_date=BORN, code=name[:16], phone=name))
    told(cast.ANNA, Given(name, name, birth_date=BORN, code=name[:16]))


def test_another_office_is_told_that_there_is_a_record_and_whom_to_ask(made: Situation) -> None:
    set_codice_fiscale(person=made.family.lucia, value=CODE, on=TODAY)
    assert found(cast.GIULIA, LUCIA) == []
    assert told(cast.GIULIA, LUCIA) == [("polo-pistoia-nord", False)]
    assert told(cast.GIULIA, Given("Campioni", "Lucia", birth_date=BORN)) == [("polo-pistoia-nord", False)]
    assert told(cast.GIULIA, Given(code="CMPLCU88E54G71PD")) == [("polo-pistoia-nord", True)]
    assert told(cast.ANNA, LUCIA) == []


@pytest.mark.parametrize(
    "given",
    [
        Given("Lucia", "Campioni"),
        Given("Lucia", "Canpioni", birth_date=BORN),
        Given("Lucia", "Campioni", birth_date=date(1988, 5, 15)),
        Given("", "Campioni Lucia", birth_date=BORN),
        Given(phone="555 0142"),
    ],
)
def test_another_office_is_told_nothing_by_less_than_all_of_it(made: Situation, given: Given) -> None:
    add_contact(person=made.family.lucia, kind="phone", value="555 0142", on=TODAY)
    assert told(cast.GIULIA, given) == []


def hide(made: Situation, how: str) -> None:
    giulia, lucia = cast.user(cast.GIULIA), made.family.lucia
    if how in {"violence", "justice", "adoption", "child_protection"}:
        move_case(case=made.case, compartment=how, staying=[], reason="prova", by=made.anna, at=NOW)
    elif how == "whole":
        move_case(
            case=made.case,
            compartment="violence",
            staying=[],
            whole=[lucia],
            reason="prova",
            by=made.anna,
            at=NOW,
        )
    elif how == "protected":
        protect_person(
            person=lucia,
            kind="address",
            reason="police",
            source="Questura",
            starts_on=TODAY,
            by=made.anna,
            at=NOW,
        )
    else:
        bar(user=giulia, persons=[lucia], reason="relative", source="detto", by=made.carla, at=NOW)


@pytest.mark.parametrize(
    "how", ["violence", "justice", "adoption", "child_protection", "whole", "protected", "barred"]
)
def test_of_whoever_is_kept_apart_another_office_learns_nothing_at_all(made: Situation, how: str) -> None:
    """Each was told before: what is hidden could leak."""
    set_codice_fiscale(person=made.family.lucia, value=CODE, on=TODAY)
    for given in (LUCIA, Given(code=CODE)):
        assert told(cast.GIULIA, given) != []
    hide(made, how)
    for given in (LUCIA, Given(code=CODE), Given("Lucia", "Campioni", birth_date=BORN, code=CODE)):
        assert told(cast.GIULIA, given) == []
        assert found(cast.GIULIA, given) == []


@pytest.mark.parametrize("username", [cast.BRUNO, cast.MARCO, cast.PAOLO, cast.ZENO, cast.OLGA])
def test_who_writes_nobody_down_is_told_nothing(made: Situation, username: str) -> None:
    assert told(username, LUCIA) == []


def test_a_barred_operator_does_not_find_whom_they_saw(made: Situation) -> None:
    see(made.family.lucia, cast.GIULIA)
    assert [name for name, *_ in found(cast.GIULIA, LUCIA)] == ["Lucia Campioni"]
    hide(made, "barred")
    assert found(cast.GIULIA, LUCIA) == told(cast.GIULIA, LUCIA) == []


def test_the_telephone_of_a_protected_person_finds_them_only_for_who_may_read_it(made: Situation) -> None:
    lucia = made.family.lucia
    add_contact(person=lucia, kind="phone", value="555 0142", on=TODAY)
    see(lucia, cast.GIULIA, depth=10)
    assert [name for name, *_ in found(cast.GIULIA, Given(phone="555 0142"))] == ["Lucia Campioni"]
    hide(made, "protected")
    assert found(cast.GIULIA, Given(phone="555 0142")) == []
    assert [name for name, *_ in found(cast.ANNA, Given(phone="555 0142"))] == ["Lucia Campioni"]
    _name, _how, reasons = found(cast.GIULIA, Given("Lucia", "Campioni", phone="555 0142"))[0]
    assert "same_phone" not in reasons


def test_of_whom_one_sees_the_card_the_card_alone_is_told(made: Situation) -> None:
    lucia = made.family.lucia
    add_contact(person=lucia, kind="phone", value="555 0142", on=TODAY)
    set_codice_fiscale(person=lucia, value=CODE, on=TODAY)
    see(lucia, cast.GIULIA, depth=10)
    user = cast.user(cast.GIULIA)
    with acting(acting_for(user, at=NOW + timedelta(minutes=1))):
        (one,) = similar_people(user, LUCIA, TODAY)
    card = one.card
    assert (card.phone, card.address, card.code, card.birth_place) == ("", "", "", "")
    assert card.born.endswith("1988")
    assert card.town == "Pistoia"


def test_a_search_costs_the_same_for_one_or_for_many() -> None:
    counts: dict[int, int] = {}
    for number in range(8):
        see(create_person(first_name="Ada", last_name="Prova", birth_date=BORN, by=None, at=NOW), cast.ANNA)
        if number in {0, 7}:
            counts[number] = queries_of(cast.ANNA, Given("Ada", "Prova", birth_date=BORN))
    assert counts == {0: 5, 7: 5}


def queries_of(username: str, given: Given) -> int:
    user = cast.user(username)
    with (
        acting(acting_for(user, at=NOW + timedelta(minutes=1))),
        CaptureQueriesContext(connection) as counted,
    ):
        similar_people(user, given, TODAY)
    return len(counted)


def test_the_office_of_whoever_was_written_down_is_asked(made: Situation) -> None:
    person = create_person(first_name="Ugo", last_name="Prova", birth_date=BORN, by=None, at=NOW)
    given = Given("Ugo", "Prova", birth_date=BORN)
    assert told(cast.GIULIA, given) == [("", False)]
    office: Any = Office.objects.get(code="urp-pistoia")
    grant_access(person=person, office=office, depth=40, reason="registered", by=None, at=NOW)
    assert told(cast.GIULIA, given) == [("urp-pistoia", False)]
