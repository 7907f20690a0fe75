"""Who opened a case: on the page of those who coordinate it, and on paper for the person."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accanto.core import dated_rules
from accanto.steering.privacy.paper import _line
from accanto.steering.privacy.queries import openings_of, posts_of
from tests import cast
from tests.scenarios import NOW, Situation, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _client(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def _opened() -> Situation:
    situation = family_in_charge("Esempio")
    anna = _client(cast.ANNA)
    anna.get(f"/casi/{situation.case.pk}/")
    anna.get(f"/casi/{situation.case.pk}/nucleo/")
    return situation


def test_the_page_says_who_when_what_and_by_which_right() -> None:
    situation = _opened()
    client = _client(cast.CARLA)
    text = client.get(f"/riservatezza/cartelle/{situation.case.pk}/").content.decode()
    assert "Anna Prova" in text
    assert "Assistente sociale · " in text
    assert "2 accessi" in text
    assert "la cartella, il nucleo" in text.lower()
    assert "Responsabile del caso" in text


def test_the_page_asks_the_database_no_more_for_many_openings(django_assert_max_num_queries: object) -> None:
    situation = _opened()
    for username in (cast.ANNA, cast.CARLA):
        client = _client(username)
        for page in ("", "documenti/", "chi-vede/"):
            client.get(f"/casi/{situation.case.pk}/{page}")
    client = _client(cast.CARLA)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(f"/riservatezza/cartelle/{situation.case.pk}/")


def test_a_case_that_nobody_opened_says_so() -> None:
    situation = family_in_charge("Esempio")
    text = _client(cast.CARLA).get(f"/riservatezza/cartelle/{situation.case.pk}/").content.decode()
    assert "Non l’ha ancora aperta nessuno" in text


def test_who_follows_the_case_and_coordinates_nothing_does_not_see_the_list() -> None:
    situation = _opened()
    assert _client(cast.ANNA).get(f"/riservatezza/cartelle/{situation.case.pk}/").status_code == 403


def test_the_list_for_the_person_is_a_pdf_and_is_itself_written_down() -> None:
    situation = _opened()
    answer = _client(cast.CARLA).get(f"/riservatezza/cartelle/{situation.case.pk}/elenco.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    found = openings_of(situation.case.pk)
    assert {one.user_id: one.taken for one in found}[situation.carla.pk]


def test_a_card_and_a_file_in_which_the_person_stands_are_in_the_list() -> None:
    situation = family_in_charge("Esempio")
    anna = _client(cast.ANNA)
    anna.get(f"/persone/{situation.family.lucia.pk}/")
    b"".join(anna.get("/casi/?formato=csv").streaming_content)
    (opened,) = openings_of(situation.case.pk)
    assert (opened.user_id, sorted(opened.pages), opened.taken) == (
        situation.anna.pk,
        ["cases", "person"],
        True,
    )


def test_on_paper_operators_stand_by_role_and_office_and_dates_in_words() -> None:
    situation = _opened()
    (opened,) = openings_of(situation.case.pk)
    line = _line(opened, {}, posts_of({opened.user_id})[opened.user_id])
    assert line[1].startswith("Assistente sociale · Polo")
    assert "Anna" not in " ".join(line)
    assert f" {opened.day.year}" in line[0].replace("\N{NO-BREAK SPACE}", " ")
    named = _line(opened, {opened.user_id: "Anna Prova"}, posts_of({opened.user_id})[opened.user_id])
    assert named[1].startswith("Anna Prova · Assistente sociale")


def test_how_much_the_paper_says_of_operators_is_a_rule_of_the_zone() -> None:
    rule = dated_rules.rule_at("privacy.patterns", NOW.date(), "disclosure")
    assert rule["operators"] in {"role", "name"}
