"""What an extract tells of the household: what happened to the person, their own leaving too."""

import pytest

from accanto.casework.cases.operations import leave_household
from accanto.people.households.models import Member
from accanto.people.persons.extracts import Span, Subject, sections
from accanto.people.persons.models import Person
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def changes_told(made: Situation, person: Person) -> list[str]:
    """The extract of the person, of the days that they lived in the household."""
    member = Member.objects.get(household=made.family.household, person=person)
    spans = {made.case.pk: (Span(member.starts_on, member.ends_on),)}
    subject = Subject(person, TODAY, spans, frozenset({made.family.household.pk}), False, lambda text: text)
    (section,) = [one for one in sections() if "cases.HouseholdChange" in one.models]
    return [fact.value for told in section.gather(subject) for fact in told.facts if fact.name == "note"]


def test_who_left_is_told_that_they_left_and_nobody_else_is(made: Situation) -> None:
    nico = Member.objects.get(household=made.family.household, person=made.family.nico)
    leave_household(case=made.case, member=nico, reason="Dal padre", ends_on=TODAY, by=made.anna, at=NOW)
    assert changes_told(made, made.family.nico) == ["Dal padre"]
    assert changes_told(made, made.family.lucia) == []
