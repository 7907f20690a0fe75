"""Every address × every role, against one table that people read (`url_matrix.yaml`)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import resolve, reverse

from accanto.territory.staff.roles import ROLES
from tests import cast
from tests.consistency.urls import named_addresses
from tests.consistency.visits import NOBODY, OF_THE_FAMILY, OUTSIDERS, PLAYERS, TABLE, Met, visits
from tests.scenarios import NOW


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def expected(line: dict[Any, Any], role: str) -> set[int]:
    for status, roles in line.items():
        if isinstance(roles, list) and role in roles:
            return _statuses(status)
    return _statuses(line["rest"])


def _statuses(written: object) -> set[int]:
    return {int(part) for part in str(written).split("|")}


def expected_after_sending(line: dict[Any, Any], role: str) -> set[int]:
    """Of an editor: whoever sees the form is told what is missing in it, everybody else meets the same door."""
    if "post" in line:
        return expected(line["post"], role)
    shown = expected(line, role)
    return {422} if shown == {200} else shown


def test_every_address_stands_in_the_table() -> None:
    missing = sorted(set(named_addresses()) - set(TABLE["urls"]))
    assert missing == [], "add them to tests/consistency/url_matrix.yaml"


def test_the_table_names_no_address_that_is_gone() -> None:
    assert sorted(set(TABLE["urls"]) - set(named_addresses())) == []


def test_the_table_knows_every_role() -> None:
    assert set(TABLE["roles"]) == set(PLAYERS) == set(ROLES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(TABLE["urls"]))
def test_each_role_gets_what_the_table_says(name: str) -> None:
    line, found = TABLE["urls"][name], visits(name)
    wrong: dict[str, tuple[str, int]] = {}
    for role, username in PLAYERS.items():
        for met in (*found.read[username], *found.sent[username]):
            after = met.ask.method == "POST" and line["as"] == "EDIT"
            if met.status not in (expected_after_sending if after else expected)(line, role):
                wrong[role] = (met.ask.method, met.status)
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_THE_FAMILY)
def test_the_same_roles_without_access_to_the_family_get_nothing(name: str) -> None:
    """404, as if the row did not exist; 403 only where their role is kept out whatever the row."""
    for username in OUTSIDERS.values():
        for met in (*visits(name).read[username], *visits(name).sent[username]):
            assert (username, met.ask.method, met.status) == (
                username,
                met.ask.method,
                closed_to(username, met),
            )


def closed_to(username: str, met: Met) -> int:
    permission = met.ask.permission
    return 404 if permission is None or cast.user(username).may(permission) else 403


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE["urls"]) - set(TABLE["public"])))
def test_nobody_gets_anything_without_a_log_in(name: str) -> None:
    found = visits(name)
    for met in (*found.read[NOBODY], *found.sent[NOBODY]):
        assert met.status == 302
        assert met.location.startswith("/conto/login/")


@pytest.mark.parametrize("name", sorted(TABLE["urls"]))
def test_the_table_says_rightly_what_may_be_sent(name: str) -> None:
    """An editor that the table calls a page would never be tried with a POST."""
    arguments = {"uuid": uuid4(), "int": 1, "slug": "x", "str": "x", "section": "x"}
    pattern = named_addresses()[name]
    url = reverse(name, kwargs={key: arguments[kind] for key, kind in pattern.items()})
    door = getattr(resolve(url).func, "door", None)
    written = TABLE["urls"][name].get("as", "GET")
    assert door is None or {"page": "GET", "action": "POST", "editor": "EDIT"}[door] == written
