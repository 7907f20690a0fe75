"""The key of a program: who may have one, who makes it, when it opens, and that nobody keeps it."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.logs import StructureFormatter
from accanto.faces.api.models import ApiKey
from accanto.faces.api.operations import make_key, revoke_key
from accanto.faces.api.queries import possible_holders
from accanto.faces.api.rules import narrowed
from accanto.faces.api.scopes import scopes
from accanto.faces.api.secret import digest_of, new_secret, prefix_of
from accanto.faces.api.titles import TITLES
from accanto.foundation.audit.models import Event
from accanto.foundation.entrance.models import Attempt
from accanto.foundation.notifications.models import Notification
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import Contract, RoleGrant
from tests import cast
from tests.faces.api.programs import holding, key_for, program
from tests.scenarios import NOW, TODAY, moment

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"
A_YEAR = TODAY + timedelta(days=366)


@pytest.fixture(autouse=True)
def time_stands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make(**changes: Any) -> tuple[ApiKey, str]:
    given: dict[str, Any] = {
        "user": cast.user(cast.ANNA),
        "label": " Gestionale  di prova ",
        "scopes": ["services", "cases"],
        "expires_on": TODAY + timedelta(days=90),
        "by": cast.user(cast.PAOLO),
        "at": NOW,
    }
    return make_key(**given | changes)


# Making one


def test_a_key_is_told_once_and_only_its_digest_is_kept() -> None:
    key, secret = make()
    key.refresh_from_db()
    kept = [str(getattr(key, field.attname)) for field in ApiKey._meta.concrete_fields]
    assert prefix_of(secret) == key.prefix
    assert key.digest == digest_of(secret)
    assert [value for value in kept if secret in value or secret.rpartition("_")[2] in value] == []
    assert (key.label, key.scopes) == ("Gestionale di prova", ["cases", "services"])


def test_two_keys_are_never_alike() -> None:
    made = [new_secret() for _ in range(200)]
    assert len({prefix for prefix, _secret in made}) == 200
    assert len({digest_of(secret) for _prefix, secret in made}) == 200
    assert all(len(secret) == 56 and prefix_of(secret) == prefix for prefix, secret in made)


@pytest.mark.parametrize(
    "given", ["", "acc_", "acc_abcdefgh_", "x" * 56, "acc_abcdefgh_" + "é" * 43, "\ud800"]
)
def test_what_has_not_the_form_of_a_key_has_no_prefix(given: str) -> None:
    assert prefix_of(given) == ""
    assert digest_of(given) != digest_of("acc")


def test_the_account_is_told_and_the_making_stays_written_without_the_key() -> None:
    key, secret = make()
    told = Notification.objects.get(user=key.user, kind="api.key.made")
    event = Event.objects.get(verb="api.key.made")
    assert (told.params["label"], told.params["by"]) == (key.label, "Paolo Sistemi")
    assert (event.subject, event.actor_id) == (str(key.user_id), key.created_by_id)
    assert secret not in str(told.params) + str(event.params)


@pytest.mark.parametrize("username", [cast.CARLA, cast.NADIA, cast.OLGA, cast.ZENO])
def test_who_enters_in_two_steps_and_who_is_a_student_has_no_key(username: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        make(user=cast.user(username))
    assert refused.value.field == "user"
    assert ApiKey.objects.count() == 0


def test_the_list_of_possible_holders_says_the_same_as_the_operation() -> None:
    found = set(possible_holders(TODAY).values_list("username", flat=True))
    refused = set()
    for username in cast.EVERYBODY:
        try:
            make(user=cast.user(username))
        except OperationRefused:
            refused.add(username)
    assert found == set(cast.EVERYBODY) - refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "  "}, "label"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["cases", "everything"]}, "scopes"),
        ({"expires_on": TODAY}, "expires_on"),
        ({"expires_on": A_YEAR + timedelta(days=1)}, "expires_on"),
        ({"networks": ["192.0.2.0/40"]}, "networks"),
        ({"networks": ["0.0.0.0/0"]}, "networks"),
        ({"networks": ["::/0"]}, "networks"),
        ({"networks": [f"192.0.2.{n}" for n in range(21)]}, "networks"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        make(**changes)
    assert refused.value.field == field


def test_nobody_makes_a_key_for_themselves_nor_for_a_closed_account() -> None:
    anna = cast.user(cast.ANNA)
    with pytest.raises(OperationRefused):
        make(by=anna)
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    with pytest.raises(OperationRefused):
        make()


def test_a_key_may_last_a_year() -> None:
    assert make(expires_on=A_YEAR)[0].expires_at == moment(A_YEAR, 0)


# What is left of the account's rights


def test_every_scope_has_a_title_and_none_opens_what_only_people_do() -> None:
    assert set(TITLES) == set(scopes())
    given = frozenset().union(*scopes().values())
    assert (
        given & {"access.break_glass", "cases.work", "staff.manage", "indicators.rows", "readings.view"}
        == set()
    )


def test_a_key_leaves_only_what_account_and_scopes_both_allow() -> None:
    desk = cast.user(cast.DARIO).access
    assert desk.registers
    assert narrowed(desk, ["persons"]).permissions == {"search.people", "people.register"}
    assert narrowed(desk, ["persons"]).registers == desk.registers
    assert narrowed(desk, ["applications"]).registers == frozenset()
    assert narrowed(desk, ["indicators", "gone"]).permissions == frozenset()
    manager = cast.user(cast.CARLA).access
    assert narrowed(manager, ["applications"]).coordinates == frozenset()


# Entering


def test_whatever_is_wrong_with_a_key_has_one_answer_after_the_same_work() -> None:
    _right, secret = key_for(cast.ANNA)
    assert holding(secret).get(ME).status_code == 200
    wrong = {
        "unknown": new_secret()[1],
        "mistyped": secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        "revoked": key_for(cast.ANNA, revoked_at=NOW, revoked_by=cast.user(cast.PAOLO), revoked_why="persa")[
            1
        ],
        "expired": key_for(cast.ANNA, expires_at=NOW)[1],
        "elsewhere": key_for(cast.ANNA, networks=["192.0.2.0/24"])[1],
    }
    found = {}
    for name, given in wrong.items():
        with CaptureQueriesContext(connection) as asked:
            answer = holding(given).get(ME)
        found[name] = (answer.status_code, answer.content, len(asked))
    assert set(found.values()) == {found["unknown"]}
    assert found["unknown"][0] == 401
    assert holding("acc_niente").get(ME).content == found["unknown"][1]
    assert Client().get(ME).content == found["unknown"][1]


def _close(user: Any) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])


def _coordinate(user: Any) -> None:
    zone = Office.objects.get(kind="zone", parent=None)
    RoleGrant.objects.create(user=user, role="coordinator", office=zone, starts_on=TODAY)


def _leave(user: Any) -> None:
    Contract.objects.filter(operator__user=user).update(ends_on=TODAY)


def _lose(user: Any) -> None:
    RoleGrant.objects.filter(user=user).update(ends_on=TODAY)


@pytest.mark.parametrize("change", [_close, _coordinate, _leave, _lose])
def test_a_key_ends_with_what_gave_the_right_to_it(change: Any) -> None:
    client = program(cast.ANNA)
    assert client.get(ME).status_code == 200
    change(cast.user(cast.ANNA))
    assert client.get(ME).status_code == 401


def test_a_key_opens_from_its_networks() -> None:
    client = program(cast.ANNA, networks=["192.0.2.0/24", "2001:db8::/32"])
    assert client.get(ME, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get(ME, REMOTE_ADDR="2001:db8::9").status_code == 200
    assert client.get(ME, REMOTE_ADDR="198.51.100.1").status_code == 401
    assert client.get(ME, REMOTE_ADDR="non si sa").status_code == 401


def test_five_mistakes_close_the_door_to_that_key_and_to_no_other(
    time_stands: time_machine.Traveller,
) -> None:
    _key, secret = key_for(cast.ANNA)
    guess = f"{secret[:13]}{'x' * 43}"
    assert [holding(guess).get(ME).status_code for _ in range(6)] == [401] * 5 + [429]
    closed = holding(secret).get(ME)
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, "900")
    assert closed.headers["Content-Type"] == "application/problem+json"
    assert program(cast.GIULIA).get(ME).status_code == 200
    assert Attempt.objects.filter(user=cast.user(cast.ANNA)).count() == 0, (
        "the log-in of the person stays open"
    )
    time_stands.shift(timedelta(minutes=15, seconds=1))
    assert holding(secret).get(ME).status_code == 200


def test_fifty_mistakes_close_the_door_to_the_address() -> None:
    client = program(cast.ANNA)
    told = [holding(new_secret()[1]).get(ME).status_code for _ in range(51)]
    assert told == [401] * 50 + [429]
    assert client.get(ME).status_code == 429
    assert client.get(ME, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_a_key_in_the_address_or_in_a_cookie_opens_nothing() -> None:
    _key, secret = key_for(cast.ANNA)
    client = Client()
    client.cookies["sessionid"] = secret
    client.cookies["key"] = secret
    assert client.get(ME).status_code == 401
    assert Client().get(f"{ME}?key={secret}&api_key={secret}").status_code == 401
    assert Client(headers={"X-API-Key": secret}).get(ME).status_code == 401


def test_the_last_use_is_noted_once_a_minute(time_stands: time_machine.Traveller) -> None:
    key, secret = key_for(cast.ANNA)
    for seconds in (0, 30, 29):
        time_stands.shift(timedelta(seconds=seconds))
        holding(secret).get(ME, REMOTE_ADDR="192.0.2.9")
    key.refresh_from_db()
    assert (key.last_used_at, key.last_used_from) == (NOW, "192.0.2.9")
    time_stands.shift(timedelta(seconds=2))
    holding(secret).get(ME)
    key.refresh_from_db()
    assert key.last_used_at == NOW + timedelta(seconds=61)


def test_the_door_itself_takes_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The key; roles; contracts; two closed doors; the use (once a minute); what it has spent of its limit."""
    client = program(cast.ANNA)
    client.get(ME)
    with django_assert_num_queries(6):
        client.get(ME)


