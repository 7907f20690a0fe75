"""What must not be seen is shown through no address for programs, by no key: it is made first, then looked for."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.operations import bar_from_case, move_case
from accanto.people.persons.enums import Depth
from accanto.people.persons.operations import (
    add_contact,
    protect_person,
    set_codice_fiscale,
    set_residence,
    set_safe_contact,
)
from tests import cast
from tests.access.assignment.test_assigning import application
from tests.access.outcomes.samples import code_of
from tests.consistency import hiding
from tests.consistency.test_url_matrix import morning
from tests.consistency.urls import program_addresses
from tests.consistency.visits import PLAYERS
from tests.faces.api.programs import program
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in

__all__ = ["morning"]
pytestmark = pytest.mark.django_db
SURNAME, HOME = hiding.SURNAME.decode(), tuple(marker.decode() for marker in hiding.MARKERS)
EVERY_ROLE = sorted({*PLAYERS.values(), cast.GIULIA, cast.TULLIO, cast.LUCA})


def asked_everything(client: Client, made: Situation, code: str) -> dict[str, str]:
    """Each reading address about the family, and what it answered."""
    case, person = made.case.pk, made.family.lucia.pk
    with_ids: dict[str, dict[str, Any]] = {
        "case": {"case_id": case},
        "case_timeline": {"case_id": case},
        "person": {"person_id": person},
        "application": {"application_id": person},
        "outcome_list": {"list_id": case},
        "job": {"job_id": case},
    }
    found = {}
    for name in sorted(program_addresses()):
        short = name.removeprefix("api:")
        url = reverse(name, kwargs=with_ids.get(short, {}))
        if short == "person_by_code":
            answer = client.post(url, {"codice_fiscale": code}, content_type="application/json")
        elif short == "outcome_lists":
            continue
        else:
            answer = client.get(url)
        assert answer.status_code < 500
        found[short] = answer.content.decode()
    return found


def with_code(made: Situation) -> str:
    code = code_of(SURNAME, "Lucia", made.family.lucia.birth_date)
    set_codice_fiscale(person=made.family.lucia, value=code, on=TODAY)
    return code


def names(found: dict[str, str], made: Situation, code: str) -> list[str]:
    marks = (SURNAME, code, made.case.number, str(made.case.pk), str(made.family.lucia.pk))
    return sorted(name for name, told in found.items() if any(mark in told for mark in marks))


def test_a_family_is_shown_to_whoever_has_the_right_and_to_nobody_else() -> None:
    made = family_in_charge(SURNAME)
    code = with_code(made)
    shown = {user: names(asked_everything(program(user), made, code), made, code) for user in EVERY_ROLE}
    everything = ["case", "case_timeline", "cases", "person", "person_by_code"]
    assert set(everything) - set(shown.pop(cast.ANNA)) <= {"case_timeline"}
    assert shown == {username: [] for username in shown}


@pytest.mark.parametrize("compartment", ["violence", "child_protection"])
def test_a_fenced_family_does_not_exist_for_any_other_key(compartment: str) -> None:
    made = family_in_charge(SURNAME)
    code = with_code(made)
    for username in (cast.LUCA, cast.BRUNO, cast.GIULIA):
        let_in(made, username)
        assert "case" in names(asked_everything(program(username), made, code), made, code)
    family = made.family
    move_case(
        case=made.case,
        compartment=compartment,
        staying=[made.anna],
        whole=[family.lucia, family.marta, family.nico],
        reason="Decreto di prova",
        by=made.anna,
        at=NOW,
    )
    shown = {user: names(asked_everything(program(user), made, code), made, code) for user in EVERY_ROLE}
    assert "case" in shown.pop(cast.ANNA)
    assert shown == {username: [] for username in shown}


def test_whoever_is_barred_finds_nothing_whatever_right_they_have() -> None:
    made = family_in_charge(SURNAME)
    code = with_code(made)
    let_in(made, cast.LUCA)
    assert "case" in names(asked_everything(program(cast.LUCA), made, code), made, code)
    bar_from_case(
        case=made.case,
        user=cast.user(cast.LUCA),
        person=None,
        reason="relative",
        source="detto a voce",
        by=made.anna,
        at=NOW,
    )
    assert names(asked_everything(program(cast.LUCA), made, code), made, code) == []


@pytest.mark.parametrize(("kind", "town_leaves"), [("address", True), ("whereabouts", False)])
def test_nothing_that_leads_to_a_protected_person_leaves_even_for_who_works_on_the_case(
    kind: str, town_leaves: bool
) -> None:
    made = family_in_charge(SURNAME)
    family = made.family
    asked = application(family, case_id=made.case.pk)
    for person in (family.lucia, family.marta, family.nico):
        home = family.lucia.residences.get(ends_on=None).municipality
        set_residence(person=person, municipality=home, on=TODAY, address="Via Quarzite 7")
    add_contact(person=family.lucia, kind="phone", value="555 71 93", note="Zia Ametista")
    add_contact(person=family.lucia, kind="email", value="rifugio@esempio.it")
    client = program(cast.ANNA)
    open_before = client.get(f"/api/v1/cases/{made.case.pk}").content.decode()
    assert [mark for mark in HOME if mark in open_before] == ["Via Quarzite", "555 71 93", "rifugio@"]
    protect_person(
        person=family.lucia,
        kind=kind,
        reason="violence_centre",
        source="Centro Prova",
        starts_on=TODAY,
        by=made.anna,
        at=NOW,
    )
    set_safe_contact(person=family.lucia, who="Zia Ametista", how="555 71 93", by=made.anna, at=NOW)
    let_in(made, cast.LUCA, Depth.READ)
    let_in(made, cast.BRUNO, Depth.TEAM)
    for username in EVERY_ROLE:
        told = asked_everything(program(username), made, with_code(made) if username == cast.ANNA else "RSS")
        assert [mark for mark in HOME for text in told.values() if mark in text] == []
    lucia = client.get(f"/api/v1/cases/{made.case.pk}").json()["members"][0]
    card = client.get(f"/api/v1/persons/{family.lucia.pk}").json()
    assert (lucia["protected"], lucia["address"], lucia["phone"], lucia["email"]) == (True, None, None, None)
    assert card["protected"]
    child = client.get(f"/api/v1/persons/{family.marta.pk}").json()
    assert [one["town"] for one in (lucia, card, child)] == ["Pistoia" if town_leaves else None] * 3
    listed = program(cast.MARCO).get(f"/api/v1/applications/{asked.pk}").json()
    assert listed["municipality"] == ("047014" if town_leaves else None)
    narrowed = program(cast.MARCO).get("/api/v1/applications?municipality=047014").json()["items"]
    assert len(narrowed) == (1 if town_leaves else 0)
