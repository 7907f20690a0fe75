"""Dario receives at the URP of Pistoia, Anna at the desk of her Polo; it is Monday, and both have just opened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from accanto.access.desk import operations
from accanto.access.desk.models import AccessPoint, Contact
from accanto.access.desk.operations import Asked, Came
from accanto.access.directory.facts import EntryFacts
from accanto.access.directory.models import Entry
from accanto.access.directory.operations import publish_entry, write_entry
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person, grant_access
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW

INFORMED = (Came("information", words="Orari del nido"),)


def urp() -> AccessPoint:
    return AccessPoint.objects.select_related("office", "unit").get(office__code="urp-pistoia")


def polo() -> AccessPoint:
    return AccessPoint.objects.select_related("office", "unit").get(office__code="polo-pistoia-nord")


def dario() -> User:
    return cast.user(cast.DARIO)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def somebody(
    first_name: str = "Ada", last_name: str = "Esempio", *, seen_by: Sequence[User] = (), at: datetime = NOW
) -> Person:
    """A person whom some operators see as a card."""
    person = create_person(first_name=first_name, last_name=last_name, by=dario(), at=at)
    for user in seen_by:
        grant_access(
            person=person, user=user, depth=Depth.CARD, reason=GrantReason.REGISTERED, by=user, at=at
        )
    return person


def asked(**given: Any) -> Asked:
    return Asked(**{"channel": "in_person", "identity": "anonymous", "needs": ["housing"], **given})


def contact(
    point: AccessPoint | None = None,
    *,
    by: User | None = None,
    at: datetime = NOW,
    came: Sequence[Came] = INFORMED,
    unmet: dict[str, str] | None = None,
    ticket: Any = None,
    **given: Any,
) -> Contact:
    return operations.register_contact(
        point=point or urp(),
        key=uuid4(),
        asked=asked(**given),
        came=came,
        unmet=unmet,
        ticket=ticket,
        by=by or dario(),
        at=at,
    )


def entry(name: str = "Agenzia sociale per la casa", *, at: datetime = NOW) -> Entry:
    """A published service that answers a need of housing."""
    facts = EntryFacts(
        name=name,
        description="Aiuta a trovare e a tenere una casa in affitto.",
        provider="Associazione di volontariato Prova",
        needs=("housing", "eviction"),
        telephone="0573 555 401",
        documents="contratto d’affitto\nISEE",
        keeper=dario(),
    )
    return publish_entry(entry=write_entry(facts=facts, by=dario(), at=at), by=dario(), at=at)
