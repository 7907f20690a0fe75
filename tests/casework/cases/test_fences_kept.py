"""Whatever happens in a household, a fence, a protection and the end of a right hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.enums import TransferState
from accanto.casework.cases.models import Case, CaseTransfer
from accanto.casework.cases.operations import (
    accept_proposal,
    accept_transfer,
    join_case,
    join_household,
    leave_household,
    move_case,
    move_case_household,
    open_case,
    record_birth,
    record_death_of,
    split_case,
)
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.households.models import Member
from accanto.people.matching.given import Given
from accanto.people.persons.models import AccessGrant, Identifier, Person
from accanto.people.persons.operations import protect_person, record_death, set_codice_fiscale
from accanto.people.persons.visibility import grants_of
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from tests import cast
from tests.casework.cases.test_handover import propose, quarrata, sees
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in, looked_for

__all__ = ["quarrata"]
pytestmark = pytest.mark.django_db
CODE = "RSSMRA85T50G713D"


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def member(made: Situation, person: Person) -> Member:
    return Member.objects.get(household=made.family.household, person=person, ends_on=None)


def behind_the_fence(made: Situation) -> None:
    move_case(case=made.case, compartment="violence", staying=[], reason="Del centro", by=made.anna, at=NOW)
    made.case.refresh_from_db()


def hide(person: Person, by: Any, kind: str = "whereabouts") -> None:
    protect_person(
        person=person, kind=kind, reason="violence_centre", source="Centro Prova", starts_on=TODAY, by=by, at=NOW
    )  # fmt: skip


def test_the_new_household_of_a_fenced_case_stays_behind_its_fence(made: Situation) -> None:
    behind_the_fence(made)
    assert not sees(made.carla, made.case)
    lucia, nico = member(made, made.family.lucia), member(made, made.family.nico)
    change = split_case(
        case=made.case, leaving={lucia: "reference", nico: "child"}, label="Campioni Nuovi", follow=True,
        note="è andata via", by=made.anna, at=NOW, on=TODAY, new_reference=member(made, made.family.marta),
    )  # fmt: skip
    fresh = Case.objects.get(household=change.other)
    assert fresh.compartment == "violence"
    assert (sees(made.anna, fresh), sees(made.carla, fresh)) == (True, False)


def test_a_code_opens_nobody_who_is_protected(made: Situation) -> None:
    other = family_in_charge("Modello", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    set_codice_fiscale(person=other.family.lucia, value=CODE, on=TODAY)
    hide(other.family.lucia, other.anna)
    given = Given("Lucia", "Modello", "f", other.family.lucia.birth_date, code=CODE)
    told: dict[str, Any] = {
        "case": made.case, "relation": "other", "reason": "ospite", "starts_on": TODAY, "by": made.anna, "at": NOW,
    }  # fmt: skip
    came = join_household(**told, **looked_for(given, made.anna))
    assert came.person != other.family.lucia
    assert Identifier.objects.get(person=came.person).doubled
    assert not AccessGrant.objects.filter(context=made.case.pk, person=other.family.lucia).exists()
    wrong = Given("Lucia", "Altra", "f", other.family.lucia.birth_date, code=CODE)
    assert join_household(**told, **looked_for(wrong, made.anna)).person.last_name == "Altra"


def test_a_case_that_another_unit_is_asked_to_take_is_first_taken_back(made: Situation) -> None:
    transfer = propose(made)
    with pytest.raises(OperationRefused, match="prima ritira"):
        behind_the_fence(made)
    assert CaseTransfer.objects.get(pk=transfer.pk).state == TransferState.PROPOSED


def test_a_unit_that_is_not_let_in_does_not_accept(made: Situation, quarrata: Any) -> None:
    Office.objects.filter(code="servizio-quarrata").update(compartments=["violence"])
    behind_the_fence(made)
    transfer = propose(made)
    Office.objects.filter(code="servizio-quarrata").update(compartments=[])
    with pytest.raises(OperationRefused, match="non è ammessa"):
        accept_transfer(transfer=transfer, responsible=cast.user(cast.GIULIA), by=quarrata, at=NOW)


def test_whoever_was_let_in_for_some_days_does_not_follow_who_leaves(made: Situation) -> None:
    let_in(made, cast.LUCA, ends_at=NOW + timedelta(days=30))
    luca, nico = cast.user(cast.LUCA), made.family.nico
    assert grants_of(luca, at=NOW).filter(person=nico).exists()
    leave_household(
        case=made.case, member=member(made, nico), reason="dal padre", ends_on=TODAY, by=made.anna, at=NOW
    )
    later = NOW + timedelta(minutes=1)
    assert not grants_of(luca, at=later).filter(person=nico).exists()
    assert grants_of(luca, at=later).filter(person=made.family.marta).exists()


def test_the_town_of_whom_nobody_may_find_is_in_no_step(made: Situation) -> None:
    quarrata_town = Municipality.objects.get(name="Quarrata")
    told: dict[str, Any] = {
        "municipality": quarrata_town,
        "note": "x",
        "by": made.anna,
        "at": NOW,
        "on": TODAY,
    }
    move_case_household(case=made.case, persons=[made.family.marta], address="Via Esempi 2", **told)
    hide(made.family.lucia, made.anna)
    move_case_household(case=made.case, persons=[made.family.lucia], address="Via Esempi 3", **told)
    kinds = Event.objects.filter(context=made.case.pk, verb__startswith="cases.household.moved").order_by(
        "pk"
    )
    assert list(kinds.values_list("verb", flat=True)) == [
        "cases.household.moved", "cases.household.moved_unseen",
    ]  # fmt: skip
    assert "Quarrata" not in str(kinds[1].params)
    let_in(made, cast.LUCA, 30)
    url = reverse("case_change", args=[made.case.pk, made.case.changes.latest("pk").pk])
    told_to = {}
    for username in (cast.ANNA, cast.LUCA):
        client = Client()
        client.force_login(cast.user(username))
        page = client.get(url).content.decode()
        told_to[username] = "<dd>Quarrata</dd>" in page
    assert told_to == {cast.ANNA: True, cast.LUCA: False}


def test_an_accepted_proposal_tells_no_town_of_whom_nobody_may_find(made: Situation) -> None:
    let_in(made, cast.LUCA, 30)
    hide(made.family.lucia, made.anna)
    change = move_case_household(
        case=made.case, persons=[made.family.lucia], address="Via Esempi 3", note="x", by=made.anna, at=NOW, on=TODAY,
        municipality=Municipality.objects.get(name="Quarrata"),
    )  # fmt: skip
    accept_proposal(change=change, code="unit", subject="unit", by=made.anna, at=NOW)
    step = Event.objects.get(context=made.case.pk, verb="cases.household.proposal_done")
    assert step.params == {"what": "Il caso può passare a chi serve dove vivono ora"}
    pages = (reverse("case_change", args=[made.case.pk, change.pk]), reverse("case", args=[made.case.pk]))
    told = {}
    for username in (cast.ANNA, cast.LUCA):
        client = Client()
        client.force_login(cast.user(username))
        found = [client.get(page).content.decode() for page in pages]
        told[username] = ("<h2>Deciso</h2>" in found[0], "Quarrata" in found[0], "Quarrata" in found[1])
    assert told == {cast.ANNA: (True, True, True), cast.LUCA: (False, False, False)}


def test_the_dead_do_not_hinder_the_death_of_who_is_left(made: Situation) -> None:
    for person in (made.family.marta, made.family.nico):
        record_death(person=person, on=TODAY, by=made.anna, at=NOW)
    record_death_of(case=made.case, member=member(made, made.family.lucia), by=made.anna, at=NOW, on=TODAY)
    assert Person.objects.get(pk=made.family.lucia.pk).died_on == TODAY


def kept_apart(made: Situation, surname: str = "Riparo") -> Situation:
    """Another family that Anna follows, behind the fence of the violence team."""
    other = family_in_charge(surname)
    move_case(case=other.case, compartment="violence", staying=[], reason="x", by=made.anna, at=NOW)
    other.case.refresh_from_db()
    return other


def joining(made: Situation, other: Situation) -> dict[str, Any]:
    return {
        "case": made.case, "other": other.family.household, "relations": {}, "note": "x", "by": made.anna,
        "at": NOW, "on": TODAY,
    }  # fmt: skip


def test_a_fenced_household_does_not_leave_its_fence_by_joining_another(made: Situation) -> None:
    other = kept_apart(made)
    client = Client()
    client.force_login(made.anna)
    page = client.get(reverse("case_join", args=[made.case.pk])).content.decode()
    assert "Riparo" not in page
    for first, second in ((made, other), (other, made)):
        with pytest.raises(OperationRefused, match="un altro comparto") as refusal:
            join_case(**joining(first, second))
        assert refusal.value.field == "other"
    assert not Person.objects.visible_to(made.carla).filter(pk=other.family.lucia.pk).exists()
    assert not Event.objects.filter(context=made.case.pk, verb="cases.household.joined_with").exists()


def test_two_households_behind_the_same_fence_become_one(made: Situation) -> None:
    other = kept_apart(made)
    behind_the_fence(made)
    join_case(**joining(made, other))
    assert Member.objects.filter(household=made.family.household, ends_on=None).count() == 6
    assert not Person.objects.visible_to(made.carla).filter(pk=other.family.lucia.pk).exists()


def also_followed(made: Situation, compartment: str) -> Case:
    """Giulia has a case of the same household, in another compartment."""
    giulia = cast.user(cast.GIULIA)
    return open_case(
        household=made.family.household, unit=Office.objects.get(code="servizio-quarrata"), responsible=giulia,
        by=giulia, at=NOW, on=TODAY, compartment=compartment, source="spontaneous", reason="x",
    )  # fmt: skip


def test_a_join_betrays_no_case_that_whoever_joins_does_not_see_and_its_worker_is_told(
    made: Situation,
) -> None:
    other = family_in_charge("Vicini")
    hidden = also_followed(other, "child_protection")
    join_case(**joining(made, other))
    (told,) = Notification.objects.filter(kind="cases.household_changed")
    assert (told.user, told.context) == (cast.user(cast.GIULIA), hidden.pk)


def test_where_an_ordinary_case_runs_too_a_fenced_household_does_not_come(made: Situation) -> None:
    """Carla follows them in the ordinary case: she would see who came."""
    other = kept_apart(made)
    behind_the_fence(made)
    also_followed(made, "ordinary")
    with pytest.raises(OperationRefused, match="un altro comparto"):
        join_case(**joining(made, other))


def test_a_household_that_one_does_not_follow_is_not_joined_whatever_hides_it(made: Situation) -> None:
    other = family_in_charge("Vicini", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    move_case(
        case=other.case, compartment="violence", staying=[], reason="x", by=cast.user(cast.GIULIA), at=NOW
    )
    with pytest.raises(OperationRefused, match="Scegli un nucleo che segui") as refusal:
        join_case(**joining(made, other))
    assert refusal.value.field == "other"


def test_whoever_is_known_only_by_a_fence_does_not_enter_an_ordinary_household(made: Situation) -> None:
    other = kept_apart(made)
    told: dict[str, Any] = {
        "case": made.case, "relation": "other", "reason": "ospite", "starts_on": TODAY, "by": made.anna, "at": NOW,
    }  # fmt: skip
    with pytest.raises(OperationRefused, match="un altro comparto"):
        join_household(**told, person=other.family.lucia)
    with pytest.raises(OperationRefused, match="un altro comparto"):
        record_birth(
            case=made.case, parents=[member(made, made.family.lucia)], person=other.family.nico, by=made.anna,
            given=Given("Nico", "Riparo", "m", other.family.nico.birth_date), at=NOW,
        )  # fmt: skip
    assert not Person.objects.visible_to(made.carla).filter(pk=other.family.lucia.pk).exists()
    # Whom the open side follows too loses nothing by it.
    also_followed(other, "ordinary")
    AccessGrant.objects.create(
        person=other.family.lucia, user=made.anna, depth=30, reason="co_work", starts_at=NOW
    )
    came = join_household(**told, person=other.family.lucia)
    assert (came.household, came.person) == (made.family.household, other.family.lucia)
