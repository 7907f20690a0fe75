"""Anna’s family with what a record holds; files of each test in a folder of its own."""

from pathlib import Path

import pytest
from django.test import Client

from accanto.casework.cases.queries import for_page
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import Situation, family_in_charge


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    storages = {**settings.STORAGES}  # type: ignore[attr-defined]
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages  # type: ignore[attr-defined]


@pytest.fixture
def made(db: None) -> Situation:
    return family_in_charge("Campioni")


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def as_seen(made: Situation, user: User):  # type: ignore[no-untyped-def]
    return for_page(user).get(pk=made.case.pk)
