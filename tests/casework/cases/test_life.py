"""A case begins for a reason, rests until a day, ends with an evaluation in parts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.models import Case, CaseOpening, CaseSuspension, Deadline
from accanto.casework.cases.operations import (
    AlreadyFollowed,
    close_case,
    resume_case,
    suspend_case,
    take_in_charge,
)
from accanto.casework.pathways.operations import close_pathway
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person, grant_access
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family, family_in_charge

pytestmark = pytest.mark.django_db
IN_A_MONTH = TODAY + timedelta(days=30)


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def suspend(made: Situation, **changes: Any) -> CaseSuspension:
    given = {
        "case": made.case, "reason": "hospital", "note": "Ricovero fino a Natale.", "expected_on": IN_A_MONTH,
        "by": made.anna, "at": NOW, "on": TODAY, **changes,
    }  # fmt: skip
    return suspend_case(**given)


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_a_case_rests_until_a_day_that_comes_back_as_work_and_then_goes_on(made: Situation) -> None:
    suspend(made)
    case = Case.objects.get(pk=made.case.pk)
    assert (case.state, case.suspended_on) == ("suspended", TODAY)
    clock = Deadline.objects.get(case=case, code="cases.suspension", state="open")
    assert (clock.owner, clock.due_on) == (made.anna, IN_A_MONTH)
    assert (
        "sospeso" in enter(cast.ANNA).get(reverse("cases"), {"stato": "suspended"}).content.decode().lower()
    )
    resume_case(case=case, note="È tornata a casa.", by=made.anna, at=NOW, on=TODAY)
    case.refresh_from_db()
    assert (case.state, case.suspended_on) == ("open", None)
    assert not Deadline.objects.filter(case=case, code="cases.suspension", state="open").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expected_on": TODAY}, "expected_on"),
        ({"expected_on": TODAY + timedelta(days=184)}, "expected_on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": TODAY - timedelta(days=400)}, "on"),
        ({"note": "  "}, "note"),
    ],
)
def test_a_suspension_names_the_field_to_mend(made: Situation, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refusal:
        suspend(made, **changes)
    assert refusal.value.field == field
    assert not CaseSuspension.objects.exists()


def test_two_operators_do_not_suspend_the_same_case_twice(made: Situation) -> None:
    suspend(made)
    with pytest.raises(OperationRefused, match="in corso"):
        suspend(made, by=made.carla)
    with pytest.raises(NotPermitted):
        resume_case(case=made.case, note="x", by=cast.user(cast.GIULIA), at=NOW, on=TODAY)


def test_the_database_ties_the_state_to_its_day(made: Situation) -> None:
    for broken in ({"state": "suspended"}, {"suspended_on": TODAY}):
        with pytest.raises(IntegrityError, match="case_suspended_has_a_date"), transaction.atomic():
            Case.objects.filter(pk=made.case.pk).update(**broken)


def test_a_suspended_case_may_close_and_its_suspension_ends_with_it(made: Situation) -> None:
    close_pathway(pathway=made.pathway, reason="prova", on=TODAY, by=made.anna, at=NOW)
    suspend(made)
    close_case(case=made.case, outcome="moved", evaluation="x", by=made.anna, at=NOW, on=TODAY)
    assert CaseSuspension.objects.get().ends_on == TODAY


def test_the_page_of_closing_leads_to_what_is_open(made: Situation) -> None:
    page = enter(cast.ANNA).get(reverse("case_close", args=[made.case.pk])).content.decode()
    assert f'href="{reverse("case_pathway", args=[made.case.pk])}"' in page
    assert "Che cosa resta aperto" in page


def known(first_name: str = "Ada", **card: Any) -> Person:
    """Somebody of whom Anna sees the card alone."""
    by = cast.user(cast.CARLA)
    person = create_person(first_name=first_name, last_name="D'Angelò", by=by, at=NOW)
    grant_access(
        person=person,
        user=cast.user(cast.ANNA),
        depth=Depth.CARD,
        reason="outcome_list",
        by=by,
        at=NOW,
        **card,
    )
    return person


def take(person: Person, **changes: Any) -> Case:
    anna = cast.user(cast.ANNA)
    given = {
        "person": person, "household": None, "unit": Office.objects.get(code="polo-pistoia-nord"),
        "responsible": anna, "source": "spontaneous", "reason": "Chiede aiuto per la casa.", "by": anna, "at": NOW,
        **changes,
    }  # fmt: skip
    return take_in_charge(**given)


def test_a_case_says_what_led_to_it_and_why() -> None:
    case = take(known())
    told = CaseOpening.objects.get(case=case)
    assert (told.source, told.reason, told.opened_by) == (
        "spontaneous", "Chiede aiuto per la casa.", cast.user(cast.ANNA),
    )  # fmt: skip
    assert (case.household.label, case.responsible) == ("D'Angelò", cast.user(cast.ANNA))


def test_somebody_who_is_followed_elsewhere_is_not_taken_twice(made: Situation) -> None:
    """Also where whoever asks does not see the other case, and without saying which one it is."""
    other = family_in_charge("Immaginari", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    grant_access(
        person=other.family.lucia, user=made.anna, depth=Depth.CARD, reason="outcome_list", by=None, at=NOW
    )
    with pytest.raises(AlreadyFollowed) as refusal:
        take(other.family.lucia, household=other.family.household)
    assert other.case.number not in str(refusal.value)


def test_what_lies_behind_a_fence_is_not_told_by_a_refusal(made: Situation) -> None:
    from accanto.casework.cases.operations import move_case

    move_case(case=made.case, compartment="violence", staying=[], reason="x", by=made.anna, at=NOW)
    luca = cast.user(cast.LUCA)
    grant_access(
        person=made.family.lucia, user=luca, depth=Depth.CARD, reason="outcome_list", by=None, at=NOW
    )
    case = take(made.family.lucia, household=made.family.household, by=luca, responsible=luca)
    assert case.compartment == "ordinary"


def test_one_takes_in_charge_in_ones_own_unit_whom_one_sees() -> None:
    person = known()
    for changes, why in (
        ({"unit": Office.objects.get(code="servizio-quarrata")}, "unit"),
        ({"responsible": cast.user(cast.GIULIA)}, "responsible"),
        ({"reason": "boh"}, "reason"),
    ):
        with pytest.raises(OperationRefused) as refusal:
            take(person, **changes)
        assert refusal.value.field == why
    with pytest.raises(NotPermitted):
        take(person, by=cast.user(cast.GIULIA))
    assert enter(cast.GIULIA).get(reverse("case_open", args=[person.pk])).status_code == 404


def test_sent_twice_the_page_opens_one_case() -> None:
    person = known()
    client = enter(cast.ANNA)
    sent = {
        "source": "desk_contact", "reason": "È venuta allo sportello.",
        "unit": Office.objects.get(code="polo-pistoia-nord").pk, "responsible": cast.user(cast.ANNA).pk,
    }  # fmt: skip
    url = reverse("case_open", args=[person.pk])
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 422
    assert Case.objects.filter(household__members__person=person).count() == 1
    page = client.get(url).content.decode()
    assert "C’è già chi li segue" in page


def test_a_new_case_for_a_family_that_nobody_follows_may_be_opened_again_after_a_closing() -> None:
    people = family("Modello")
    anna = cast.user(cast.ANNA)
    grant_access(person=people.lucia, user=anna, depth=Depth.CARD, reason="outcome_list", by=None, at=NOW)
    first = take(people.lucia, household=people.household)
    close_case(case=first, outcome="goals_reached", evaluation="x", by=anna, at=NOW, on=TODAY)
    second = take(people.lucia, household=people.household, source="other_case")
    assert second.opening.source == "other_case"
