"""What was written of a household by mistake is put right: the day of a death, a death."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases import consequences
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations import (
    accept_proposal,
    correct_day_of_death,
    join_household,
    record_death_of,
    take_back_change,
)
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.models import Event
from accanto.people.households.models import Member
from accanto.people.matching.given import Given
from accanto.people.persons.models import Person
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
    made: Situation, day: object
) -> None:
    change = lucia_died(made)
    correct_day_of_death(change=change, on=day, reason="registro", by=made.anna, at=NOW)  # type: ignore[arg-type]
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
    for day in (TODAY + timedelta(days=1), DAY, made.family.lucia.birth_date - timedelta(days=1)):  # type: ignore[operator]
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
    answer = enter(cast.ANNA).post(
        reverse("case_death", args=[made.case.pk, nico.pk]), {"on": LATER.isoformat(), "note": "x"}
    )
    assert (answer.status_code, answer.url) == (  # type: ignore[attr-defined]
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
    answer = client.post(back, {"reason": "era una omonima"})
    assert (answer.status_code, answer.url) == (302, reverse("case_household", args=[made.case.pk]))  # type: ignore[attr-defined]
    shown = client.get(page).content.decode()
    assert "era una omonima" in shown
    assert {day, back} & set(re.findall(r'href="([^"]+)"', shown)) == set()
    assert client.get(back).status_code == 404
