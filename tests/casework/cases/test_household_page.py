"""Who enters and leaves the household, through the pages that the worker uses, as the database lets them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accanto.people.households.models import Member
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.operations import create_person
from tests import cast
from tests.scenarios import NOW, Situation, family_in_charge

pytestmark = pytest.mark.django_db
_CODE = "CMPRSO15A41G713A"


@pytest.fixture
def situation() -> Situation:
    return family_in_charge()


@pytest.fixture
def anna() -> Client:
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    return client


def _join(client: Client, situation: Situation, **more: str) -> int:
    form = {
        "first_name": "Rosa",
        "last_name": "Campioni",
        "relation": "child",
        "starts_on": "2026-11-01",
        "reason": "nascita",
        **more,
    }
    url = reverse("case_member_add", args=[situation.case.pk])
    return client.post(url, form).status_code


def _names(situation: Situation) -> list[str]:
    standing = Member.objects.filter(household=situation.family.household, ends_on=None)
    return sorted(standing.values_list("person__first_name", flat=True))


def test_a_member_who_enters_is_in_the_household_and_seen_by_whoever_works_on_it(
    situation: Situation, anna: Client
) -> None:
    assert _join(anna, situation) == 302
    assert _names(situation) == ["Lucia", "Marta", "Nico", "Rosa"]
    rosa = Person.objects.get(first_name="Rosa", last_name="Campioni")
    assert Person.objects.visible_to(situation.anna).filter(pk=rosa.pk).exists()
    assert "Rosa" in anna.get(reverse("case_household", args=[situation.case.pk])).content.decode()


def test_somebody_whom_another_office_knows_is_recognised_by_code_and_not_written_twice(
    situation: Situation, anna: Client
) -> None:
    known = create_person(
        first_name="Rosa",
        last_name="Campioni",
        birth_date=date(2015, 1, 1),
        codice_fiscale=_CODE,
        by=situation.carla,
        at=NOW,
    )
    assert _join(anna, situation, codice_fiscale=_CODE, last_name="Finti") == 422
    assert _names(situation) == ["Lucia", "Marta", "Nico"]
    assert _join(anna, situation, codice_fiscale=_CODE) == 302
    assert list(Identifier.objects.filter(value=_CODE).values_list("person_id", flat=True)) == [known.pk]
    assert list(Person.objects.filter(first_name="Rosa").values_list("pk", flat=True)) == [known.pk]
    assert _names(situation) == ["Lucia", "Marta", "Nico", "Rosa"]


def test_a_new_member_comes_with_their_code(situation: Situation, anna: Client) -> None:
    assert _join(anna, situation, codice_fiscale=_CODE) == 302
    rosa = Person.objects.get(first_name="Rosa", last_name="Campioni")
    assert Identifier.objects.get(value=_CODE).person_id == rosa.pk


def test_a_member_who_leaves_is_no_longer_counted(situation: Situation, anna: Client) -> None:
    nico = Member.objects.get(household=situation.family.household, person=situation.family.nico)
    url = reverse("case_member_end", args=[situation.case.pk, nico.pk])
    answer = anna.post(url, {"ends_on": "2026-11-20", "reason": "dal padre"})
    assert answer.status_code == 302
    assert _names(situation) == ["Lucia", "Marta"]
