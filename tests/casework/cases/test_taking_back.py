"""What was written of a household by mistake is put right: a death and its day, a leaving, what somebody is there."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases import consequences
from accanto.casework.cases.household import former_members
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations import (
    accept_proposal,
    correct_day_of_death,
    correct_member_of,
    join_household,
    leave_household,
    record_death_of,
    take_back_change,
)
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.models import Event
from accanto.people.households.models import Member
from accanto.people.households.operations import add_member, create_household, end_membership
from accanto.people.households.operations.undoing import correct_member
from accanto.people.matching.given import Given
from accanto.people.persons.models import AccessGrant, Person
from accanto.people.persons.operations import protect_person
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, looked_for

pytestmark = pytest.mark.django_db
EARLIER, LATER = TODAY - timedelta(days=9), TODAY - timedelta(days=2)
DAY = TODAY - timedelta(days=5)


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def member(made: Situation, person: Person) -> Member:
    return Member.objects.get(household=made.family.household, person=person, ends_on=None)


def before_birth(person: Person) -> date:
    assert person.birth_date
    return person.birth_date - timedelta(days=1)


def lives(made: Situation) -> dict[str, tuple[str, object]]:
    rows = Member.objects.filter(household=made.family.household, ends_on=None)
    return {row.person.first_name: (row.relation, row.starts_on) for row in rows.select_related("person")}


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def lucia_died(made: Situation) -> HouseholdChange:
    """Marta is the reference person since then, and the membership is over too."""
    change = record_death_of(
        case=made.case, member=member(made, made.family.lucia),
        new_reference=member(made, made.family.marta), by=made.anna, at=NOW, on=DAY,
    )  # fmt: skip
    (row,) = [p for p in consequences.proposals(change, made.anna, NOW) if p.code == "membership"]
    accept_proposal(change=change, code="membership", subject=row.subject, by=made.anna, at=NOW)
    return change


def test_a_death_of_somebody_else_is_taken_back_and_the_household_is_as_before(made: Situation) -> None:
    before = lives(made)
    change = lucia_died(made)
    assert set(lives(made)) == {"Marta", "Nico"}
    take_back_change(change=change, reason="era una omonima", by=made.anna, at=NOW)
    assert lives(made) == before
    assert Member.objects.filter(household=made.family.household).count() == 3
    assert Person.objects.get(pk=made.family.lucia.pk).died_on is None
    assert Person.objects.visible_to(made.anna).filter(pk=made.family.lucia.pk).exists()
    assert consequences.proposals(HouseholdChange.objects.get(), made.anna, NOW) == []
    step = Event.objects.get(verb="cases.household.death_taken_back")
    assert (step.context, step.params) == (
        made.case.pk, {"name": "Lucia Campioni", "reason": "era una omonima"},
    )  # fmt: skip


def test_who_came_since_is_told_anew_from_the_former_reference_person(made: Situation) -> None:
    change = lucia_died(made)
    sister = Given("Rosa", "Campioni", "f", TODAY - timedelta(days=900))
    join_household(
        case=made.case, relation="sibling", reason="x", starts_on=LATER, by=made.anna, at=NOW,
        **looked_for(sister, made.anna),
    )  # fmt: skip
    take_back_change(change=change, reason="x", by=made.anna, at=NOW)
    assert {name: told[0] for name, told in lives(made).items()} == {
        "Lucia": "reference", "Marta": "child", "Nico": "child", "Rosa": "child",
    }  # fmt: skip


@pytest.mark.parametrize("day", [EARLIER, LATER])
def test_the_day_of_a_death_is_corrected_and_the_reference_person_passed_on_that_day(
    made: Situation, day: date
) -> None:
    change = lucia_died(made)
    correct_day_of_death(change=change, on=day, reason="registro", by=made.anna, at=NOW)
    assert Person.objects.get(pk=made.family.lucia.pk).died_on == day
    assert HouseholdChange.objects.get().happened_on == day
    assert lives(made) == {"Marta": ("reference", day), "Nico": ("sibling", day)}
    rows = Member.objects.filter(household=made.family.household, ends_on__isnull=False)
    assert set(rows.values_list("ends_on", flat=True)) == {day}
    take_back_change(change=change, reason="x", by=made.anna, at=NOW)
    assert {name: told[0] for name, told in lives(made).items()} == {
        "Lucia": "reference", "Marta": "child", "Nico": "child",
    }  # fmt: skip


def test_a_day_that_cannot_be_is_refused_and_nothing_moves(made: Situation) -> None:
    change = lucia_died(made)
    for day in (TODAY + timedelta(days=1), DAY, before_birth(made.family.lucia)):
        with pytest.raises(OperationRefused) as refusal:
            correct_day_of_death(change=change, on=day, reason="x", by=made.anna, at=NOW)
        assert refusal.value.field == "on"
    assert Person.objects.get(pk=made.family.lucia.pk).died_on == DAY
    with pytest.raises(NotPermitted):
        take_back_change(change=change, reason="x", by=cast.user(cast.GIULIA), at=NOW)
    take_back_change(change=change, reason="x", by=made.anna, at=NOW)
    with pytest.raises(OperationRefused, match="già"):
        take_back_change(change=change, reason="x", by=made.anna, at=NOW)


def test_a_second_death_is_refused_and_leads_to_where_the_first_is_corrected(made: Situation) -> None:
    nico = member(made, made.family.nico)
    change = record_death_of(case=made.case, member=nico, by=made.anna, at=NOW, on=DAY)
    with pytest.raises(OperationRefused, match="Nico Campioni") as refusal:
        record_death_of(case=made.case, member=nico, by=made.anna, at=NOW, on=LATER)
    assert refusal.value.field == "on"
    assert HouseholdChange.objects.count() == 1
    answer: Any = enter(cast.ANNA).post(
        reverse("case_death", args=[made.case.pk, nico.pk]), {"on": LATER.isoformat(), "note": "x"}
    )
    assert (answer.status_code, answer.url) == (
        302, reverse("case_change", args=[made.case.pk, change.pk]),
    )  # fmt: skip


def test_from_the_page_of_the_change_also_when_the_case_has_closed_over_it(made: Situation) -> None:
    change = lucia_died(made)
    client = enter(cast.ANNA)
    page, day, back = (
        reverse(name, args=[made.case.pk, change.pk])
        for name in ("case_change", "case_change_day", "case_change_take_back")
    )
    shown = client.get(page).content.decode()
    assert day in shown
    assert back in shown
    client.post(day, {"on": LATER.isoformat(), "reason": "registro"})
    assert HouseholdChange.objects.get().happened_on == LATER
    Case.objects.filter(pk=made.case.pk).update(state="closed", closed_on=TODAY)
    answer: Any = client.post(back, {"reason": "era una omonima"})
    assert (answer.status_code, answer.url) == (302, reverse("case_household", args=[made.case.pk]))
    shown = client.get(page).content.decode()
    assert "era una omonima" in shown
    assert {day, back} & set(re.findall(r'href="([^"]+)"', shown)) == set()
    assert client.get(back).status_code == 404


def nico_left(made: Situation) -> HouseholdChange:
    leave_household(
        case=made.case, member=member(made, made.family.nico), reason="errore", ends_on=DAY, by=made.anna, at=NOW
    )  # fmt: skip
    return HouseholdChange.objects.get()


def sees(by: User, person: Person) -> bool:
    return Person.objects.visible_to(by).filter(pk=person.pk).exists()


def test_a_leaving_by_mistake_is_taken_back_and_nobody_is_written_twice(made: Situation) -> None:
    before = lives(made)
    change = nico_left(made)
    assert not sees(made.anna, made.family.nico)
    client = enter(cast.ANNA)
    home = reverse("case_household", args=[made.case.pk])
    shown = client.get(home).content.decode()
    # That somebody left is told, and not who: nobody of the case sees them any more.
    assert re.findall(r"non più qui dal ([^<]+)<", shown) == [date_words(DAY)]
    back = reverse("case_change_take_back", args=[made.case.pk, change.pk])
    assert back in client.get(reverse("case_change", args=[made.case.pk, change.pk])).content.decode()
    assert client.post(back, {"reason": "un altro Nico"}).status_code == 302
    assert lives(made) == before
    assert sees(made.anna, made.family.nico)
    assert "non più qui dal" not in client.get(home).content.decode()


@pytest.mark.parametrize("followed", ["household", "protection", "fence", "again", "closed"])
def test_a_leaving_from_which_something_followed_is_not_taken_back(made: Situation, followed: str) -> None:
    change, nico = nico_left(made), made.family.nico
    later = NOW + timedelta(hours=1)
    if followed == "household":
        create_household(label="Nuovi", members=[(nico, "reference")], by=None, at=NOW, on=EARLIER)
    elif followed == "protection":
        protect_person(
            person=nico, kind="whereabouts", reason="violence_centre", source="C", starts_on=TODAY,
            by=made.anna, at=later,
        )  # fmt: skip
    elif followed == "fence":
        Person.objects.filter(pk=nico.pk).update(compartment="adoption")
    elif followed == "again":
        add_member(household=made.family.household, person=nico, relation="child", on=TODAY, by=None, at=NOW)
    else:
        Case.objects.filter(pk=made.case.pk).update(state="closed", closed_on=TODAY)
    grants = AccessGrant.objects.filter(person=nico, ends_at=None).count()
    with pytest.raises(OperationRefused):
        take_back_change(change=change, reason="x", by=made.anna, at=later)
    assert AccessGrant.objects.filter(person=nico, ends_at=None).count() == grants
    assert HouseholdChange.objects.get().taken_back_at is None


def test_what_somebody_is_in_the_household_is_corrected_by_hand(made: Situation) -> None:
    lucia_died(made)
    nico = member(made, made.family.nico)
    client = enter(cast.ANNA)
    url = reverse("case_member_correct", args=[made.case.pk, nico.pk])
    assert url in client.get(reverse("case_household", args=[made.case.pk])).content.decode()
    first = client.get(url).context["form"].initial
    # The day is that on which the stay began, not that on which the reference person changed.
    began = Member.objects.filter(person=made.family.nico).order_by("pk")[0].starts_on
    assert first == {"relation": "sibling", "starts_on": began}
    sent = {"relation": "other", "starts_on": LATER.isoformat(), "reason": "affidato"}
    refused = client.post(url, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["starts_on"])
    assert lives(made)["Nico"] == ("sibling", DAY)
    answer = client.post(url, sent | {"starts_on": EARLIER.isoformat()})
    assert answer.status_code == 302
    assert lives(made)["Nico"] == ("other", DAY)
    rows = Member.objects.filter(person=made.family.nico).order_by("pk")
    assert list(rows.values_list("starts_on", "ends_on")) == [(EARLIER, DAY), (DAY, None)]
    step = Event.objects.get(verb="cases.household.corrected")
    assert step.params == {
        "name": "Nico Campioni",
        "relation": "altra persona del nucleo",
        "reason": "affidato",
    }


def test_a_correction_refuses_what_cannot_be(made: Situation) -> None:
    home = made.family.household
    nico, lucia = member(made, made.family.nico), member(made, made.family.lucia)
    before = lives(made)
    for row, relation, day, field in (
        (nico, "reference", EARLIER, "relation"),
        (lucia, "child", EARLIER, "relation"),
        (nico, "parent", EARLIER, "relation"),
        (nico, "child", TODAY + timedelta(days=1), "starts_on"),
        (nico, "child", before_birth(made.family.nico), "starts_on"),
    ):
        with pytest.raises(OperationRefused) as refusal:
            correct_member(member=row, relation=relation, starts_on=day, by=made.anna, at=NOW)
        assert refusal.value.field == field
    assert lives(made) == before
    # Not over another stay, either.
    end_membership(member=nico, on=EARLIER, by=made.anna, at=NOW)
    row = add_member(
        household=home, person=made.family.nico, relation="child", on=LATER, by=made.anna, at=NOW
    )
    with pytest.raises(OperationRefused) as refusal:
        correct_member(
            member=row, relation="child", starts_on=EARLIER - timedelta(days=1), by=made.anna, at=NOW
        )
    assert refusal.value.field == "starts_on"
    with pytest.raises(NotPermitted):
        correct_member_of(
            case=made.case, member=row, relation="child", starts_on=LATER, reason="x",
            by=cast.user(cast.GIULIA), at=NOW,
        )  # fmt: skip


def test_who_lives_there_still_did_not_live_there_before(made: Situation) -> None:
    record_death_of(
        case=made.case, member=member(made, made.family.lucia),
        new_reference=member(made, made.family.marta), by=made.anna, at=NOW, on=DAY,
    )  # fmt: skip
    assert former_members(made.family.household, TODAY) == []
    lucia = member(made, made.family.lucia)
    end_membership(member=lucia, on=DAY, by=made.anna, at=NOW)
    # The reference person that she was, and not what she was to Marta for no day at all.
    found = former_members(made.family.household, TODAY)
    assert [(row.person, row.relation) for row in found] == [(made.family.lucia, "reference")]
