"""Whoever is born to somebody protected, or moves with them, does not betray where they are."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.operations import move_case_household, record_birth
from accanto.foundation.audit.models import Event
from accanto.people.matching.given import Given
from accanto.people.persons.models import Person, Protection, Residence
from accanto.people.persons.operations import end_protection, set_residence
from accanto.territory.places.models import Municipality
from tests import cast
from tests.casework.cases.test_fences_kept import hide, member
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in, looked_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Situation:
    """Luca reads the case, and does not work on it."""
    found = family_in_charge()
    let_in(found, cast.LUCA, 30)
    return found


def quarrata() -> Municipality:
    return Municipality.objects.get(name="Quarrata")


def reads(person: Person, words: str) -> bool:
    client = Client()
    client.force_login(cast.user(cast.LUCA))
    pages = (
        client.get(reverse("person", args=[person.pk])),
        client.get(reverse("people_compare", args=[person.pk, Person.objects.get(first_name="Marta").pk])),
    )
    assert [page.status_code for page in pages] == [200, 200]
    return any(words in page.content.decode() for page in pages)


def born(made: Situation, **more: Any) -> Person:
    change = record_birth(
        case=made.case, parents=[member(made, made.family.lucia)], by=made.anna, at=NOW - timedelta(minutes=5),
        **looked_for(Given("Rosa", "Campioni", "f", TODAY), made.anna),
    )  # fmt: skip
    assert change.person is not None
    return change.person


def move(made: Situation, *persons: Person, address: str = "Via Segreta 7") -> None:
    move_case_household(
        case=made.case, persons=persons, municipality=quarrata(), address=address, note="x", by=made.anna,
        at=NOW - timedelta(minutes=5), on=TODAY,
    )  # fmt: skip


def kinds(person: Person) -> list[str]:
    return list(Protection.objects.filter(person=person, ends_on=None).values_list("kind", flat=True))


def lives_there(made: Situation, kind: str) -> None:
    set_residence(
        person=made.family.lucia, municipality=quarrata(), address="Via Segreta 7", on=date(2026, 11, 1)
    )
    hide(made.family.lucia, made.anna, kind)


def test_a_child_born_to_whom_nobody_may_find_is_found_by_nobody(made: Situation) -> None:
    lives_there(made, "whereabouts")
    child = born(made)
    assert (kinds(child), Residence.objects.get(person=child).protected) == (["whereabouts"], True)
    mother = Protection.objects.get(person=made.family.lucia)
    theirs = Protection.objects.get(person=child)
    assert (theirs.reason, theirs.source, theirs.ends_on) == (mother.reason, mother.source, None)
    assert [reads(one, "Quarrata") for one in (made.family.lucia, child)] == [False, False]


def test_where_only_the_address_is_protected_the_town_is_told_of_both_and_the_address_of_neither(
    made: Situation,
) -> None:
    lives_there(made, "address")
    child = born(made)
    assert (kinds(child), Residence.objects.get(person=child).protected) == (["address"], True)
    assert [reads(one, "Via Segreta") for one in (made.family.lucia, child)] == [False, False]


def test_a_child_born_to_whom_nothing_protects_is_not_protected(made: Situation) -> None:
    child = born(made)
    assert (kinds(child), Residence.objects.get(person=child).protected) == ([], False)
    assert reads(child, "Pistoia")


def test_who_moves_with_whom_nobody_may_find_is_found_by_nobody(made: Situation) -> None:
    hide(made.family.lucia, made.anna)
    move(made, made.family.lucia, made.family.nico)
    found = {one.first_name: kinds(one) for one in (made.family.lucia, made.family.nico, made.family.marta)}
    assert found == {"Lucia": ["whereabouts"], "Nico": ["whereabouts"], "Marta": []}
    assert Residence.objects.get(person=made.family.nico, ends_on=None).protected
    assert not reads(made.family.nico, "Quarrata")


def test_who_follows_later_to_the_same_home_is_protected_too_and_the_step_names_no_town(
    made: Situation,
) -> None:
    lives_there(made, "whereabouts")
    move(made, made.family.nico, address="via segreta, 7")
    assert kinds(made.family.nico) == ["whereabouts"]
    step = Event.objects.get(context=made.case.pk, verb__startswith="cases.household.moved")
    assert (step.verb, "Quarrata" in str(step.params)) == ("cases.household.moved_unseen", False)


def test_what_is_stricter_already_stays_as_it_is_and_both_end_each_by_itself(made: Situation) -> None:
    lives_there(made, "address")
    hide(made.family.nico, made.anna)
    move(made, made.family.nico)
    assert kinds(made.family.nico) == ["whereabouts"]
    assert Protection.objects.filter(person=made.family.nico).count() == 1
    end_protection(person=made.family.nico, reason="è al sicuro", by=made.anna, at=NOW)
    assert (kinds(made.family.nico), kinds(made.family.lucia)) == ([], ["address"])


def test_whoever_protects_somebody_is_offered_the_minors_who_live_with_them(made: Situation) -> None:
    """Nico lives where his mother lives, Marta elsewhere: his page would tell Luca where she is."""
    family, client = made.family, Client()
    client.force_login(made.anna)
    for person in (family.lucia, family.nico):
        set_residence(person=person, municipality=quarrata(), address="Via Segreta 7", on=date(2026, 11, 1))
    assert reads(family.nico, "Quarrata")
    address = reverse("case_protection", args=[made.case.pk, member(made, family.lucia).pk])
    form = client.get(address).context["form"]
    assert form["too"].value() == [family.nico.pk]
    given = {
        "kind": "whereabouts",
        "reason": "violence_centre",
        "source": "Centro, prot. 7",
        "starts_on": TODAY.isoformat(),
    }
    assert client.post(address, {**given, "too": [family.nico.pk]}).status_code == 302
    assert [kinds(one) for one in (family.lucia, family.nico, family.marta)] == [
        ["whereabouts"],
        ["whereabouts"],
        [],
    ]
    assert not reads(family.nico, "Quarrata")


def test_only_people_of_the_household_are_protected_together(made: Situation) -> None:
    client, stranger = Client(), family_in_charge("Esempio").family.lucia
    client.force_login(made.anna)
    address = reverse("case_protection", args=[made.case.pk, member(made, made.family.lucia).pk])
    given = {
        "kind": "address",
        "reason": "violence_centre",
        "source": "Centro",
        "starts_on": TODAY.isoformat(),
    }
    assert client.post(address, {**given, "too": [stranger.pk]}).status_code == 422
    assert (kinds(stranger), kinds(made.family.lucia)) == ([], [])
