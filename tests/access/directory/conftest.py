"""Dario keeps the directory at the desk; every test writes the entries that it needs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accanto.access.directory import operations
from accanto.access.directory.facts import EntryFacts, PlaceFacts
from accanto.access.directory.models import Entry
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW

Write = Callable[..., Entry]


def town(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


def facts(**changes: Any) -> EntryFacts:
    given: dict[str, Any] = {
        "name": "Emporio della prova",
        "description": "Si sceglie la spesa con una tessera a punti.",
        "provider": "Associazione Immaginaria",
        "needs": ("food",),
        "keeper": cast.user(cast.DARIO),
        "places": (
            PlaceFacts(
                address="Via Inventata 1", municipality=town("Pistoia"), hours=[[1, "09:00", "13:00"]]
            ),
        ),
    }
    return EntryFacts(**{**given, **changes})


@pytest.fixture
def write(db: None) -> Write:
    def made(*, published: bool = True, at: Any = NOW, **changes: Any) -> Entry:
        dario = cast.user(cast.DARIO)
        entry = operations.write_entry(facts=facts(**changes), by=dario, at=at)
        return operations.publish_entry(entry=entry, by=dario, at=at) if published else entry

    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
