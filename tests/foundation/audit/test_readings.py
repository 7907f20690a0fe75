"""What is written down when somebody is shown personal data."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import connection
from django.test import Client

from accanto.core.database.connect import owner_dsn
from tests import cast
from tests.foundation.audit.conftest import Owner
from tests.scenarios import NOW, Situation, family_in_charge


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _client(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def _readings(owner: Owner) -> list[tuple[Any, ...]]:
    return owner.execute(
        'SELECT user_id, kind, page, context, subjects, hits, "right", depth FROM audit_reading ORDER BY id'
    ).fetchall()


@pytest.fixture
def situation(transactional_db: None) -> Situation:
    return family_in_charge("Esempio")


def test_opening_a_case_says_who_whom_where_and_by_which_right(owner: Owner, situation: Situation) -> None:
    _client(cast.ANNA).get(f"/casi/{situation.case.pk}/")
    assert _readings(owner) == [
        (situation.anna.pk, "opened", "case", situation.case.pk, [], 0, "assignment", 40)
    ]


def test_it_says_from_where_and_believes_no_proxy_it_was_not_told_of(
    owner: Owner, situation: Situation
) -> None:
    client = _client(cast.ANNA)
    client.get(
        f"/casi/{situation.case.pk}/", headers={"x-forwarded-for": "192.0.2.9"}, REMOTE_ADDR="198.51.100.4"
    )
    assert owner.execute("SELECT host(address) FROM audit_reading").fetchall() == [("198.51.100.4",)]


def test_the_parts_of_a_page_just_opened_are_not_another_opening(owner: Owner, situation: Situation) -> None:
    client = _client(cast.ANNA)
    client.get(f"/casi/{situation.case.pk}/")
    client.get(f"/casi/{situation.case.pk}/nucleo/", headers={"hx-request": "true"})
    assert len(_readings(owner)) == 1
    client.get(f"/casi/{situation.case.pk}/nucleo/")
    assert len(_readings(owner)) == 2


def test_a_part_asked_for_without_its_page_is_an_opening(owner: Owner, situation: Situation) -> None:
    _client(cast.ANNA).get(f"/casi/{situation.case.pk}/nucleo/", headers={"hx-request": "true"})
    assert [row[1:3] for row in _readings(owner)] == [("opened", "case_household")]


def test_what_is_refused_was_not_read(owner: Owner, situation: Situation) -> None:
    assert _client(cast.GIULIA).get(f"/casi/{situation.case.pk}/").status_code == 404
    assert _client(cast.MARCO).get(f"/casi/{situation.case.pk}/").status_code == 403
    assert _readings(owner) == []


def test_a_search_keeps_the_people_found_and_not_the_words(owner: Owner, situation: Situation) -> None:
    client = _client(cast.ANNA)
    client.get("/cerca/?q=esempio")
    client.get("/cerca/?q=ESEMPIO ")
    client.get("/cerca/?q=nessunocosi")
    rows = _readings(owner)
    assert [row[1] for row in rows] == ["searched"] * 3
    assert situation.case.pk in rows[0][4]
    assert rows[0][5] == len(rows[0][4]) > 0
    assert rows[2][4] == []
    hashes = [row[0] for row in owner.execute("SELECT query FROM audit_reading ORDER BY id")]
    assert hashes[0] == hashes[1] != hashes[2]
    assert all(len(found) == 64 for found in hashes)


def test_a_file_of_a_list_names_everybody_in_it_once(owner: Owner, situation: Situation) -> None:
    other = family_in_charge("Modello")
    client = _client(cast.ANNA)
    client.get("/casi/")
    answer = client.get("/casi/?formato=csv")
    b"".join(answer.streaming_content)
    listed, taken = _readings(owner)
    assert (listed[1], taken[1]) == ("listed", "taken")
    assert set(listed[4]) == set(taken[4]) == {situation.case.pk, other.case.pk}
    assert taken[5] == 2


def test_a_document_that_is_opened_is_a_reading_of_its_case(owner: Owner, situation: Situation) -> None:
    from accanto.foundation.documents.operations import store_document

    row = store_document(
        kind="attachment",
        title="Allegato",
        content=b"%PDF-1.4",
        filename="a.pdf",
        media_type="application/pdf",
        by=situation.anna,
        at=NOW,
        context=situation.case.pk,
    )
    answer = _client(cast.ANNA).get(f"/documenti/{row.pk}/")
    b"".join(answer.streaming_content)
    assert [found[1:4] for found in _readings(owner)] == [("taken", "document", situation.case.pk)]


def test_the_reading_travels_with_its_page_past_the_count_of_queries(
    owner: Owner, situation: Situation, django_assert_max_num_queries: Any
) -> None:
    client = _client(cast.ANNA)
    with django_assert_max_num_queries(15):
        client.get(f"/casi/{situation.case.pk}/")
    assert len(_readings(owner)) == 1


@pytest.mark.django_db
def test_the_function_that_writes_takes_nothing_away() -> None:
    """The web role may add a reading and call nothing else of it."""
    with psycopg.connect(owner_dsn(connection.settings_dict["NAME"])) as asked:
        open_to_all = asked.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND p.prosecdef AND p.proname LIKE 'audit\\_%'"
            " AND p.prorettype <> 'trigger'::regtype"
            " AND has_function_privilege('accanto_web', p.oid, 'EXECUTE') ORDER BY 1"
        ).fetchall()
    assert [name for (name,) in open_to_all] == [
        "audit_purpose",
        "audit_read",
        "audit_seal_records",
        "audit_switch",
    ]
