"""The search box finds by whatever one has in hand, and nothing outside one's right to see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.models import Case
from accanto.faces.workspace.search import search
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import add_contact, grant_many, set_codice_fiscale
from tests import cast
from tests.faces.workspace.conftest import Enter
from tests.scenarios import NOW, TODAY, family_in_charge


def titles(username: str, typed: str) -> list[str]:
    return [found.title for found in search(cast.user(username), typed, TODAY)]


@pytest.mark.parametrize(
    "typed",
    [
        "Campioni Lucia",
        "lucia campioni",
        "Campiuni",
        "Canpioni Lucia",
        "camp",
        "LUCIA",
        "0573 555 0142",
        "+39 0573 555 0142",
    ],
)
def test_a_person_is_found_by_name_with_errors_and_by_telephone(enter: Enter, typed: str) -> None:
    situation = family_in_charge()
    add_contact(person=situation.family.lucia, kind="phone", value="0573-555 0142")
    assert "Lucia Campioni" in titles(cast.ANNA, typed)


def test_a_person_is_found_by_code(enter: Enter) -> None:
    situation = family_in_charge()
    from codicefiscale import codicefiscale

    code = codicefiscale.encode(
        lastname="Campioni", firstname="Lucia", gender="F", birthdate="14/05/1988", birthplace="Pistoia"
    )
    set_codice_fiscale(person=situation.family.lucia, value=code, on=TODAY)
    assert titles(cast.ANNA, code.lower()) == ["Lucia Campioni"]


def test_a_case_is_found_by_number_protocol_and_household(enter: Enter) -> None:
    situation = family_in_charge()
    for typed in (situation.case.number, situation.pathway.protocol, situation.pathway.protocol.lower()):
        assert titles(cast.ANNA, typed) == ["Nucleo Campioni"]
    assert titles(cast.ANNA, "Campioni")[0] == "Nucleo Campioni"


@pytest.mark.parametrize("by", ["name", "number", "protocol", "phone"])
def test_who_may_not_see_finds_nothing_at_all(enter: Enter, by: str) -> None:
    situation = family_in_charge()
    add_contact(person=situation.family.lucia, kind="phone", value="0573-555 0142")
    typed = {
        "name": "Campioni Lucia",
        "number": situation.case.number,
        "protocol": situation.pathway.protocol,
        "phone": "0573 555 0142",
    }[by]
    assert titles(cast.ANNA, typed) != []
    for stranger in (cast.GIULIA, cast.BRUNO, cast.PAOLO, cast.NADIA):
        assert titles(stranger, typed) == []


def test_a_row_says_age_town_and_who_follows(enter: Enter) -> None:
    situation = family_in_charge()
    (found,) = search(situation.anna, "Lucia", TODAY)
    assert found.text == "38 anni · Pistoia · con Anna Prova"
    assert found.url == reverse("case", args=[situation.case.pk])


def test_one_letter_or_odd_signs_find_nothing(enter: Enter) -> None:
    family_in_charge()
    for typed in ("", "c", "%", "_", "''", "\\"):
        assert titles(cast.ANNA, typed) == []


def test_the_box_gets_a_list_and_the_reader_a_page(enter: Enter) -> None:
    family_in_charge()
    client = enter(cast.ANNA)
    part = client.get(reverse("search"), {"q": "campioni"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Lucia Campioni" in part.content.decode()
    assert "<html" in client.get(reverse("search"), {"q": "campioni"}).content.decode()


@pytest.mark.parametrize("typed", ["campioni", "2026/1", "0573555"])
def test_the_box_answers_within_six_queries(
    enter: Enter, typed: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        family_in_charge(f"Campioni{number}")
    client = enter(cast.CARLA)
    with django_assert_max_num_queries(6):
        client.get(reverse("search"), {"q": typed}, headers={"HX-Request": "true"})


def test_a_closed_compartment_is_not_told_by_who_follows_the_person(enter: Enter) -> None:
    """A front desk that registers the household reads its ordinary case, never that there is another one."""
    situation = family_in_charge()
    at = NOW - timedelta(hours=1)
    unit = situation.case.unit
    Case.objects.filter(pk=situation.case.pk).update(compartment="violence")
    AccessGrant.objects.filter(user=situation.anna).update(compartment="violence")
    grant_many(
        persons=[situation.family.lucia],
        user=cast.user(cast.GIULIA),
        depth=Depth.CARD,
        reason=GrantReason.CO_WORK,
        by=situation.carla,
        at=at,
    )
    (found,) = search(cast.user(cast.GIULIA), "Lucia Campioni", TODAY)
    assert unit.name not in found.text
    assert "Anna Prova" not in found.text
    assert "Anna Prova" in search(situation.anna, "Lucia", TODAY)[-1].text
