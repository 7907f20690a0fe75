"""What the cast met at one address, asked once and looked at by every rule of this folder.

The family is Anna's; between the first and the last question it gets a name that nobody else has, goes into hiding, and
Carla is barred from it. Whatever an answer changes is undone before the next one asks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import transaction
from django.http.cookie import SimpleCookie
from django.test import Client
from django.urls import resolve, reverse

from accanto.people.persons.models import Person
from accanto.people.persons.operations import bar
from tests import cast
from tests.consistency import stage
from tests.consistency.hiding import MARKERS, READER, SURNAME, hide, rename
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
NOBODY = ""
READ = sorted(name for name, line in TABLE["urls"].items() if line.get("as", "GET") in {"GET", "EDIT"})
OF_THE_FAMILY = sorted(
    name
    for name, line in TABLE["urls"].items()
    if set(map(str, line.get("with", {}).values())) & set(TABLE["family"])
)
FILES = ("xlsx", "csv")


@dataclass(frozen=True)
class Ask:
    """One address as a browser asks for it."""

    method: str
    url: str
    sent: dict[str, Any] = field(default_factory=dict)

    def answer(self, client: Client) -> Any:
        # A form of ours is never empty: it carries at least its token.
        data = {"csrfmiddlewaretoken": "x", **self.sent} if self.method == "POST" else {}
        return client.generic(self.method, self.url) if not data else client.post(self.url, data)

    @property
    def permission(self) -> str | None:
        found: str | None = getattr(resolve(self.url).func, "permission", None)
        return found


@dataclass(frozen=True)
class Met:
    """One answer, as far as a rule asks about it. `read`: a reading of somebody of the family was written down."""

    ask: Ask
    status: int
    location: str
    named: bool
    read: bool
    markers: frozenset[bytes]


@dataclass
class Visits:
    """By account: what reading the page gave, its files, what sending its form gave; what Carla met when barred.

    Forms are sent before the family hides, so that what may be written is asked of an ordinary case; pages are read
    when it has, so that all of them are looked at for what must not stand on them.
    """

    read: dict[str, list[Met]] = field(default_factory=dict)
    files: dict[str, list[Met]] = field(default_factory=dict)
    sent: dict[str, list[Met]] = field(default_factory=dict)
    barred: list[Met] = field(default_factory=list)


def asks(name: str, things: Things) -> list[Ask]:
    """A page is read, an action is sent, an editor both."""
    line = TABLE["urls"][name]
    url = reverse(name, kwargs={key: things.of(thing) for key, thing in line.get("with", {}).items()})
    sent = {key: things.of(thing) for key, thing in line.get("send", {}).items()}
    methods = {"GET": ["GET"], "POST": ["POST"], "EDIT": ["GET", "POST"]}[line.get("as", "GET")]
    return [Ask(method, url, sent) for method in methods]


@cache
def visits(name: str) -> Visits:
    """Needs the database; leaves it as it was."""
    found = Visits()
    with stage.family().played() as things:
        asked = asks(name, things)
        pages = [ask for ask in asked if ask.method == "GET"]
        forms = [ask for ask in asked if ask.method == "POST"]
        plain = not named_addresses()[name]
        files = [Ask("GET", f"{ask.url}?formato={kind}") for ask in pages if plain for kind in FILES]
        accounts = (*PLAYERS.values(), *OUTSIDERS.values(), READER)
        clients = {**{username: stage.family().client(username) for username in accounts}, NOBODY: Client()}
        for username, client in clients.items():
            found.sent[username] = [_met(client, ask, things) for ask in forms]
        rename(things)
        hide(things)
        for username, client in clients.items():
            found.read[username] = [_met(client, ask, things) for ask in pages]
            found.files[username] = [_met(client, ask, things) for ask in files]
        anna, carla = cast.user(cast.ANNA), cast.user(cast.CARLA)
        bar(user=carla, persons=Person.objects.all(), reason="relative", source="x", by=anna, at=NOW)
        found.barred = [_met(clients[cast.CARLA], ask, things) for ask in (*pages, *files, *forms)]
    return found


def _met(client: Client, ask: Ask, things: Things) -> Met:
    with _undone(client):
        answer = ask.answer(client)
        # A file is closed when it has been read.
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Met(
        ask,
        answer.status_code,
        answer.headers.get("Location", ""),
        SURNAME in content,
        _is_about(getattr(answer, "reading", None), things),
        frozenset(marker for marker in MARKERS if marker in content),
    )


@contextmanager
def _undone(client: Client) -> Iterator[None]:
    cookies = client.cookies.output(header="")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)


def _is_about(reading: Any, things: Things) -> bool:
    situation = things.situation
    family = situation.family
    whom = {situation.case.pk, family.lucia.pk, family.marta.pk, family.nico.pk, family.household.pk}
    return reading is not None and bool(whom & {reading.context, *reading.subjects})
