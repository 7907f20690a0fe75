"""Households and the first 1,000 days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accanto.people.households.ages import AgesRefused
from accanto.people.households.models import Member
from accanto.people.households.operations import MemberRefused, add_member, create_household, end_membership
from accanto.people.households.queries import first_thousand_days, members_of
from accanto.people.persons.models import Person
from accanto.people.persons.operations import correct_identity, create_person, declare_pregnancy
from tests import cast
from tests.scenarios import NOW, TODAY, family

pytestmark = pytest.mark.django_db


def somebody(name: str = "Ada", born: date | None = date(1955, 1, 1)) -> Person:
    return create_person(first_name=name, last_name="Campioni", birth_date=born, by=None, at=NOW)


def test_the_same_person_cannot_stand_twice_at_once() -> None:
    home = family()
    with pytest.raises(MemberRefused):
        add_member(household=home.household, person=home.marta, relation="child", on=TODAY, by=None, at=NOW)
    assert Member.objects.filter(household=home.household, person=home.marta).count() == 1


def test_who_left_may_come_back() -> None:
    home = family()
    member = Member.objects.get(household=home.household, person=home.marta)
    end_membership(member=member, on=date(2026, 1, 1), by=None, at=NOW)
    add_member(household=home.household, person=home.marta, relation="child", on=TODAY, by=None, at=NOW)
    assert [m.person for m in members_of(home.household, date(2026, 6, 1))] == [home.lucia, home.nico]
    assert [m.person for m in members_of(home.household, TODAY)] == [home.lucia, home.marta, home.nico]


@pytest.mark.parametrize("relations", [["child", "child"], ["reference", "reference"]])
def test_a_household_has_exactly_one_reference_person(relations: list[str]) -> None:
    people = [(somebody(name), relation) for name, relation in zip(("Ada", "Ida"), relations, strict=True)]
    with pytest.raises(MemberRefused):
        create_household(label="Campioni", members=people, by=None, at=NOW)


def test_a_membership_cannot_end_before_it_starts() -> None:
    home = family()
    member = Member.objects.get(household=home.household, person=home.nico)
    with pytest.raises(MemberRefused):
        end_membership(member=member, on=date(2019, 12, 31), by=None, at=NOW)


def test_the_first_thousand_days_end_730_days_after_birth() -> None:
    home = family()
    born = home.nico.birth_date
    assert born is not None
    last = born + timedelta(days=729)
    assert [f.person for f in first_thousand_days(home.household, last)] == [home.nico]
    assert first_thousand_days(home.household, last + timedelta(days=1)) == []


def test_a_pregnancy_counts_from_conception() -> None:
    ada = somebody(born=date(1990, 1, 1))
    household = create_household(label="Campioni", members=[(ada, "reference")], by=None, at=NOW)
    expected = TODAY + timedelta(days=270)
    declare_pregnancy(person=ada, expected_on=expected, at=NOW)
    found = first_thousand_days(household, TODAY)
    assert [(f.person, f.pregnancy, f.until) for f in found] == [(ada, True, expected + timedelta(days=730))]
    assert first_thousand_days(household, TODAY - timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("relation", "born", "refused"),
    [
        ("child", date(1988, 5, 13), True),
        ("child", date(1988, 5, 14), True),
        ("child", date(1988, 5, 15), False),
        ("grandchild", date(1980, 1, 1), True),
        ("parent", date(2000, 1, 1), True),
        ("parent", date(1960, 1, 1), False),
        ("grandparent", date(1988, 5, 15), True),
        ("sibling", date(2000, 1, 1), False),
        ("child", None, False),
    ],
)
def test_nobody_is_younger_than_their_child(relation: str, born: date | None, refused: bool) -> None:
    home, who = family(), somebody(born=born)
    if not refused:
        assert add_member(household=home.household, person=who, relation=relation, on=TODAY, by=None, at=NOW)
        return
    with pytest.raises(AgesRefused) as refusal:
        add_member(household=home.household, person=who, relation=relation, on=TODAY, by=None, at=NOW)
    assert all(name in str(refusal.value) for name in ("Ada Campioni", "Lucia Campioni"))
    assert refusal.value.field == "relation"


def test_a_grandparent_is_older_than_the_children_too() -> None:
    ada, ida = somebody("Ada", None), somebody("Ida", date(2010, 1, 1))
    members = [(ada, "reference"), (ida, "child"), (somebody("Ugo", date(2015, 1, 1)), "parent")]
    with pytest.raises(AgesRefused):
        create_household(label="Campioni", members=members, by=None, at=NOW)


def test_a_corrected_birth_that_makes_a_parent_younger_than_a_child_is_refused() -> None:
    home = family()
    anna = cast.user(cast.ANNA)
    for person, born in ((home.lucia, date(2018, 1, 1)), (home.marta, date(1980, 1, 1))):
        with pytest.raises(AgesRefused, match="correggi la data") as refusal:
            correct_identity(person=person, field="birth_date", value=born, by=anna, at=NOW)
        assert refusal.value.field == "birth_date"
    assert correct_identity(person=home.marta, field="birth_date", value=date(2016, 1, 1), by=anna, at=NOW)


def test_somebody_does_not_come_back_before_they_left() -> None:
    home = family()
    member = Member.objects.get(household=home.household, person=home.marta)
    end_membership(member=member, on=date(2026, 6, 1), by=None, at=NOW)
    with pytest.raises(MemberRefused, match="fino al"):
        add_member(
            household=home.household,
            person=home.marta,
            relation="child",
            on=date(2026, 5, 31),
            by=None,
            at=NOW,
        )
    with pytest.raises(IntegrityError, match="member_not_twice_at_once"), transaction.atomic():
        Member.objects.create(
            household=home.household, person=home.marta, relation="child", starts_on=date(2026, 5, 31)
        )
    add_member(
        household=home.household, person=home.marta, relation="child", on=date(2026, 6, 1), by=None, at=NOW
    )
