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

from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.operations import (
    add_contact,
    bar,
    grant_many,
    protect_person,
    set_residence,
    set_safe_contact,
)
from tests import cast
from tests.consistency.situation import Things
from tests.consistency.urls import named_addresses, table
from tests.scenarios import NOW, TODAY

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
# Who reads the case of the family and does not work on it.
READER = cast.LUCA
READ = sorted(name for name, line in TABLE["urls"].items() if line.get("as", "GET") in {"GET", "EDIT"})
OF_THE_FAMILY = sorted(
    name
    for name, line in TABLE["urls"].items()
    if set(map(str, line.get("with", {}).values())) & set(TABLE["family"])
)
FILES = ("xlsx", "csv")
SURNAME = b"Zaffirelli"
# Where the family hides, and whom to call without danger.
MARKERS = (b"Via Quarzite", b"555 71 93", b"5557193", b"rifugio@", b"Zia Ametista")


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
    with transaction.atomic():
        found = _visits(name)
        transaction.set_rollback(True)
    return found


def _visits(name: str) -> Visits:
    things, found = Things(), Visits()
    asked = asks(name, things)
    pages = [ask for ask in asked if ask.method == "GET"]
    forms = [ask for ask in asked if ask.method == "POST"]
    without_arguments = not named_addresses()[name]
    files = [Ask("GET", f"{ask.url}?formato={kind}") for ask in pages if without_arguments for kind in FILES]
    clients = {username: _client(username) for username in (*PLAYERS.values(), *OUTSIDERS.values(), READER)}
    for username, client in {**clients, NOBODY: Client()}.items():
        found.sent[username] = [_met(client, ask, things) for ask in forms]
    rename(things)
    hide(things)
    for username, client in {**clients, NOBODY: Client()}.items():
        found.read[username] = [_met(client, ask, things) for ask in pages]
        found.files[username] = [_met(client, ask, things) for ask in files]
    anna, carla = cast.user(cast.ANNA), cast.user(cast.CARLA)
    bar(user=carla, persons=Person.objects.all(), reason="relative", source="x", by=anna, at=NOW)
    found.barred = [_met(clients[cast.CARLA], ask, things) for ask in (*pages, *files, *forms)]
    return found


def rename(things: Things) -> None:
    """To a surname that nobody else has, on staff or in a list."""
    family = things.situation.family
    for row, column in (
        (family.household, "label"),
        *((person, "last_name") for person in (family.lucia, family.marta, family.nico)),
    ):
        setattr(row, column, SURNAME.decode())
        row.save(update_fields=[column])


def hide(things: Things) -> None:
    situation = things.situation
    family = situation.family
    for person in (family.lucia, family.marta, family.nico):
        home = family.lucia.residences.get(ends_on=None).municipality
        set_residence(person=person, municipality=home, on=TODAY, address="Via Quarzite 7")
    # The mother and the little one; Marta lives with them and nobody marked her.
    for person in (family.lucia, family.nico):
        add_contact(person=person, kind="phone", value="555 71 93", note="Zia Ametista")
        add_contact(person=person, kind="email", value="rifugio@esempio.it")
        protect_person(
            person=person,
            kind="address",
            reason="violence_centre",
            source="Centro Prova",
            starts_on=TODAY,
            by=situation.anna,
            at=NOW,
        )
        set_safe_contact(person=person, who="Zia Ametista", how="555 71 93", by=situation.anna, at=NOW)
    grant_many(
        persons=[family.lucia, family.marta, family.nico],
        user=cast.user(READER),
        depth=Depth.READ,
        reason="team",
        context=situation.case.pk,
        by=situation.carla,
        at=NOW,
    )


def _client(username: str) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(cast.user(username))
    return client


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
