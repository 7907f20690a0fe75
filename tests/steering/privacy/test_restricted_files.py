"""What leaves as a file while the data of somebody are restricted (GDPR art. 18): their row stays, and is counted."""

import csv
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accanto.people.persons.models import Restriction
from accanto.steering.privacy.operations import end_restriction_of, restrict_for
from tests import cast
from tests.scenarios import NOW, TODAY
from tests.steering.indicators import situation as indicators
from tests.steering.privacy.asking import asked_by

pytestmark = pytest.mark.django_db

STAYED = "1 riga non è in questo file: i dati di qualcuno che vi compare sono limitati (GDPR art. 18)."


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two() -> tuple[indicators.Built, indicators.Built]:
    days = {"analysis_on": date(2026, 6, 10), "defined_on": date(2026, 7, 1), "started_on": date(2026, 7, 6)}
    return indicators.household(**days), indicators.household(**days)


def lines(address: str) -> list[list[str]]:
    client = Client()
    client.force_login(cast.user(cast.CARLA))
    answer = client.get(address, {"formato": "csv"})
    return list(
        csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines(), delimiter=";")
    )


def restrict(built: indicators.Built) -> Restriction:
    request = asked_by(built.people[0], "restriction")
    return restrict_for(
        request=request, ground="accuracy", reason="La residenza", by=cast.user(cast.OLGA), at=NOW
    )


ADDRESSES = {
    "cases": lambda: reverse("cases"),
    "projects": lambda: reverse("projects"),
    "applications": lambda: reverse("outcomes:applications"),
    "rows of a figure": lambda: reverse("indicator_rows", args=["applications"]),
}


@pytest.mark.parametrize("where", ADDRESSES)
def test_their_row_stays_and_the_file_says_so(
    two: tuple[indicators.Built, indicators.Built], where: str
) -> None:
    address = ADDRESSES[where]()
    before = lines(address)
    assert len(before) == 3
    restrict(two[0])
    after = lines(address)
    assert len(after) == 3
    assert after[1] in before
    assert after[2] == [STAYED, *[""] * (len(before[0]) - 1)]
    end_restriction_of(
        request=two[0].people[0].privacy_requests.get(), reason="Verificata", told_on=TODAY, told_how="PEC",
        by=cast.user(cast.OLGA), at=NOW,
    )  # fmt: skip
    assert lines(address) == before
