"""Relatives, kinship, bonds and the network: who writes, who reads, what is drawn."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases import operations as cases
from accanto.casework.cases.household import known_members
from accanto.casework.cases.models import NetworkContact
from accanto.casework.cases.operations import Contact
from accanto.casework.record import operations
from accanto.casework.record.family import family_of
from accanto.casework.record.models import Bond, Relationship
from accanto.casework.record.operations import Pair
from accanto.core.drawing.family_tree import Link
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.people.households.models import Member
from accanto.people.households.operations import end_membership
from accanto.people.matching.given import Given
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import correct_identity, grant_many, restrict_person
from tests import cast
from tests.casework.record.conftest import as_seen, enter
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, looked_for

pytestmark = pytest.mark.django_db


def key(person: object) -> str:
    return f"p{person.pk}"  # type: ignore[attr-defined]


def grandmother(made: Situation):  # type: ignore[no-untyped-def]
    ada = operations.add_relative(
        case=made.case, name="Ada", sex="f", birth_year=1950, deceased=True, by=made.anna, at=NOW
    )
    operations.say_relationship(
        case=made.case, pair=Pair(f"r{ada.pk}", key(made.family.lucia)), kind="parent", by=made.anna, at=NOW
    )
    return ada


def test_a_family_of_three_generations_is_drawn_and_said(
    made: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    grandmother(made)
    operations.say_bond(
        case=made.case,
        pair=Pair(key(made.family.lucia), key(made.family.marta)),
        quality="close",
        by=made.anna,
        at=NOW,
    )
    client = enter(cast.ANNA)
    with django_assert_max_num_queries(22):
        page = client.get(reverse("record_family", args=[made.case.pk])).content.decode()
    for words in ("Ada, fuori dal nucleo, non più in vita", "Genitore di", "Molto uniti", "ac-bond"):
        assert words.lower() in page.lower(), words
    assert 'style="' not in page
    case = as_seen(made, made.anna)
    members = known_members(case.household, TODAY, Depth.WORK)
    drawn = family_of(case, made.anna, members, TODAY)
    assert {one.name for one in drawn.people} == {"Lucia", "Marta", "Nico", "Ada"}


def test_who_has_left_stays_drawn_where_a_tie_names_them(made: Situation) -> None:
    lucia, nico = made.family.lucia, made.family.nico
    operations.say_bond(
        case=made.case, pair=Pair(key(lucia), key(nico)), quality="close", by=made.anna, at=NOW
    )
    member = Member.objects.get(household=made.case.household, person=nico)
    end_membership(member=member, on=TODAY, by=made.anna, at=NOW)
    page = enter(cast.ANNA).get(reverse("record_family", args=[made.case.pk]))
    assert page.status_code == 200
    case = as_seen(made, made.anna)
    drawn = family_of(case, made.anna, known_members(case.household, TODAY, Depth.WORK), TODAY)
    assert {one.name: one.outside for one in drawn.people} == {"Lucia": False, "Marta": False, "Nico": True}


def test_violence_is_told_only_to_those_who_work_on_the_case(made: Situation) -> None:
    ada = grandmother(made)
    operations.say_bond(
        case=made.case,
        pair=Pair(f"r{ada.pk}", key(made.family.lucia)),
        quality="violence",
        by=made.anna,
        at=NOW,
    )
    grant_many(
        persons=[made.family.lucia, made.family.marta, made.family.nico],
        user=cast.user(cast.GIULIA),
        depth=Depth.READ,
        reason=GrantReason.ASKED,
        context=made.case.pk,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    url = reverse("record_family", args=[made.case.pk])
    mine, theirs = (enter(one).get(url).content.decode() for one in (cast.ANNA, cast.GIULIA))
    assert "ac-bond-violence" in mine
    assert "Violenza" in mine
    assert "iolenza" not in theirs
    assert "Ada" in theirs
    assert "violenza" not in enter(cast.GIULIA).get(reverse("case", args=[made.case.pk])).content.decode()


def test_a_family_that_cannot_be_is_refused_in_words(made: Situation) -> None:
    lucia, marta = key(made.family.lucia), key(made.family.marta)
    other = family_in_charge("Altrui", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    say = {"case": made.case, "by": made.anna, "at": NOW}
    operations.say_relationship(pair=Pair(lucia, marta), kind="parent", **say)
    for pair in (
        Pair(lucia, lucia),
        Pair(marta, lucia),
        Pair(lucia, key(other.family.lucia)),
        Pair(lucia, "r999999"),
        Pair(lucia, "x"),
        Pair(lucia, marta, TODAY + timedelta(days=1)),
    ):
        with pytest.raises(OperationRefused):
            operations.say_relationship(pair=pair, kind="parent", **say)
    assert Relationship.objects.count() == 1


def test_who_stands_near_restricted_people_stays_as_it_is(made: Situation) -> None:
    """Refused in words: the database would refuse it too."""
    add = {"case": made.case, "by": made.anna, "at": NOW}
    near = cases.add_contact_to_network(
        contact=Contact("Maestra Finti", "teacher", relation_to=made.family.lucia.pk), **add
    )
    aunt = operations.add_relative(name="Ada", sex="f", **add)
    operations.say_bond(pair=Pair(f"r{aunt.pk}", key(made.family.lucia)), quality="close", **add)
    restrict_person(
        person_id=made.family.lucia.pk, request=uuid4(), ground="accuracy", reason="Dice che è sbagliata",
        by=made.carla, at=NOW,
    )  # fmt: skip
    changed = Contact("Maestra Fintissima", "teacher")
    with pytest.raises(OperationRefused, match="limitati dal "):
        cases.change_network_contact(contact=near, facts=changed, expected=1, by=made.anna, at=NOW)
    with pytest.raises(OperationRefused, match="limitati"):
        cases.end_network_contact(contact=near, ends_on=TODAY, reason="x", by=made.anna, at=NOW)
    with pytest.raises(OperationRefused, match="limitati"):
        operations.take_relative_away(relative=aunt, by=made.anna, at=NOW)
    near.refresh_from_db()
    assert (near.name, near.ends_on) == ("Maestra Finti", None)
    assert Bond.objects.get().mistaken is False


def test_what_is_known_of_restricted_people_stays_as_it_is(made: Situation) -> None:
    restrict_person(
        person_id=made.family.lucia.pk,
        request=uuid4(),
        ground="accuracy",
        reason="Dice che la data è sbagliata",
        by=made.carla,
        at=NOW,
    )
    with pytest.raises(OperationRefused, match="limitati"):
        operations.say_bond(
            case=made.case,
            pair=Pair(key(made.family.lucia), key(made.family.marta)),
            quality="close",
            by=made.anna,
            at=NOW,
        )
    assert not Bond.objects.exists()


def test_somebody_of_the_network_is_added_changed_and_ended(made: Situation) -> None:
    add = {"case": made.case, "by": made.anna, "at": NOW}
    row = cases.add_contact_to_network(
        contact=Contact("Maestra Finti", "teacher", phone="0573 555 01"), **add
    )
    again = cases.add_contact_to_network(contact=Contact("maestra finti", "teacher"), **add)
    assert row == again
    cases.change_network_contact(
        contact=row, facts=Contact("Maestra Finti", "teacher", tie="strong"), expected=1, by=made.anna, at=NOW
    )
    with pytest.raises(ChangedMeanwhile):
        cases.change_network_contact(
            contact=row, facts=Contact("Altra", "teacher"), expected=1, by=made.anna, at=NOW
        )
    page = enter(cast.ANNA).get(reverse("record_family", args=[made.case.pk])).content.decode()
    assert "ac-eco-strong" in page
    cases.end_network_contact(contact=row, ends_on=TODAY, reason="Cambia scuola", by=made.anna, at=NOW)
    assert not NetworkContact.objects.present(TODAY).exists()
    assert (
        "ac-eco-strong"
        not in enter(cast.ANNA).get(reverse("record_family", args=[made.case.pk])).content.decode()
    )


def test_partners_and_strangers_do_not_find_these_pages(made: Situation) -> None:
    grandmother(made)
    grant_many(
        persons=[made.family.lucia],
        user=cast.user(cast.BRUNO),
        depth=Depth.TEAM,
        reason=GrantReason.TEAM,
        context=made.case.pk,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    for name in ("record_family", "record_reports", "record_notes", "record_dossier"):
        for who in (cast.BRUNO, cast.GIULIA):
            assert enter(who).get(reverse(name, args=[made.case.pk])).status_code == 404


def born(made: Situation, parent: Person, on: date) -> Person:
    member = Member.objects.get(household=made.case.household, person=parent, ends_on=None)
    change = cases.record_birth(
        case=made.case, parents=[member], by=made.anna, at=NOW,
        **looked_for(Given("Rosa", "Prova", "f", on), made.anna),
    )  # fmt: skip
    assert change.person is not None
    return change.person


def test_the_parent_chosen_at_a_birth_is_kept_and_drawn(made: Situation) -> None:
    """A partner's child is «altro componente» to the reference person: only the kinship says whose child it is."""
    piera = cases.join_household(
        case=made.case, relation="partner", reason="x", starts_on=TODAY - timedelta(days=30), by=made.anna,
        at=NOW, **looked_for(Given("Piera", "Prova", "f", date(1995, 1, 1)), made.anna),
    ).person  # fmt: skip
    rosa = born(made, piera, TODAY)
    said = Relationship.objects.get()
    assert (said.one_person, said.kind, said.other_person) == (piera, "parent", rosa)
    case = as_seen(made, made.anna)
    drawn = family_of(case, made.anna, known_members(case.household, TODAY, Depth.WORK), TODAY)
    ties = [(tie.kind, tie.one, tie.other) for tie in drawn.ties if key(rosa) in (tie.one, tie.other)]
    assert ties == [(Link.PARENT, key(piera), key(rosa))]


