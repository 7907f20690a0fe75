"""Every address × every role, against one table that people read (`url_matrix.yaml`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from accanto.territory.staff.models import User
from accanto.territory.staff.roles import ROLES
from tests import cast
from tests.consistency.situation import Things
from tests.consistency.urls import named_addresses, table
from tests.scenarios import NOW

TABLE = table()
PLAYERS = {
    "desk": cast.DARIO,
    "social_worker": cast.ANNA,
    "coordinator": cast.CARLA,
    "partner": cast.BRUNO,
    "provider": cast.UGO,
    "facility_desk": cast.VERA,
    "planner": cast.MARCO,
    "director": cast.NADIA,
    "privacy_officer": cast.OLGA,
    "student": cast.ZENO,
    "administrator": cast.PAOLO,
}
# Same roles as Anna and Bruno, another unit, another school: nothing of the family is theirs.
OUTSIDERS = {"social_worker": cast.GIULIA, "partner": cast.TULLIO}
OF_THE_FAMILY = sorted(
    name
    for name, line in TABLE["urls"].items()
    if set(map(str, line.get("with", {}).values())) & set(TABLE["family"])
)


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


@dataclass(frozen=True)
class Ask:
    """One address as a browser asks for it."""

    method: str
    url: str
    sent: dict[str, Any]

    def status(self, user: User) -> int:
        """Asked by `user`; whatever it changes is undone."""
        client = Client(raise_request_exception=True)
        client.force_login(user)
        with transaction.atomic():
            answer = self.answer(client)
            transaction.set_rollback(True)
        return answer.status_code

    def answer(self, client: Client) -> Any:
        # A form of ours is never empty: it carries at least its token.
        data = {"csrfmiddlewaretoken": "x", **self.sent} if self.method == "POST" else {}
        answer: Any = client.generic(self.method, self.url) if not data else client.post(self.url, data)
        if answer.streaming:
            list(answer.streaming_content)  # a file is closed when it has been read
        return answer

    @property
    def permission(self) -> str | None:
        found: str | None = getattr(resolve(self.url).func, "permission", None)
        return found


def asks(name: str) -> list[Ask]:
    """A page is read, an action is sent, an editor both."""
    line, found = TABLE["urls"][name], Things()
    url = reverse(name, kwargs={key: found.of(thing) for key, thing in line.get("with", {}).items()})
    sent = {key: found.of(thing) for key, thing in line.get("send", {}).items()}
    methods = {"GET": ["GET"], "POST": ["POST"], "EDIT": ["GET", "POST"]}[line.get("as", "GET")]
    return [Ask(method, url, sent) for method in methods]


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
    line = TABLE["urls"][name]
    wrong: dict[str, tuple[str, int]] = {}
    for ask in asks(name):
        after = ask.method == "POST" and line["as"] == "EDIT"
        for role, username in PLAYERS.items():
            status = ask.status(cast.user(username))
            if status not in (expected_after_sending if after else expected)(line, role):
                wrong[role] = (ask.method, status)
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_THE_FAMILY)
def test_the_same_roles_without_access_to_the_family_get_nothing(name: str) -> None:
    """404, as if the row did not exist; 403 only where their role is kept out whatever the row."""
    asked = asks(name)
    for username in OUTSIDERS.values():
        user = cast.user(username)
        for ask in asked:
            closed = 404 if ask.permission is None or user.may(ask.permission) else 403
            assert (username, ask.method, ask.status(user)) == (username, ask.method, closed)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE["urls"]) - set(TABLE["public"])))
def test_nobody_gets_anything_without_a_log_in(name: str) -> None:
    for ask in asks(name):
        answer = ask.answer(Client())
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/conto/login/")


@pytest.mark.parametrize("name", sorted(TABLE["urls"]))
def test_the_table_says_rightly_what_may_be_sent(name: str) -> None:
    """An editor that the table calls a page would never be tried with a POST."""
    arguments = {"uuid": uuid4(), "int": 1, "slug": "x", "str": "x", "section": "x"}
    pattern = named_addresses()[name]
    url = reverse(name, kwargs={key: arguments[kind] for key, kind in pattern.items()})
    door = getattr(resolve(url).func, "door", None)
    written = TABLE["urls"][name].get("as", "GET")
    assert door is None or {"page": "GET", "action": "POST", "editor": "EDIT"}[door] == written
