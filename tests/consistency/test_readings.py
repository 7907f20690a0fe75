"""Every page that shows people says so: whatever names the family on screen or in a file leaves a reading of it."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.consistency.situation import Things
from tests.consistency.test_url_matrix import PLAYERS, TABLE, Ask, expected, morning
from tests.consistency.urls import named_addresses

__all__ = ["morning"]
READ = sorted(name for name, line in TABLE["urls"].items() if line.get("as", "GET") in {"GET", "EDIT"})
FILES = ("xlsx", "csv")
SURNAME = b"Zaffirelli"


def _asks(name: str) -> tuple[list[Ask], Things]:
    line, things = TABLE["urls"][name], Things()
    url = reverse(name, kwargs={key: things.of(thing) for key, thing in line.get("with", {}).items()})
    _rename(things)
    found = [Ask("GET", url, {})]
    if not named_addresses()[name]:
        found += [Ask("GET", f"{url}?formato={kind}", {}) for kind in FILES]
    return found, things


def _rename(things: Things) -> None:
    """To a surname that nobody else has, on staff or in a list."""
    family = things.situation.family
    for row, field in (
        (family.household, "label"),
        *((person, "last_name") for person in (family.lucia, family.marta, family.nico)),
    ):
        setattr(row, field, SURNAME.decode())
        row.save(update_fields=[field])


def _names(reading: Any, things: Things) -> bool:
    situation = things.situation
    family = situation.family
    whom = {situation.case.pk, family.lucia.pk, family.marta.pk, family.nico.pk, family.household.pk}
    return reading is not None and bool(whom & {reading.context, *reading.subjects})


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["social_worker", "coordinator", "partner"])
@pytest.mark.parametrize("name", READ)
def test_a_page_that_names_the_family_is_written_down(name: str, role: str) -> None:
    if not expected(TABLE["urls"][name], role) & {200}:
        return
    asks, things = _asks(name)
    client = Client()
    client.force_login(cast.user(PLAYERS[role]))
    for ask in asks:
        with transaction.atomic():
            answer = ask.answer(client)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        if answer.status_code in {200, 422} and SURNAME in content:
            assert _names(getattr(answer, "reading", None), things), ask.url
