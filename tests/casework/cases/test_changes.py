"""Households split, join, move; somebody is born or dies: written once, and what it touches proposed one by one."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accanto.casework.agenda.models import Place
from accanto.casework.agenda.operations import invite, take_place
from accanto.casework.agenda.operations.places import Whom
from accanto.casework.cases import consequences
from accanto.casework.cases.models import Appointment, Case, Deadline, HouseholdChange
from accanto.casework.cases.operations import (
    AlreadyAnswered,
    accept_proposal,
    book_appointment,
    join_case,
    leave_proposal,
    move_case_household,
    record_birth,
    record_death_of,
    split_case,
)
from accanto.casework.mandates.models import Measure
from accanto.casework.mandates.operations import TermFacts, add_hearing, register_measure
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.households.extract import _households as households_told
from accanto.people.households.models import Member
from accanto.people.households.operations import add_member, end_membership
from accanto.people.households.queries import members_of
from accanto.people.matching.given import Given
from accanto.people.persons.extracts import Subject
from accanto.people.persons.models import Person, Residence
from accanto.people.persons.operations import declare_pregnancy, protect_person
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.agenda.situation import slot
from tests.casework.mandates.conftest import order as court_order
from tests.casework.mandates.test_administrators import appointed
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, looked_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def member(made: Situation, person: Person) -> Member:
    return Member.objects.get(household=made.family.household, person=person, ends_on=None)


def names(household: object) -> dict[str, str]:
    rows = Member.objects.filter(household=household, ends_on=None)  # type: ignore[misc]
    return dict(rows.values_list("person__first_name", "relation"))


def meeting(made: Situation) -> Appointment:
    starts = NOW + timedelta(days=3)
    return book_appointment(
        case=made.case, kind="interview", starts_at=starts, ends_at=starts + timedelta(hours=1),
        operators=[made.anna], by=made.anna, at=NOW,
    )  # fmt: skip


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_a_household_splits_and_the_new_one_may_be_followed_too(made: Situation) -> None:
    nico = member(made, made.family.nico)
    lucia = member(made, made.family.lucia)
    change = split_case(
        case=made.case, leaving={lucia: "reference", nico: "child"}, label="Campioni Nuovi", follow=True,
        note="separazione", by=made.anna, at=NOW, on=TODAY, new_reference=member(made, made.family.marta),
    )  # fmt: skip
    assert names(made.family.household) == {"Marta": "reference"}
    assert names(change.other) == {"Lucia": "reference", "Nico": "child"}
    fresh = Case.objects.get(household=change.other)
    assert (fresh.responsible, fresh.opening.source, fresh.opening.source_id) == (
        made.anna, "other_case", made.case.pk,
    )  # fmt: skip


def test_a_split_leaves_somebody_on_each_side_each_with_a_reference_person(made: Situation) -> None:
    lucia, marta = member(made, made.family.lucia), member(made, made.family.marta)
    told = {"label": "Nuovi", "follow": False, "note": "x", "by": made.anna, "at": NOW, "on": TODAY}
    everybody = dict.fromkeys(Member.objects.filter(household=made.family.household), "other")
    for leaving, field in (({}, "leaving"), (everybody, "leaving"), ({lucia: "reference"}, "new_reference")):
        with pytest.raises(OperationRefused) as refusal:
            split_case(case=made.case, leaving=leaving, **told)  # type: ignore[arg-type]
        assert refusal.value.field == field
    with pytest.raises(OperationRefused, match="riferimento"):
        split_case(case=made.case, leaving={marta: "child"}, **told)  # type: ignore[arg-type]
    assert len(names(made.family.household)) == 3


def test_two_households_that_one_follows_become_one(made: Situation) -> None:
    other = family_in_charge("Modello")
    join_case(
        case=made.case,
        other=other.family.household,
        relations={},
        note="convivenza",
        by=made.anna,
        at=NOW,
        on=TODAY,
    )
    assert Member.objects.filter(household=made.family.household, ends_on=None).count() == 6
    assert not Member.objects.filter(household=other.family.household, ends_on=None).exists()
    change = HouseholdChange.objects.get()
    told = consequences.proposals(change, made.anna, NOW)
    assert [p.title for p in told if p.code == "case"] == [f"Il caso {other.case.number} si può chiudere"]


def test_a_household_that_somebody_else_follows_is_not_joined(made: Situation) -> None:
    other = family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    with pytest.raises(OperationRefused) as refusal:
        join_case(
            case=made.case,
            other=other.family.household,
            relations={},
            note="x",
            by=made.anna,
            at=NOW,
            on=TODAY,
        )
    assert refusal.value.field == "other"


def test_when_the_town_changes_it_is_proposed_to_hand_the_case_over(made: Situation) -> None:
    Residence.objects.filter(person=made.family.lucia).update(protected=True)
    change = move_case_household(
        case=made.case, persons=[made.family.lucia, made.family.marta],
        municipality=Municipality.objects.get(name="Quarrata"), address="Via dei Modelli 3", note="x",
        by=made.anna, at=NOW, on=TODAY,
    )  # fmt: skip
    told = [p for p in consequences.proposals(change, made.anna, NOW) if p.code == "unit"]
    assert [p.url for p in told] == [reverse("case_hand_over", args=[made.case.pk])]
    present = Residence.objects.get(person=made.family.lucia, ends_on=None)
    assert (present.municipality.name, present.protected) == ("Quarrata", True)
    assert Residence.objects.filter(person=made.family.lucia, ends_on=TODAY).count() == 1
    assert Residence.objects.get(person=made.family.nico, ends_on=None).municipality.name == "Pistoia"


def test_a_child_is_born_lives_with_the_parent_and_the_pregnancy_is_proposed_as_over(made: Situation) -> None:
    declare_pregnancy(person=made.family.lucia, expected_on=TODAY + timedelta(days=5), at=NOW)
    change = record_birth(
        case=made.case, **looked_for(Given("O", "D'Angelò", "f", TODAY), made.anna),
        parents=[member(made, made.family.lucia)], by=made.anna, at=NOW,
    )  # fmt: skip
    assert names(made.family.household)["O"] == "child"
    child = Person.objects.get(first_name="O")
    assert Residence.objects.get(person=child).municipality.name == "Pistoia"
    assert Person.objects.visible_to(made.anna).filter(pk=child.pk).exists()
    (pregnancy,) = [p for p in consequences.proposals(change, made.anna, NOW) if p.code == "pregnancy"]
    accept_proposal(change=change, code="pregnancy", subject=pregnancy.subject, by=made.anna, at=NOW)
    assert not made.family.lucia.pregnancies.filter(ended_on=None).exists()


BORN, LEARNT = TODAY - timedelta(days=3), TODAY - timedelta(days=10)


def born_since(made: Situation) -> Member:
    """A child who was born after what is written next."""
    child = record_birth(
        case=made.case, **looked_for(Given("Rosa", "Campioni", "f", BORN), made.anna),
        parents=[member(made, made.family.lucia)], by=made.anna, at=NOW,
    ).person  # fmt: skip
    return Member.objects.get(person=child)


def days(person: Person) -> list[tuple[str, date | None, date | None]]:
    rows = Member.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("relation", "starts_on", "ends_on"))


def test_a_death_learnt_after_a_birth_passes_the_reference_from_each_ones_first_day(made: Situation) -> None:
    rosa = born_since(made)
    began = member(made, made.family.marta).starts_on
    record_death_of(
        case=made.case, member=member(made, made.family.lucia),
        new_reference=member(made, made.family.marta), by=made.anna, at=NOW, on=LEARNT,
    )  # fmt: skip
    assert days(made.family.marta) == [("child", began, LEARNT), ("reference", LEARNT, None)]
    assert days(rosa.person) == [("child", BORN, BORN), ("sibling", BORN, None)]
    assert [row.person for row in members_of(made.family.household, BORN)].count(rosa.person) == 1
    subject = Subject(
        person=rosa.person, on=TODAY, spans={}, households=frozenset({made.family.household.pk}),
        sheltered=False, hide=str,
    )  # fmt: skip
    (told,) = households_told(subject)
    assert {fact.name: fact.value for fact in told.facts}["starts_on"] == BORN


def test_a_split_or_a_junction_learnt_after_a_birth_takes_the_child_along(made: Situation) -> None:
    rosa, lucia = born_since(made), member(made, made.family.lucia)
    split = split_case(
        case=made.case, leaving={lucia: "reference", rosa: "child"}, label="Nuovi", follow=True, note="x",
        by=made.anna, at=NOW, on=LEARNT, new_reference=member(made, made.family.marta),
    )  # fmt: skip
    assert split.other is not None
    here = Member.objects.filter(household=split.other)
    assert dict(here.values_list("person__first_name", "starts_on")) == {"Lucia": LEARNT, "Rosa": BORN}
    assert (
        Member.objects.filter(household=made.family.household, person=rosa.person, ends_on=None).count() == 0
    )
    join_case(case=made.case, other=split.other, relations={}, note="x", by=made.anna, at=NOW, on=LEARNT)
    back = Member.objects.filter(household=made.family.household, ends_on=None)
    assert dict(back.values_list("person__first_name", "starts_on")) == {
        "Marta": LEARNT, "Nico": LEARNT, "Lucia": LEARNT, "Rosa": BORN,
    }  # fmt: skip


def test_who_leaves_before_they_came_is_named(made: Situation) -> None:
    rosa = born_since(made)
    with pytest.raises(OperationRefused, match="Rosa Campioni") as refusal:
        end_membership(member=rosa, on=LEARNT, by=made.anna, at=NOW)
    assert refusal.value.field == "ends_on"


def test_a_death_ends_nothing_by_itself_and_each_thing_is_accepted_or_left(made: Situation) -> None:
    appointment = meeting(made)
    lucia = member(made, made.family.lucia)
    with pytest.raises(OperationRefused) as needs:
        record_death_of(case=made.case, member=lucia, by=made.anna, at=NOW, on=TODAY)
    assert needs.value.field == "new_reference"
    change = record_death_of(
        case=made.case,
        member=lucia,
        new_reference=member(made, made.family.marta),
        by=made.anna,
        at=NOW,
        on=TODAY,
    )
    assert Person.objects.get(pk=made.family.lucia.pk).died_on == TODAY
    told = {p.code: p for p in consequences.proposals(change, made.anna, NOW)}
    assert {"membership", "appointment", "pathway"} <= set(told)
    appointment.refresh_from_db()
    assert appointment.state == "planned"
    accept_proposal(
        change=change, code="appointment", subject=told["appointment"].subject, by=made.anna, at=NOW
    )
    leave_proposal(change=change, code="pathway", subject=told["pathway"].subject, by=made.anna, at=NOW)
    accept_proposal(
        change=change, code="membership", subject=told["membership"].subject, by=made.anna, at=NOW
    )
    appointment.refresh_from_db()
    assert appointment.state == "cancelled"
    assert names(made.family.household)["Marta"] == "reference"
    assert "Lucia" not in names(made.family.household)
    with pytest.raises(AlreadyAnswered):
        accept_proposal(
            change=change, code="appointment", subject=told["appointment"].subject, by=made.anna, at=NOW
        )
    with pytest.raises(NotPermitted):
        leave_proposal(change=change, code="x", subject="x", by=cast.user(cast.GIULIA), at=NOW)


@pytest.fixture
def full(made: Situation) -> Situation:
    """One of each thing that may be open: measure, report, hearing, administrator, meeting, places, protection."""
    measure = register_measure(
        case=made.case, order=court_order(made, terms=[TermFacts(from_on=date(2027, 1, 31))]), by=made.anna, at=NOW
    )  # fmt: skip
    add_hearing(
        measure=measure, starts_at=NOW + timedelta(days=20), place="Firenze", about="", operators=[made.anna],
        by=made.anna, at=NOW,
    )  # fmt: skip
    appointed(made)
    meeting(made)
    protect_person(
        person=made.family.lucia, kind="whereabouts", reason="violence_centre", source="Centro", starts_on=TODAY,
        by=made.anna, at=NOW,
    )  # fmt: skip
    hour = slot(capacity=3)
    take_place(slot=hour, person=made.family.lucia, by=made.anna, at=NOW)
    invite(slots=[hour], whom=[Whom(case=made.case)], reply_by=TODAY, by=made.anna, at=NOW)
    return made


def told_of(change: HouseholdChange, by: User) -> list[str]:
    return sorted(p.code for p in consequences.proposals(change, by, NOW))


def test_a_death_proposes_each_open_thing_and_touches_none(full: Situation) -> None:
    change = record_death_of(
        case=full.case, member=member(full, full.family.lucia),
        new_reference=member(full, full.family.marta), by=full.anna, at=NOW, on=TODAY,
    )  # fmt: skip
    told = consequences.proposals(change, full.anna, NOW)
    running = Deadline.objects.filter(case=full.case, state="open")
    assert sorted(p.code for p in told if p.code != "deadline_look") == [
        "administrator", "appointment", "measure", "membership", "pathway", "place", "place", "protection",
    ]  # fmt: skip
    looked_at = [p for p in told if p.code == "deadline_look"]
    assert {p.subject for p in looked_at} == {str(pk) for pk in running.values_list("pk", flat=True)}
    assert {"mandates.report", "mandates.hearing"} <= set(running.values_list("code", flat=True))
    assert all(p.url for p in looked_at)
    assert Measure.objects.get().state == "in_force"
    assert set(Place.objects.values_list("state", flat=True)) == {"booked", "invited"}
    for place in [p for p in told if p.code == "place"]:
        accept_proposal(change=change, code="place", subject=place.subject, by=full.anna, at=NOW)
    assert set(Place.objects.values_list("state", flat=True)) == {"cancelled"}
    # What is looked at on its page goes on running.
    accept_proposal(change=change, code="deadline_look", subject=looked_at[0].subject, by=full.anna, at=NOW)
    assert running.filter(pk=looked_at[0].subject).exists()


def test_who_moves_away_and_who_is_born_are_told_of_where_a_court_decided(full: Situation) -> None:
    moved = move_case_household(
        case=full.case, persons=[full.family.lucia], municipality=Municipality.objects.get(name="Quarrata"),
        address="", note="x", by=full.anna, at=NOW, on=TODAY,
    )  # fmt: skip
    told = told_of(moved, full.anna)
    assert {"administrator", "appointment", "measure", "place", "protection", "unit"} <= set(told)
    born = record_birth(
        case=full.case, **looked_for(Given("O", "Campioni", "f", TODAY), full.anna),
        parents=[member(full, full.family.lucia)], by=full.anna, at=NOW,
    )  # fmt: skip
    assert told_of(born, full.anna) == ["measure", "pathway"]


def test_a_measure_that_concerns_others_is_not_proposed_for_whoever_leaves(full: Situation) -> None:
    away = record_death_of(
        case=full.case, member=member(full, full.family.nico), by=full.anna, at=NOW, on=TODAY
    )
    assert {"administrator", "measure", "protection"} & set(told_of(away, full.anna)) == set()


def test_whoever_has_died_is_written_no_letter(made: Situation) -> None:
    from accanto.people.persons.operations import record_death

    record_death(person=made.family.lucia, on=TODAY, by=made.anna, at=NOW)
    from accanto.casework.pathways.operations import convoke
    from accanto.casework.pathways.operations.letters import LetterRefused, prepare_letter

    starts = NOW + timedelta(days=10)
    convocation = convoke(
        pathway=made.pathway,
        purpose="first",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        office=made.case.unit,
        social_worker=made.anna,
        consultant=cast.user(cast.BRUNO),
        by=made.anna,
        at=NOW,
        unusual_day_confirmed=True,
    )
    with pytest.raises(LetterRefused, match="Lucia Campioni"):
        prepare_letter(convocation=convocation, by=made.anna, at=NOW)


def test_nobody_is_twice_at_once_in_a_household(made: Situation) -> None:
    nico = member(made, made.family.nico)
    end_membership(member=nico, on=TODAY, by=made.anna, at=NOW)
    home = made.family.household
    with pytest.raises(OperationRefused, match="quel giorno"):
        add_member(
            household=home,
            person=made.family.nico,
            relation="child",
            on=date(2026, 1, 1),
            by=made.anna,
            at=NOW,
        )
    with pytest.raises(IntegrityError, match="member_not_twice_at_once"), transaction.atomic():
        Member.objects.create(
            household=home, person=made.family.nico, relation="child", starts_on=date(2026, 1, 1)
        )
    add_member(household=home, person=made.family.nico, relation="child", on=TODAY, by=made.anna, at=NOW)


def test_the_pages_of_a_change_are_for_whoever_works_on_the_case(made: Situation) -> None:
    client = enter(cast.ANNA)
    sent = {
        "persons": [member(made, made.family.nico).pk],
        "municipality": Municipality.objects.get(name="Quarrata").pk,
        "on": TODAY.isoformat(),
        "note": "dal padre",
    }
    answer = client.post(reverse("case_move_house", args=[made.case.pk]), sent)
    change = HouseholdChange.objects.get()
    url = reverse("case_change", args=[made.case.pk, change.pk])
    assert (answer.status_code, answer.url) == (302, url)
    assert "Passa il caso" in client.get(url).content.decode()
    seen = client.post(url, {"code": "unit", "subject": "unit", "decision": "left"})
    assert seen.status_code == 302
    assert change.answers.get().decision == "left"
    assert enter(cast.GIULIA).get(url).status_code == 404
    assert enter(cast.ZENO).get(url).status_code == 403
