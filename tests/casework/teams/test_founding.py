"""Beginning a team: who may, with whom, and what is refused."""

import threading
from typing import Any

import pytest
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.teams import operations
from accanto.casework.teams.models import Team, TeamMember
from accanto.casework.teams.operations import Seat, SeatRefused, TeamRefused
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db
NAME = "Équipe multidisciplinare Montagna"


def zone() -> Office:
    return Office.objects.get(code="zona")


def found(*members: Seat, name: str = NAME) -> Team:
    return operations.found_team(
        name=name, unit=zone(), members=members, by=cast.user(cast.CARLA), at=NOW, place="Sala 1"
    )


def bruno(hours: int | None = 12) -> Seat:
    return Seat(cast.user(cast.BRUNO), hours, 18)  # type: ignore[arg-type]


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "name": NAME,
        "unit": str(zone().pk),
        "place": "Sala 1",
        "rows": "4",
        "user_0": str(cast.user(cast.BRUNO).pk),
        "hours_from_0": "12",
        "hours_to_0": "18",
        "user_2": str(cast.user(cast.ELENA).pk),
        "hours_from_2": "7,5",
        **changes,
    }


@pytest.fixture
def carla(client: Client) -> Client:
    client.force_login(cast.user(cast.CARLA))
    return client


def test_a_team_begins_with_its_basic_members_from_today() -> None:
    team = found(bruno(), Seat(cast.user(cast.ELENA), None, 8))  # type: ignore[arg-type]
    assert (team.code, team.unit, team.place) == ("equipe-multidisciplinare-montagna", zone(), "Sala 1")
    seats = TeamMember.objects.filter(team=team)
    assert [(str(s.user), s.organisation.code, s.membership, s.starts_on) for s in seats] == [
        ("Bruno Test", "centro-impiego", "basic", TODAY),
        ("Elena Modello", "coop-esempio", "basic", TODAY),
    ]


@pytest.mark.parametrize(
    ("members", "name", "field"),
    [
        ([], NAME, "user_0"),
        ([Seat], "  ", "name"),
        ([Seat], "équipe multidisciplinare PISTOIA", "name"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_made(members: list[Any], name: str, field: str) -> None:
    before = Team.objects.count()
    with pytest.raises(TeamRefused) as refused:
        found(*(bruno() for _seat in members), name=name)
    assert refused.value.field == field
    assert Team.objects.count() == before


def test_a_seat_that_cannot_be_given_undoes_the_team() -> None:
    for wrong, field in (
        ((bruno(), bruno()), "user"),
        ((bruno(), Seat(cast.user(cast.ELENA))), "hours_from"),
    ):
        with pytest.raises(SeatRefused) as refused:
            found(*wrong)
        assert (refused.value.number, refused.value.field) == (1, field)
    assert not Team.objects.filter(name=NAME).exists()


def test_two_names_that_read_alike_have_their_own_codes() -> None:
    assert [found(bruno(), name=name).code for name in ("Équipe Nord", "Equipe nord!")] == [
        "equipe-nord",
        "equipe-nord-2",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_the_same_team_make_one() -> None:
    refused: list[str] = []
    together = threading.Barrier(2)

    def begin() -> None:
        try:
            together.wait()
            found(bruno())
        except TeamRefused as refusal:
            refused.append(refusal.field or "")
        finally:
            close_old_connections()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Team.objects.filter(name=NAME).count(), refused) == (1, ["name"])


def test_the_page_makes_the_team_and_says_what_comes_next(carla: Client) -> None:
    answer = carla.post(reverse("team_new"), sent(), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(reverse("team_members"), 302)]
    assert "ora programma il primo incontro" in text
    assert reverse("team_meeting_new") in text
    team = Team.objects.get(name=NAME)
    assert {(str(s.user), s.hours_from, s.hours_to) for s in team.members.all()} == {
        ("Bruno Test", 12, 18),
        ("Elena Modello", 7.5, 7.5),
    }


def test_people_are_listed_under_their_body_and_a_mistake_loses_nothing(carla: Client) -> None:
    answer = carla.post(reverse("team_new"), sent(hours_from_2="", user_3="", hours_to_3="9"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert '<optgroup label="Cooperativa sociale Esempio">' in text
    assert "Scegli di chi sono queste ore" in text
    assert f'value="{NAME}"' in text
    answer = carla.post(reverse("team_new"), sent(hours_from_2=""))
    assert answer.context["form"].errors.keys() == {"hours_from_2"}


def test_more_rows_keep_what_was_typed(carla: Client) -> None:
    answer = carla.post(reverse("team_new"), sent(more="1"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="user_5"' in text
    assert 'name="rows" value="6"' in text
    assert f'value="{NAME}"' in text
    assert f'<option value="{cast.user(cast.BRUNO).pk}" selected>' in text
    assert not Team.objects.filter(name=NAME).exists()


def test_a_unit_of_others_cannot_be_chosen(carla: Client) -> None:
    foreign = Office.objects.get(code="ufsma")
    answer = carla.post(reverse("team_new"), sent(unit=str(foreign.pk)))
    assert answer.context["form"].errors.keys() == {"unit"}


def test_where_there_is_no_team_the_calendar_and_the_seats_lead_there(carla: Client) -> None:
    here = f'href="{reverse("team_new")}"'
    assert here not in carla.get(reverse("teams")).content.decode()
    TeamMember.objects.all().delete()
    Team.objects.all().delete()
    for page in ("teams", "team_members"):
        assert here in carla.get(reverse(page)).content.decode()
    anna = Client()
    anna.force_login(cast.user(cast.ANNA))
    for page in ("teams", "team_members"):
        assert here not in anna.get(reverse(page)).content.decode()


def test_the_page_costs_the_same_with_many_rows(
    carla: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    carla.get(reverse("team_new"))
    for rows in ("4", "20"):
        with django_assert_max_num_queries(10):
            assert carla.post(reverse("team_new"), sent(rows=rows, more="1")).status_code == 200