def test_a_birth_is_written_also_where_the_data_of_the_mother_are_restricted(made: Situation) -> None:
    restrict_person(
        person_id=made.family.lucia.pk, request=uuid4(), ground="accuracy", reason="x", by=made.carla, at=NOW
    )
    rosa = born(made, made.family.lucia, TODAY)
    assert Member.objects.filter(person=rosa, ends_on=None).count() == 1
    assert not Relationship.objects.exists()


def test_a_parent_is_born_before_the_child_wherever_it_is_said(made: Situation) -> None:
    lucia, marta, nico = made.family.lucia, made.family.marta, made.family.nico
    # Marta is a child herself: nothing said of her to the reference person tells whose mother she is.
    with pytest.raises(OperationRefused, match="Marta Campioni") as refusal:
        born(made, marta, date(2016, 1, 1))
    assert refusal.value.field == "parents"
    assert not Person.objects.filter(first_name="Rosa").exists()
    young = operations.add_relative(
        case=made.case, name="Ada", sex="f", birth_year=1988, by=made.anna, at=NOW
    )
    for parent, child in ((key(nico), key(lucia)), (f"r{young.pk}", key(lucia))):
        with pytest.raises(OperationRefused) as refusal:
            operations.say_relationship(
                case=made.case, pair=Pair(parent, child), kind="parent", by=made.anna, at=NOW
            )
        assert refusal.value.field == "kind"
    assert not Relationship.objects.exists()


def test_a_day_of_birth_is_corrected_against_the_parents_that_were_said(made: Situation) -> None:
    lucia = made.family.lucia
    grandmother(made)
    with pytest.raises(OperationRefused, match="Ada") as refusal:
        correct_identity(person=lucia, field="birth_date", value=date(1949, 1, 1), by=made.anna, at=NOW)
    assert refusal.value.field == "birth_date"
    lucia.refresh_from_db()
    assert lucia.birth_date is not None
    assert lucia.birth_date.year == 1988
    correct_identity(person=lucia, field="birth_date", value=date(1987, 1, 1), by=made.anna, at=NOW)
