"""No address answers a hostile query or form with a server error, whoever sends it.

`ACCANTO_FUZZ_ROUNDS` and `ACCANTO_FUZZ_SEED` make the hunt longer and start it elsewhere.
"""

import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.urls.converters import IntConverter, UUIDConverter

from accanto.casework.cases.models import Case
from accanto.core.forms.base import AccantoForm
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from tests import cast
from tests.consistency.situation import Things
from tests.consistency.stage import family
from tests.consistency.urls import table
from tests.scenarios import NOW

SOURCES = Path(__file__).parents[2] / "src" / "accanto"
ROUNDS = int(os.environ.get("ACCANTO_FUZZ_ROUNDS", "1"))
SEED = os.environ.get("ACCANTO_FUZZ_SEED", "accanto")
TABLE = table()["urls"]

DAYS = [
    "0001-01-01",
    "9999-12-31",
    "2023-02-29",
    "31 febbraio",
    "23 novembre 2026",
    "2026-11-20",
    "2026-12-03",
]
MOMENTS = ["2026-10-25T02:30", "2026-03-29T02:30", "9999-12-31T23:59", "0001-01-01T00:00", "2026-11-20T10:00"]
NUMBERS = ["-5", "0", "1", "2", "99999999999999999999", "1e400", "NaN", "-12,50", "1.234,50", "٣"]
WORDS = ["", "abc", "=1+1", "x" * 5_000, "\ud7ff’«»", "%", "_", "\\", "²", "null", "[]", '{"a": 1}']
LONG = "lungo " * 84_000  # half a megabyte
ANYTHING = [*DAYS, *MOMENTS, *NUMBERS, *WORDS]
# Roles that together open every door.
PLAYERS = [cast.CARLA, cast.ANNA, cast.BRUNO, cast.MARCO, cast.PAOLO, cast.ZENO, cast.DARIO, cast.OLGA]


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@cache
def names(method: str) -> list[str]:
    """Every parameter that some view or form reads by name."""
    read = re.compile(rf"""{method}(?:\.get|\.getlist)?[(\[]\s*["'](\w+)["']""")
    found = {
        name for file in SOURCES.rglob("*.py") for name in read.findall(file.read_text(encoding="utf-8"))
    }
    return sorted(found | set(fields()))


@cache
def fields() -> dict[str, list[forms.Field]]:
    """Every field of every form of ours, by its name."""
    found: dict[str, list[forms.Field]] = {}
    waiting = [AccantoForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        for name, field in form.base_fields.items():  # type: ignore[attr-defined]
            found.setdefault(name, []).append(field)
    return found


@cache
def texts() -> list[str]:
    """Fields in which anything may be written."""
    return sorted(
        name for name, kinds in fields().items() if any(type(one) is forms.CharField for one in kinds)
    )


def somebody() -> list[str]:
    """Ids of people, accounts, cases and offices, most of whom whoever sends must not name."""
    return [
        str(pk) for model in (Person, User, Case, Office) for pk in model.objects.values_list("pk", flat=True)
    ]


def value(name: str, dice: random.Random, others: list[str]) -> Any:
    """Half of the time something that the field would take, so that the operations are reached too."""
    kinds = fields().get(name, [])
    if not kinds or dice.random() < 0.4:
        return dice.choice(ANYTHING)
    field = dice.choice(kinds)
    if isinstance(field, forms.ModelChoiceField) or (
        isinstance(field, forms.ChoiceField) and dice.random() < 0.3
    ):
        return dice.choice(others)
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("a\x00b.pdf", dice.choice([b"", b"\x00\xff", b"%PDF-1.4"]))
    if isinstance(field, forms.DateTimeField):
        return dice.choice(MOMENTS)
    if isinstance(field, forms.DateField):
        return dice.choice(DAYS)
    if isinstance(field, forms.DecimalField | forms.IntegerField):
        return dice.choice(NUMBERS)
    choices = [
        str(key) for key, _label in getattr(field, "choices", []) if not isinstance(_label, list | tuple)
    ]
    return dice.choice(choices or ANYTHING)


def sendings(name: str, dice: random.Random, others: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    line = TABLE[name]
    kind = line.get("as", "GET")
    for _round in range(ROUNDS):
        if kind != "POST":
            yield (
                "get",
                {each: str(value(each, dice, others)) for each in names("GET") if dice.random() < 0.5},
            )
            yield "get", {dice.choice(names("GET")): dice.choice([*ANYTHING, "a\x00b"])}
        if kind != "GET":
            sent = {each: value(each, dice, others) for each in names("POST") if dice.random() < 0.8}
            yield "post", sent
            yield "post", {**sent, dice.choice(names("POST")): "a\x00b"}
            yield "post", {**sent, dice.choice(texts()): LONG}
            yield "json", {}


def status(user: User, method: str, url: str, data: dict[str, Any]) -> int | str:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with transaction.atomic():
        if method == "json":
            answer = client.post(url, '{"a": "\\u0000", ', content_type="application/json")
        else:
            answer = getattr(client, method)(url, data)
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code if not answer.exc_info else repr(answer.exc_info[1])[:300]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(TABLE))
def test_hostile_input_is_never_a_server_error(name: str) -> None:
    with family().played() as things:
        assert _failed(name, things) == []


def _failed(name: str, things: Things) -> list[tuple[str, str, int | str, dict[str, str]]]:
    dice = random.Random(f"{SEED} {name}")  # noqa: S311  (the same dice every time)
    url = reverse(name, kwargs={key: things.of(thing) for key, thing in TABLE[name].get("with", {}).items()})
    permission = getattr(resolve(url).func, "permission", None)
    players = [user for user in map(cast.user, PLAYERS) if permission is None or user.may(permission)]
    failed = []
    for method, data in sendings(name, dice, somebody()):
        player = dice.choice(players)
        answer = status(player, method, url, data)
        if isinstance(answer, str) or answer >= 500:
            told = {key: str(said)[:200] for key, said in data.items()}
            failed.append((player.username, method, answer, told))
    return failed


def converters(name: str) -> dict[str, object]:
    """How the address reads each of its parts."""
    resolver, (room, _colon, last) = get_resolver(), name.rpartition(":")
    if room:
        _prefix, resolver = resolver.namespace_dict[room]
    _possible, _pattern, _defaults, kinds = resolver.reverse_dict.getlist(last)[0]
    return {key: kinds.get(key) for key in TABLE[name]["with"]}


def strange(key: str, kind: object) -> object:
    """A value that the address takes and that names nothing; `pk` is more than a column holds."""
    if isinstance(kind, UUIDConverter):
        return uuid4()
    if isinstance(kind, IntConverter):
        return 2**70 if key == "pk" else 2**62
    return "boh"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", sorted(name for name, line in TABLE.items() if line.get("with") and name != "draft_save")
)
def test_what_does_not_exist_is_never_a_server_error(name: str) -> None:
    url = reverse(name, kwargs={key: strange(key, kind) for key, kind in converters(name).items()})
    for player in (cast.CARLA, cast.PAOLO):
        for method in ("get", "post"):
            answer = status(cast.user(player), method, url, {})
            assert answer in {302, 400, 403, 404, 405}, (player, method, answer)
