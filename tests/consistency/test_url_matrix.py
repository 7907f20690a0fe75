"""Every address × every role, against one table that people read (`url_matrix.yaml`)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accanto.foundation.documents.operations import store_document
from accanto.foundation.jobs.models import Job
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.operations import grant_many
from accanto.resources.catalogue.models import Service
from accanto.territory.staff.models import User
from accanto.territory.staff.roles import ROLES
from tests import cast
from tests.consistency.urls import named_addresses, table
from tests.scenarios import NOW, family_in_charge

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


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def things() -> dict[str, Any]:
    """What `with` may name."""
    situation = family_in_charge()
    case, family, carla = situation.case, situation.family, situation.carla
    grant_many(
        persons=[family.lucia, family.marta, family.nico],
        user=cast.user(cast.BRUNO),
        depth=Depth.TEAM,
        reason=GrantReason.TEAM,
        context=case.pk,
        by=carla,
        at=NOW - timedelta(hours=1),
    )
    giulia = cast.user(cast.GIULIA)
    document = store_document(
        kind="attachment",
        title="Allegato",
        content=b"%PDF-1.4",
        filename="a.pdf",
        media_type="application/pdf",
        by=carla,
        at=NOW,
        context=case.pk,
    )
    return {
        "case": case.pk,
        "pathway": situation.pathway.pk,
        "person": family.lucia.pk,
        "member": case.household.members.get(person=family.marta).pk,
        "document": document.pk,
        "job": Job.objects.create(kind="x", title="Importazione", owner=carla, created_at=NOW).pk,
        "notification": Notification.objects.create(user=carla, kind="x", at=NOW).pk,
        "service": Service.objects.get_or_create(code="prova", name="Prova", mode="hours")[0].code,
        "operator": giulia.pk,
        "contract": giulia.operator.contracts.first().pk,
        "role_grant": giulia.role_grants.first().pk,
        "post": giulia.posts.first().pk,
    }


def expected(line: dict[Any, Any], role: str) -> set[int]:
    for status, roles in line.items():
        if isinstance(roles, list) and role in roles:
            return {int(part) for part in str(status).split("|")}
    return {int(part) for part in str(line["rest"]).split("|")}


def address(name: str, line: dict[str, Any], found: dict[str, Any]) -> str:
    return reverse(name, kwargs={key: found.get(thing, thing) for key, thing in line.get("with", {}).items()})


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
    where = address(name, line, things())
    got: dict[str, int] = {}
    for role, username in PLAYERS.items():
        client = Client(raise_request_exception=True)
        client.force_login(User.objects.get(username=username))
        answer = client.post(where) if line.get("as") == "POST" else client.get(where)
        if answer.status_code not in expected(line, role):
            got[role] = answer.status_code
    assert got == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(TABLE["urls"]) - set(TABLE["public"])))
def test_nobody_gets_anything_without_a_log_in(name: str) -> None:
    line = TABLE["urls"][name]
    where = address(name, line, things())
    answer = Client().post(where) if line.get("as") == "POST" else Client().get(where)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/conto/login/")
