"""Zeno learns with Anna, on one of her families; every test may add what it needs."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from accanto.casework.training import operations
from accanto.casework.training.models import Traineeship
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, Situation, family_in_charge

LAST_DAY = date(2027, 2, 26)


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    storages = {**settings.STORAGES}  # type: ignore[attr-defined]
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages  # type: ignore[attr-defined]


@dataclass
class Learning:
    situation: Situation
    traineeship: Traineeship
    zeno: User
    anna: User


def traineeship_of(student: User, tutor: User, **changes: object) -> Traineeship:
    given = {"body": "Università di Esempio, servizio sociale", "starts_on": NOW.date(), "last_day": LAST_DAY}
    return operations.plan_traineeship(
        student=student,
        tutor=tutor,
        by=cast.user(cast.PAOLO),
        at=NOW,
        **{**given, **changes},  # type: ignore[arg-type]
    )


@pytest.fixture
def learning(db: None) -> Learning:
    situation = family_in_charge("Zaffirelli")
    zeno = cast.user(cast.ZENO)
    made = traineeship_of(zeno, situation.anna)
    operations.choose_case(
        traineeship=made, case=situation.case, reason="Un inizio da seguire", by=situation.anna, at=NOW
    )
    return Learning(situation, made, zeno, situation.anna)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
