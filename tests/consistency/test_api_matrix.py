"""Every address for programs × every role, against one table that people read (`api_matrix.yaml`)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accanto.faces.api.rules import roles_without_keys
from accanto.faces.api.scopes import scopes
from accanto.foundation.jobs.models import Job
from tests import cast
from tests.consistency.situation import Things
from tests.consistency.test_url_matrix import morning
from tests.consistency.urls import program_addresses
from tests.consistency.visits import OUTSIDERS, PLAYERS
from tests.faces.api.programs import program
from tests.scenarios import NOW, TODAY

__all__ = ["morning"]
TABLE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "api_matrix.yaml").read_text(encoding="utf-8")
)
ROUTES: dict[str, Any] = TABLE["routes"]
OF_THE_FAMILY = [
    name for name, line in ROUTES.items() if set(line.get("with", {}).values()) & set(TABLE["family"])
]


class ThingsForPrograms(Things):
    @property
    def planners_job(self) -> Any:
        return Job.objects.create(
            kind="x", title="Importazione", owner=cast.user(cast.MARCO), created_at=NOW
        ).pk


@dataclass(frozen=True)
class Asked:
    """One route as a program asks for it."""

    method: str
    url: str
    json: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)

    def answer(self, client: Client) -> Any:
        """Whatever it changes is undone."""
        with transaction.atomic():
            answer = self._send(client)
            transaction.set_rollback(True)
        return answer

    def _send(self, client: Client) -> Any:
        if self.json:
            return client.post(self.url, self.json, content_type="application/json")
        for sent in self.form.values():
            if hasattr(sent, "seek"):
                sent.seek(0)
        return client.generic("GET", self.url) if self.method == "GET" else client.post(self.url, self.form)


def ask(name: str, found: Things | None = None) -> Asked:
    line, things = ROUTES[name], found or ThingsForPrograms()

    def all_of(key: str) -> dict[str, Any]:
        return {argument: things.of(thing) for argument, thing in line.get(key, {}).items()}

    return Asked(
        line.get("method", "GET"),
        reverse(f"api:{name}", kwargs=all_of("with")),
        all_of("json"),
        all_of("form"),
    )


def expected(line: dict[Any, Any], role: str) -> int:
    if role in TABLE["never"]:
        return 401
    for status, roles in line.items():
        if isinstance(roles, list) and role in roles:
            return int(status)
    return int(line["rest"])


def test_every_route_stands_in_the_table_and_no_other() -> None:
    named = {f"api:{name}" for name in ROUTES}
    assert named == program_addresses(), "tests/consistency/api_matrix.yaml"


def test_the_table_knows_which_roles_have_no_key() -> None:
    assert set(TABLE["never"]) == roles_without_keys(TODAY)
    assert {line["scope"] for line in ROUTES.values() if "scope" in line} == set(scopes())


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_each_role_gets_what_the_table_says(name: str) -> None:
    asked = ask(name)
    found = {role: asked.answer(program(username)).status_code for role, username in PLAYERS.items()}
    assert found == {role: expected(ROUTES[name], role) for role in PLAYERS}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OF_THE_FAMILY))
def test_what_may_not_be_seen_answers_as_what_does_not_exist(name: str) -> None:
    asked = ask(name)
    (argument,) = ROUTES[name]["with"]
    nothing = Asked("GET", reverse(f"api:{name}", kwargs={argument: uuid4()}))
    for username in OUTSIDERS.values():
        client = program(username)
        unseen, unknown = asked.answer(client), nothing.answer(client)
        assert (unseen.status_code, unseen.content) == (404, unknown.content)
        assert unknown.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_without_a_key_there_is_a_problem_and_never_a_page(name: str) -> None:
    asked = ask(name)
    entered = Client()
    entered.force_login(cast.user(cast.ANNA))
    for client in (Client(), entered):
        answer = asked.answer(client)
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
        assert "Location" not in answer.headers
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, line in ROUTES.items() if "scope" in line))
def test_a_key_without_the_scope_opens_nothing_of_it(name: str) -> None:
    line = ROUTES[name]
    others = [scope for scope in scopes() if scope != line["scope"]]
    asked = ask(name)
    for role, username in PLAYERS.items():
        if expected(line, role) in {200, 202}:
            assert asked.answer(program(username, only=others)).status_code == 403
            assert asked.answer(program(username, only=[line["scope"]])).status_code == expected(line, role)
