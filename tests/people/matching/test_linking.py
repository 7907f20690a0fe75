"""Records of one person are joined by rows and never merged; undoing restores everything, and is remembered."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from accanto.casework.cases.operations import move_case
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.people.matching.comparing.reasons import Reason
from accanto.people.matching.given import Given
from accanto.people.matching.models import NotTheSame, Pair, PersonLink
from accanto.people.matching.operations import (
    LinkRefused,
    link_people,
    look_for_pairs,
    part_people,
    set_aside,
    unlink_people,
)
from accanto.people.matching.queries import (
    links_of,
    pairs_to_look_at,
    parted_from,
    sides_of,
    similar_people,
    similar_to,
    together_with,
)
from accanto.people.persons.models import Person
from accanto.people.persons.operations import (
    add_contact,
    bar,
    create_person,
    grant_access,
    protect_person,
    restrict_person,
)
from tests import cast
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db

BORN = date(1990, 1, 12)
LATER = NOW + timedelta(minutes=5)


def somebody(first: str, last: str = "Finti", born: date | None = BORN, *seers: str) -> Person:
    person = create_person(first_name=first, last_name=last, birth_date=born, by=None, at=NOW)
    for seer in seers or (cast.ANNA,):
        grant_access(
            person=person, user=cast.user(seer), depth=40, reason="co_work", by=None, at=NOW - timedelta(1)
        )
    return person


def linked(one: Person, other: Person, username: str = cast.ANNA) -> PersonLink:
    by = cast.user(username)
    with acting(acting_for(by, at=LATER)):
        return link_people(one=one, other=other, reasons=[Reason("same_birth")], by=by, at=LATER)


def others(username: str, person: Person) -> set[str]:
    user = cast.user(username)
    with acting(acting_for(user, at=LATER + timedelta(minutes=1))):
        return {one.person.first_name for one in links_of(user, person)}


def test_each_record_tells_of_the_other_and_both_stay_as_they_are() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    before = list(Person.objects.order_by("pk").values())
    link = linked(one, two)
    assert list(Person.objects.order_by("pk").values()) == before
    assert (others(cast.ANNA, one), others(cast.ANNA, two)) == ({"Muhammad"}, {"Mohamed"})
    assert (link.linked_by, link.reasons) == (cast.user(cast.ANNA), [Reason("same_birth").as_row()])
    assert Event.objects.filter(verb="matching.linked").count() == 2


def test_three_records_are_one_person_and_parting_one_leaves_the_other_two() -> None:
    one, two, three = somebody("Mohamed"), somebody("Muhammad"), somebody("Mohammed")
    first, second = linked(one, two), linked(two, three)
    assert others(cast.ANNA, one) == {"Muhammad", "Mohammed"}
    with pytest.raises(LinkRefused):
        linked(one, three)
    anna = cast.user(cast.ANNA)
    unlink_people(link=second, reason="Due passaporti", by=anna, at=LATER)
    assert (others(cast.ANNA, one), others(cast.ANNA, three)) == ({"Muhammad"}, set())
    unlink_people(link=first, reason="Due passaporti", by=anna, at=LATER)
    assert others(cast.ANNA, one) == set()
    with pytest.raises(LinkRefused):
        unlink_people(link=first, reason="Due passaporti", by=anna, at=LATER)


def test_search_shows_them_once_with_the_other_spellings() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    anna, given = cast.user(cast.ANNA), Given("Mohamed", "Finti", birth_date=BORN)
    with acting(acting_for(anna, at=LATER)):
        assert len(similar_people(anna, given, TODAY)) == 2
    linked(one, two)
    with acting(acting_for(anna, at=LATER)):
        (only,) = similar_people(anna, given, TODAY)
        assert similar_to(anna, one, TODAY) == []
    assert (only.card.name, only.also) == ("Mohamed Finti", ("Muhammad Finti",))


def test_who_sees_only_one_of_them_learns_of_no_other() -> None:
    one, two = somebody("Mohamed", "Finti", BORN, cast.ANNA, cast.GIULIA), somebody("Muhammad")
    link = linked(one, two)
    assert others(cast.GIULIA, one) == set()
    giulia = cast.user(cast.GIULIA)
    with acting(acting_for(giulia, at=LATER)):
        assert not PersonLink.objects.exists()
        with pytest.raises(LinkRefused, match="solo una"):
            link_people(one=one, other=two, reasons=[], by=giulia, at=LATER)
    assert PersonLink.objects.get(pk=link.pk).ended_at is None


def test_two_records_joined_by_one_that_is_not_seen_are_one_person_all_the_same() -> None:
    one = somebody("Mohamed", "Finti", BORN, cast.ANNA, cast.GIULIA)
    two, three = somebody("Muhammad"), somebody("Mohammed", "Finti", BORN, cast.ANNA, cast.GIULIA)
    linked(one, two)
    linked(two, three)
    assert others(cast.GIULIA, one) == {"Mohammed"}


@pytest.mark.parametrize("how", ["fenced", "barred"])
def test_no_way_leads_through_somebody_kept_apart(how: str) -> None:
    made = family_in_charge()
    lucia = made.family.lucia
    one = somebody("Lucia", "Campioni", BORN, cast.ANNA, cast.GIULIA)
    three = somebody("Luciana", "Campioni", BORN, cast.ANNA, cast.GIULIA)
    linked(one, lucia)
    linked(lucia, three)
    assert others(cast.GIULIA, one) == {"Luciana"}
    if how == "fenced":
        move_case(
            case=made.case,
            compartment="violence",
            staying=[],
            whole=[lucia],
            reason="prova",
            by=made.anna,
            at=NOW,
        )
    else:
        bar(
            user=cast.user(cast.GIULIA), persons=[lucia], reason="relative", source="x", by=made.carla, at=NOW
        )
    assert others(cast.GIULIA, one) == set()


@pytest.mark.parametrize("username", [cast.DARIO, cast.BRUNO, cast.MARCO])
def test_who_may_not_link_is_refused(username: str) -> None:
    one, two = somebody("A", "Finti", BORN, username), somebody("B", "Finti", BORN, username)
    by = cast.user(username)
    with pytest.raises(NotPermitted):
        link_people(one=one, other=two, reasons=[], by=by, at=LATER)
    with pytest.raises(NotPermitted):
        part_people(one=one, other=two, reason="x", by=by, at=LATER)


def test_a_record_is_not_linked_with_itself_nor_twice() -> None:
    one, two = somebody("A"), somebody("B")
    with pytest.raises(LinkRefused):
        linked(one, one)
    linked(two, one)
    with pytest.raises(LinkRefused):
        linked(one, two)


def test_a_reason_is_asked_to_part() -> None:
    one, two = somebody("A"), somebody("B")
    link, anna = linked(one, two), cast.user(cast.ANNA)
    with pytest.raises(LinkRefused) as refusal:
        unlink_people(link=link, reason="  ", by=anna, at=LATER)
    assert refusal.value.field == "reason"
    with pytest.raises(LinkRefused, match="sciogli"):
        part_people(one=one, other=two, reason="x", by=anna, at=LATER)


def test_restricted_data_are_joined_to_nothing_and_parted_from_nothing() -> None:
    one, two, three = somebody("A"), somebody("B"), somebody("C")
    link, anna = linked(one, two), cast.user(cast.ANNA)
    from uuid import uuid4

    restrict_person(person_id=one.pk, ground="accuracy", reason="x", request=uuid4(), by=anna, at=NOW)
    with pytest.raises(OperationRefused, match="limitat"):
        linked(one, three)
    with pytest.raises(OperationRefused, match="limitat"):
        unlink_people(link=link, reason="x", by=anna, at=LATER)
    with pytest.raises(DatabaseError, match="restricted"), transaction.atomic():
        PersonLink.objects.filter(pk=link.pk).update(note="y")


def test_the_night_proposes_to_whoever_sees_both_and_looking_twice_changes_nothing() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    somebody("Rosa", "Esempi")
    somebody("Mohamed", "Finti", date(1955, 12, 30))
    assert (look_for_pairs(at=NOW), look_for_pairs(at=NOW)) == (1, 0)
    (pair,) = Pair.objects.all()
    assert {pair.first, pair.second} == {one, two}
    assert pair.strength == "very_alike"
    assert {row["code"] for row in pair.reasons} == {"transliteration", "same_birth"}
    for username, seen in ((cast.ANNA, 1), (cast.GIULIA, 0), (cast.CARLA, 0), (cast.DARIO, 0)):
        user = cast.user(username)
        with acting(acting_for(user, at=LATER)):
            assert (pairs_to_look_at(user).count(), Pair.objects.count()) == (seen, seen)


def test_two_people_are_not_proposed_again_until_something_new_is_known() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    look_for_pairs(at=NOW)
    part_people(one=one, other=two, reason="Due madri", by=cast.user(cast.ANNA), at=LATER)
    assert look_for_pairs(at=LATER) == 0
    assert Pair.objects.get().state == "different"
    Person.objects.filter(pk=one.pk).update(birth_place="Z330")
    assert look_for_pairs(at=LATER) == 1
    assert Pair.objects.get().state == "open"
    assert NotTheSame.objects.get().reason == "Due madri"


def test_the_page_of_similar_records_tells_two_people_apart_until_something_new_is_known() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    anna = cast.user(cast.ANNA)

    def told(of: Person) -> tuple[list[str], list[str]]:
        with acting(acting_for(anna, at=LATER)):
            alike = [found.card.name for found in similar_to(anna, of, TODAY)]
            return alike, [f"{row.person}: {row.row.reason}" for row in parted_from(anna, of, [])]

    assert told(one) == (["Muhammad Finti"], [])
    part_people(one=two, other=one, reason="Due madri", by=anna, at=LATER)
    assert told(one) == ([], ["Muhammad Finti: Due madri"])
    assert told(two) == ([], ["Mohamed Finti: Due madri"])
    Person.objects.filter(pk=one.pk).update(birth_place="Z330")
    assert told(two) == (["Mohamed Finti"], ["Mohamed Finti: Due madri"])


def test_whoever_does_not_read_a_protected_telephone_parts_them_for_good() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    add_contact(person=one, kind="phone", value="0573 555 777", on=TODAY)
    protect_person(
        person=one, kind="address", reason="violence_centre", source="C", starts_on=TODAY,
        by=cast.user(cast.ANNA), at=NOW,
    )  # fmt: skip
    giulia = cast.user(cast.GIULIA)
    for person in (one, two):
        grant_access(person=person, user=giulia, depth=30, reason="co_work", by=None, at=NOW - timedelta(1))
    with acting(acting_for(giulia, at=LATER)):
        (side, _other) = sides_of(giulia, [one.pk, two.pk], TODAY).values()
        assert side.known.phones == frozenset()
        part_people(one=one, other=two, reason="Due documenti", by=giulia, at=LATER)
    assert look_for_pairs(at=LATER) == 0


def test_what_was_parted_without_a_proposal_is_not_proposed() -> None:
    one, two = somebody("Mohamed"), somebody("Muhammad")
    link = linked(one, two)
    assert look_for_pairs(at=NOW) == 0
    unlink_people(link=link, reason="Due passaporti", by=cast.user(cast.ANNA), at=LATER)
    assert look_for_pairs(at=LATER) == 0


def test_what_is_set_aside_waits_until_something_new_is_known() -> None:
    one = somebody("Mohamed")
    somebody("Muhammad")
    look_for_pairs(at=NOW)
    anna = cast.user(cast.ANNA)
    set_aside(pair=Pair.objects.get(), by=anna, at=LATER)
    assert look_for_pairs(at=LATER) == 0
    assert (pairs_to_look_at(anna).count(), pairs_to_look_at(anna, left=True).count()) == (0, 1)
    Person.objects.filter(pk=one.pk).update(sex="m")
    assert look_for_pairs(at=LATER) == 1
    assert pairs_to_look_at(anna).count() == 1


@pytest.mark.parametrize("how", ["case", "whole", "restricted"])
def test_nobody_kept_apart_is_ever_proposed(how: str) -> None:
    """Proposed before, and taken away: what is hidden could leak."""
    made = family_in_charge()
    lucia = made.family.lucia
    create_person(first_name="Luciana", last_name="Campioni", birth_date=lucia.birth_date, by=None, at=NOW)
    assert look_for_pairs(at=NOW) == 1
    if how == "restricted":
        restrict_person(
            person_id=lucia.pk, ground="accuracy", reason="x", request=made.case.pk, by=made.carla, at=NOW
        )
    else:
        whole: list[Any] = [lucia] if how == "whole" else []
        move_case(
            case=made.case, compartment="violence", staying=[], whole=whole, reason="x", by=made.anna, at=NOW
        )
    assert look_for_pairs(at=NOW) == 0
    assert Pair.objects.count() == 0


@settings(max_examples=12)
@drawn(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=5))
def test_records_joined_in_any_order_are_one_group(joins: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        people = [somebody(name) for name in "ABCDE"]
        groups = [{number} for number in range(5)]
        for one, other in joins:
            try:
                linked(people[one], people[other])
            except LinkRefused:
                assert other in next(group for group in groups if one in group)
                continue
            merged = {number for group in groups if {one, other} & group for number in group}
            groups = [group for group in groups if not group & merged] + [merged]
        told = together_with([person.pk for person in people])
        index = {person.pk: number for number, person in enumerate(people)}
        found = {(index[one], index[other]) for one, other in told}
        assert found == {(a, b) for group in groups for a in group for b in group if a != b}
        transaction.set_rollback(True)