def test_no_log_holds_a_key(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    _key, secret = key_for(cast.ANNA)
    paths = [ME, "/api/v1/cases?limit=0", "/api/v1/nulla", "/api/v1/applications", f"{ME}?key={secret}"]
    for given in (secret, secret[:-2] + "xx"):
        for path in paths:
            holding(given).get(path)
    lines = [StructureFormatter().format(record) for record in caplog.records]
    written = "\n".join([*lines, *capfd.readouterr()])
    assert lines
    assert [piece for piece in (secret, secret[13:], secret[13:-2], secret[:13]) if piece in written] == []


# The pages of whoever administers


def sent(**changes: Any) -> dict[str, Any]:
    given = {
        "label": "Gestionale",
        "user": cast.user(cast.ANNA).pk,
        "scopes": ["cases"],
        "expires_on": date(2027, 3, 1).isoformat(),
        "networks": "192.0.2.0/24\n198.51.100.7",
    }
    return given | changes


def entered(username: str = cast.PAOLO) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def test_the_administrator_makes_a_key_sees_it_once_and_revokes_it() -> None:
    paolo = entered()
    made = paolo.post(reverse("api_key_new"), sent())
    key = ApiKey.objects.get()
    secret = made.content.decode().partition(f"acc_{key.prefix}_")[2][:43]
    whole = f"acc_{key.prefix}_{secret}"
    assert made.headers["Cache-Control"] == "no-store"
    assert (digest_of(whole), key.networks) == (key.digest, ["192.0.2.0/24", "198.51.100.7/32"])
    listed = paolo.get(reverse("api_keys")).content.decode()
    assert key.prefix in listed
    assert secret not in listed
    assert holding(whole).get(ME, REMOTE_ADDR="192.0.2.1").status_code == 200
    done = paolo.post(reverse("api_key_revoke", args=[key.pk]), {"reason": "Servizio finito"})
    assert done.headers["Location"] == reverse("api_keys")
    assert holding(whole).get(ME, REMOTE_ADDR="192.0.2.1").status_code == 401
    assert "Servizio finito" in paolo.get(reverse("api_keys")).content.decode()
    assert paolo.post(reverse("api_key_revoke", args=[key.pk]), {"reason": "Ancora"}).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": ""}, "label"),
        ({"user": ""}, "user"),
        ({"scopes": []}, "scopes"),
        ({"expires_on": "2026-11-23"}, "expires_on"),
        ({"networks": "ovunque"}, "networks"),
    ],
)
def test_a_refusal_names_the_field(changes: dict[str, Any], field: str) -> None:
    answer = entered().post(reverse("api_key_new"), sent(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert ApiKey.objects.count() == 0


def test_accounts_that_may_not_have_a_key_cannot_be_chosen() -> None:
    answer = entered().post(reverse("api_key_new"), sent(user=cast.user(cast.CARLA).pk))
    assert list(answer.context["form"].errors) == ["user"]


def test_making_and_revoking_ask_to_confirm_who_one_is(time_stands: time_machine.Traveller) -> None:
    key = key_for(cast.ANNA)[0]
    paolo = entered()
    time_stands.shift(timedelta(minutes=11))
    for url in (reverse("api_key_new"), reverse("api_key_revoke", args=[key.pk])):
        answer = paolo.post(url, sent(reason="persa"))
        assert (
            answer.status_code,
            "conferma" in answer.headers["Location"] or "reauth" in answer.headers["Location"],
        ) == (302, True)
    assert ApiKey.objects.filter(revoked_at=None).count() == 1


def test_the_list_takes_the_same_queries_however_many_keys() -> None:
    counts = []
    for _round in range(2):
        for _ in range(4):
            key_for(cast.ANNA)
        paolo = entered()
        with CaptureQueriesContext(connection) as asked:
            assert paolo.get(reverse("api_keys")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_revoking_twice_is_told() -> None:
    key = key_for(cast.ANNA)[0]
    paolo = cast.user(cast.PAOLO)
    with pytest.raises(OperationRefused):
        revoke_key(key=key, reason=" ", by=paolo, at=NOW)
    revoke_key(key=key, reason="persa", by=paolo, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        revoke_key(key=key, reason="persa", by=paolo, at=NOW)
