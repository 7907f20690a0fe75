"""Why I see this, and what I do not: in words, and the same words whether or not something lies behind a fence."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import break_glass, move_case, open_case
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.operations import grant_access
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def main_of(username: str, name: str, pk: object) -> str:
    client = Client()
    client.force_login(cast.user(username))
    answer = client.get(reverse(name, args=[pk]))
    assert answer.status_code == 200
    # Drawings are numbered in the order in which the process draws them.
    page = re.sub(r"ac-genogram-\d+", "ac-genogram", answer.content.decode())
    return page[page.index("<main") : page.index("</main>")]


def closed_case(made: Situation) -> Case:
    """Another case of the same household, in the violence compartment, that Giulia alone follows."""
    giulia = cast.user(cast.GIULIA)
    return open_case(
        household=made.case.household,
        unit=Office.objects.get(code="servizio-quarrata"),
        responsible=giulia,
        by=giulia,
        at=NOW - timedelta(minutes=30),
        on=TODAY,
        compartment="violence",
    )


def test_every_right_is_told_with_since_until_by_whom_and_how_deeply() -> None:
    made = family_in_charge()
    let_in(made, cast.LUCA, Depth.WORK)
    let_in(
        made,
        cast.LUCA,
        Depth.READ,
        GrantReason.ASKED,
        ends_at=NOW + timedelta(days=7),
        note="Serve per il bonus",
    )
    page = main_of(cast.LUCA, "case_why", made.case.pk)
    for words in (
        "Lavori al caso con chi ne è responsabile",
        "Hai chiesto di vederlo e ti è stato concesso",
        "dato da Carla Esempi",
        "Serve per il bonus",
        "Tutto il caso, e ci scrivi",
        "Gli appunti personali degli altri.",
    ):
        assert words in page
    assert "30 novembre 2026, 9:00" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count('<li><div class="ac-row"><span class="ac-strong">') == 2  # not one for each member


def test_the_coordinator_reads_that_it_is_for_the_unit_and_the_desk_that_it_is_a_card() -> None:
    made = family_in_charge()
    page = main_of(cast.CARLA, "case_why", made.case.pk)
    assert "Coordini Polo Pistoia Nord, che ha in carico il nucleo" in page
    grant_access(
        person=made.family.lucia,
        office=Office.objects.get(code="urp-pistoia"),
        depth=Depth.WORK,
        reason=GrantReason.OUTCOME_LIST,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    card = main_of(cast.DARIO, "person", made.family.lucia.pk)
    assert "Lavori allo sportello di URP di Pistoia" in card
    assert "Nome, anno di nascita" in card
    assert "Tutto il caso" not in card


@pytest.mark.parametrize(
    ("username", "never", "sees"),
    [
        (cast.BRUNO, ["salute", "servizio sociale tiene"], "riservate al Centro"),
        (cast.ELENA, ["salute", "servizio sociale tiene", "riservate al Centro"], None),
        (cast.SARA, ["servizio sociale tiene", "riservate al Centro"], "La salute e l’autonomia"),
    ],
)
def test_a_partner_reads_what_their_kind_of_body_never_sees(
    username: str, never: list[str], sees: str | None
) -> None:
    made = family_in_charge()
    let_in(made, username, Depth.TEAM)
    page = main_of(username, "case_why", made.case.pk)
    assert all(words in page for words in never)
    assert sees is None or sees not in page
    assert "riservate" not in main_of(cast.ANNA, "case_why", made.case.pk)


@pytest.mark.parametrize("username", [cast.ANNA, cast.CARLA, cast.LUCA, cast.BRUNO])
def test_what_lies_behind_a_fence_changes_no_byte(username: str) -> None:
    made = family_in_charge()
    let_in(made, cast.LUCA, Depth.READ)
    let_in(made, cast.BRUNO, Depth.TEAM)
    addresses = [("case_why", made.case.pk), ("person", made.family.lucia.pk)]
    before = [main_of(username, *address) for address in addresses]
    other = closed_case(made)
    assert main_of(cast.GIULIA, "case_why", other.pk)  # it is there, for whoever follows it
    assert [main_of(username, *address) for address in addresses] == before


def test_a_card_says_the_same_of_somebody_followed_behind_a_fence_and_of_nobody_followed() -> None:
    made = family_in_charge()
    giulia = cast.user(cast.GIULIA)
    grant_access(
        person=made.family.lucia,
        user=giulia,
        depth=Depth.CARD,
        reason=GrantReason.OUTCOME_LIST,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    move_case(case=made.case, compartment="adoption", staying=[], reason="Prova", by=made.anna, at=NOW)
    fenced = main_of(cast.GIULIA, "person", made.family.lucia.pk)
    Case.objects.filter(pk=made.case.pk).update(compartment="ordinary", state="closed", closed_on=TODAY)
    assert main_of(cast.GIULIA, "person", made.family.lucia.pk) == fenced


def test_an_urgent_opening_is_told_with_its_reason_and_end() -> None:
    made = family_in_charge()
    move_case(case=made.case, compartment="justice", staying=[], reason="Prova", by=made.anna, at=NOW)
    luca = cast.user(cast.LUCA)
    break_glass(case_id=made.case.pk, reason="È al pronto soccorso adesso", by=luca, at=NOW)
    page = main_of(cast.LUCA, "case_why", made.case.pk)
    assert "L’hai aperto per un motivo urgente" in page
    assert "È al pronto soccorso adesso" in page


def test_the_page_costs_what_a_page_of_the_case_costs(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = family_in_charge()
    client = Client()
    client.force_login(made.anna)
    client.get(reverse("case_why", args=[made.case.pk]))
    with django_assert_max_num_queries(16):
        client.get(reverse("case_why", args=[made.case.pk]))
