"""Into a compartment and out of it from the page: first who would still see, then the move, then nothing for others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import add_co_worker
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db
WHY = "Richiesta del centro antiviolenza, protocollo 12"
LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def with_luca() -> Situation:
    made = family_in_charge()
    add_co_worker(
        case=made.case, user=cast.user(cast.LUCA), by=made.anna, at=NOW - timedelta(hours=1), on=TODAY
    )
    return made


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def send(made: Situation, username: str = cast.ANNA, **changes: Any) -> Any:
    sent = {"compartment": "violence", "reason": WHY, **changes}
    return enter(username).post(reverse("case_move", args=[made.case.pk]), sent)


def statuses(made: Situation, username: str) -> set[int]:
    client = enter(username)
    names = ("case", "case_household", "case_documents", "case_access", "case_why", "case_team", "case_move")
    found = {client.get(reverse(name, args=[made.case.pk])).status_code for name in names}
    found.add(client.get(reverse("person", args=[made.family.lucia.pk])).status_code)
    return found


def test_the_page_says_what_each_compartment_does_and_who_sees_the_case_now() -> None:
    made = with_luca()
    page = enter(cast.ANNA).get(reverse("case_move", args=[made.case.pk])).content.decode()
    for words in (
        "Ordinario: lo vede chi ha diritto al caso",
        "Sanità: lo vede chi ha diritto al caso, e ogni lettura è verificata",
        "Giustizia: solo chi resta; in emergenza",
        "Violenza: solo chi resta; per tutti gli altri non esiste",
        "Luca Campioni",
        "Carla Esempi",
        "Anna Prova è responsabile del caso e resta",
    ):
        assert words in page


def test_first_it_shows_and_only_confirmed_it_moves() -> None:
    made = with_luca()
    shown = send(made)
    assert shown.status_code == 200
    page = shown.content.decode()
    stays, loses = page.index("Lo vedono ancora"), page.index("Smettono di vederlo")
    assert stays < page.index("Anna Prova", stays) < loses
    assert min(page.index("Luca Campioni", loses), page.index("Carla Esempi", loses)) > loses
    assert "Carla Esempi" not in page[stays:loses]
    assert Case.objects.get().compartment == "ordinary"
    assert statuses(made, cast.LUCA) == {200}
    assert send(made, confirmed="1", whole=[]).headers["Location"] == reverse(
        "case_access", args=[made.case.pk]
    )
    assert Case.objects.get().compartment == "violence"
    for username in (cast.LUCA, cast.CARLA):
        assert statuses(made, username) == {404}
        assert "Campioni" not in _main(enter(username).get(reverse("search"), {"q": made.case.number}))
    assert statuses(made, cast.ANNA) == {200}


def _main(answer: Any) -> str:
    page = answer.content.decode()
    return str(page[page.index("<main") : page.index("</main>")])


def test_who_is_ticked_stays_and_a_marked_unit_is_shown_among_those_who_see() -> None:
    made = with_luca()
    luca = cast.user(cast.LUCA)
    Office.objects.filter(pk=made.case.unit_id).update(compartments=["violence"])
    page = send(made, staying=[luca.pk]).content.decode()
    stays, loses = page.index("Lo vedono ancora"), page.index("Smettono di vederlo")
    assert all(name in page[stays:loses] for name in ("Anna Prova", "Luca Campioni", "Carla Esempi"))
    send(made, staying=[luca.pk], confirmed="1")
    assert [statuses(made, name) for name in (cast.LUCA, cast.CARLA)] == [{200}, {200}]


def test_whole_persons_go_and_come_back_with_the_case() -> None:
    made = with_luca()
    member = made.case.household.members.get(person=made.family.marta)
    send(made, whole=[member.pk], confirmed="1")
    made.family.marta.refresh_from_db()
    assert made.family.marta.compartment == "violence"
    form = enter(cast.ANNA).get(reverse("case_move", args=[made.case.pk])).content.decode()
    assert f'value="{member.pk}" id="id_whole' in form
    send(made, compartment="ordinary", whole=[member.pk], confirmed="1", reason="Il pericolo è finito")
    made.family.marta.refresh_from_db()
    assert (made.family.marta.compartment, Case.objects.get().compartment) == ("ordinary", "ordinary")
    assert statuses(made, cast.CARLA) == {200}


def test_the_coordinator_who_loses_sight_by_moving_is_warned_and_leaves_the_page() -> None:
    made = with_luca()
    assert "anche tu" in send(made, cast.CARLA).content.decode()
    assert send(made, cast.CARLA, confirmed="1").headers["Location"] == reverse("cases")
    assert statuses(made, cast.CARLA) == {404}


def test_without_reason_or_compartment_nothing_moves_and_strangers_stay_out() -> None:
    made = with_luca()
    for changes in ({"reason": " "}, {"compartment": ""}, {"compartment": "altrove"}):
        assert send(made, confirmed="1", **changes).status_code == 422
    assert send(made, cast.GIULIA).status_code == 404
    assert send(made, staying=[cast.user(cast.GIULIA).pk], confirmed="1").status_code == 422
    assert send(made, cast.DARIO).status_code == 403
    assert Case.objects.get().compartment == "ordinary"


def test_it_is_asked_again_who_is_sitting_there() -> None:
    made = with_luca()
    client = enter(cast.ANNA)
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    answer = client.get(reverse("case_move", args=[made.case.pk]))
    assert answer.status_code == 302
    assert "/conto/" in answer.headers["Location"]


def test_the_page_costs_what_it_costs(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    made = with_luca()
    client = enter(cast.ANNA)
    url = reverse("case_move", args=[made.case.pk])
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)
