"""Accesses out of pattern: what is found, what is not, and what a review needs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accanto.core.errors import OperationRefused
from accanto.core.transitions import TransitionRefused
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Identifier
from accanto.people.persons.operations import grant_many
from accanto.steering.privacy import operations
from accanto.steering.privacy.models import Finding
from accanto.steering.privacy.patterns import Opening, patterns_of
from accanto.steering.privacy.queries import code_of
from accanto.territory.places.models import Municipality
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _opens(username: str, situation: Situation, page: str = "", **headers: str) -> int:
    client = Client()
    client.force_login(cast.user(username))
    return client.get(f"/casi/{situation.case.pk}/{page}", headers=headers).status_code


def _look() -> dict[tuple[str, str], Finding]:
    """The database says when something was opened: its own clock, which tests do not move."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    operations.look_for_findings(since=now - timedelta(hours=1), at=now + timedelta(seconds=1))
    rows = Finding.objects.select_related("user").exclude(rule="off_hours")
    return {(row.rule, row.user.username): row for row in rows}


def _let_see(situation: Situation, username: str, reason: str) -> None:
    people = situation.family
    grant_many(
        persons=[people.lucia, people.marta, people.nico],
        user=cast.user(username),
        depth=Depth.WORK,
        reason=reason,
        context=situation.case.pk,
        by=situation.carla,
        at=NOW - timedelta(hours=1),
    )


def test_who_follows_a_case_opens_it_without_a_word() -> None:
    situation = family_in_charge("Esempio")
    assert _opens(cast.ANNA, situation) == 200
    assert _look() == {}


def test_an_operator_with_the_surname_of_the_household_is_found() -> None:
    situation = family_in_charge("Campioni")
    _let_see(situation, cast.LUCA, GrantReason.CO_WORK)
    assert _opens(cast.LUCA, situation) == 200
    found = _look()
    assert set(found) == {("same_surname", cast.LUCA)}
    row = found["same_surname", cast.LUCA]
    assert (row.people, len(row.evidence), row.evidence[0]["context"]) == (1, 1, str(situation.case.pk))
    assert "Campioni" not in str(row.evidence)


def test_a_coordinator_is_found_only_after_several_cases_that_are_not_theirs() -> None:
    for number in range(4):
        assert _opens(cast.CARLA, family_in_charge(f"Esempio{number}")) == 200
    assert _look() == {}
    assert _opens(cast.CARLA, family_in_charge("Esempio5")) == 200
    found = _look()
    assert found["outside_caseload", cast.CARLA].people == 5


def test_a_neighbour_is_recognised_by_what_the_operator_declared() -> None:
    situation = family_in_charge("Esempio")
    operations.keep_operator_home(
        user=situation.anna,
        codice_fiscale="",
        municipality=Municipality.objects.get(name="Pistoia"),
        address="via degli esempi, 1",
        by=cast.user(cast.OLGA),
        at=NOW,
    )
    _opens(cast.ANNA, situation)
    assert set(_look()) == {("same_home", cast.ANNA)}


def test_an_operator_who_opens_their_own_file_is_recognised_by_their_code() -> None:
    situation = family_in_charge("Esempio")
    Identifier.objects.create(person=situation.family.lucia, kind="codice_fiscale", value="SMPLCU88E54G713X")
    operations.keep_operator_home(
        user=situation.anna,
        codice_fiscale="smplcu88e54g713x",
        municipality=None,
        address="",
        by=cast.user(cast.OLGA),
        at=NOW,
    )
    _opens(cast.ANNA, situation)
    assert set(_look()) == {("same_home", cast.ANNA)}


def test_an_urgent_access_is_found_and_reviewed_within_two_working_days() -> None:
    situation = family_in_charge("Esempio")
    _let_see(situation, cast.GIULIA, GrantReason.BREAK_GLASS)
    _opens(cast.GIULIA, situation)
    found = _look()
    assert ("break_glass", cast.GIULIA) in found


def test_looking_twice_finds_nothing_new_and_more_accesses_open_a_review_again() -> None:
    olga = cast.user(cast.OLGA)
    cases = [family_in_charge(f"Esempio{number}") for number in range(6)]
    for situation in cases[:5]:
        _opens(cast.CARLA, situation)
    row = _look()["outside_caseload", cast.CARLA]
    operations.review_finding(finding=row, outcome="justified", note="Supervisione.", by=olga, at=NOW)
    assert _look()["outside_caseload", cast.CARLA].state == "justified"
    _opens(cast.CARLA, cases[5])
    again = _look()["outside_caseload", cast.CARLA]
    assert (again.pk, again.state, again.people) == (row.pk, "to_review", 6)
    assert again.reviews.count() == 1


def test_a_namesake_once_justified_is_not_asked_about_again() -> None:
    situation, olga = family_in_charge("Campioni"), cast.user(cast.OLGA)
    _let_see(situation, cast.LUCA, GrantReason.CO_WORK)
    _opens(cast.LUCA, situation)
    row = _look()["same_surname", cast.LUCA]
    operations.review_finding(finding=row, outcome="justified", note="Omonimia.", by=olga, at=NOW)
    _opens(cast.LUCA, situation, "nucleo/")
    assert _look()["same_surname", cast.LUCA].state == "justified"
    other = family_in_charge("Campioni", town="Quarrata")
    _let_see(other, cast.LUCA, GrantReason.CO_WORK)
    _opens(cast.LUCA, other)
    Finding.objects.filter(pk=row.pk).update(day=TODAY - timedelta(days=400))
    _look()
    fresh = Finding.objects.get(rule="same_surname", state="to_review")
    assert [entry["context"] for entry in fresh.evidence] == [str(other.case.pk)]


def _openings(times: list[datetime], **facts: Any) -> list[Opening]:
    from uuid import uuid4

    common: dict[str, Any] = {
        "user_id": 1,
        "subject": None,
        "page": "case",
        "kind": "opened",
        "right": "assignment",
        "depth": 40,
        "address": None,
        "own": True,
        "same_surname": False,
        "same_home": False,
    }
    return [Opening(**{**common, "at": at, "context": uuid4(), **facts}) for at in times]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (moment(TODAY, 6, 59), True),
        (moment(TODAY, 7, 0), False),
        (moment(TODAY, 19, 59), False),
        (moment(TODAY, 20, 0), True),
        (moment(date(2026, 11, 22), 10), True),  # a Sunday
        (moment(date(2026, 12, 8), 10), True),  # a national holiday
        (moment(date(2026, 7, 25), 10), True),  # a Saturday, and San Jacopo
    ],
)
def test_night_sunday_and_holiday_stand_out(at: datetime, found: bool) -> None:
    rules = [pattern.rule for pattern in patterns_of(_openings([at]), {1: "047014"})]
    assert rules == (["off_hours"] if found else [])


@pytest.mark.parametrize(("minutes", "found"), [(2, 30), (3, 0)])
def test_many_in_a_row_counts_different_people_within_the_hour(minutes: int, found: int) -> None:
    times = [moment(TODAY, 9) + timedelta(minutes=minutes * n) for n in range(30)]
    patterns = patterns_of(_openings(times), {})
    assert [pattern.people for pattern in patterns] == ([found] if found else [])


def test_the_same_case_many_times_is_not_many_people() -> None:
    from uuid import uuid4

    times = [moment(TODAY, 9) + timedelta(minutes=n) for n in range(50)]
    assert patterns_of(_openings(times, context=uuid4()), {}) == []


def _finding() -> tuple[Situation, Finding]:
    situation = family_in_charge("Campioni")
    _let_see(situation, cast.LUCA, GrantReason.CO_WORK)
    _opens(cast.LUCA, situation)
    return situation, _look()["same_surname", cast.LUCA]


def test_a_review_needs_words_is_not_ones_own_and_is_not_done_twice() -> None:
    _situation, row = _finding()
    olga = cast.user(cast.OLGA)
    with pytest.raises(OperationRefused, match="perché"):
        operations.review_finding(finding=row, outcome="justified", note="  ", by=olga, at=NOW)
    with pytest.raises(OperationRefused):
        operations.review_finding(finding=row, outcome="justified", note="x", by=cast.user(cast.LUCA), at=NOW)
    operations.review_finding(finding=row, outcome="follow_up", note="Da sentire.", by=olga, at=NOW)
    operations.review_finding(finding=row, outcome="justified", note="Omonimia.", by=olga, at=NOW)
    with pytest.raises(TransitionRefused):
        operations.review_finding(finding=row, outcome="justified", note="Ancora.", by=olga, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.reviewed_by_id, row.reviews.count()) == ("justified", olga.pk, 2)


def test_the_officer_sees_no_name_until_asking_for_it_with_a_reason() -> None:
    situation, row = _finding()
    client = Client()
    client.force_login(cast.user(cast.OLGA))
    listed, opened = client.get("/riservatezza/"), client.get(f"/riservatezza/rilievi/{row.pk}/")
    assert (listed.status_code, opened.status_code) == (200, 200)
    code = code_of(situation.case.pk)
    assert code in opened.content.decode()
    for answer in (listed, opened):
        text = answer.content.decode().replace("Luca Campioni", "")
        assert "Campioni" not in text
        assert situation.case.number not in text
    address = f"/riservatezza/rilievi/{row.pk}/nome/{situation.case.pk}/"
    assert client.post(address, {"reason": ""}).status_code == 422
    shown = client.post(address, {"reason": "Verifica di parentela"})
    assert shown.status_code == 200
    assert "Campioni" in shown.content.decode()
    assert client.get(f"/casi/{situation.case.pk}/").status_code == 403


def test_the_night_looks_in_nobodys_name() -> None:
    """Row-level security shows the job no person: what it needs to know, the database tells it without names."""
    situation = family_in_charge("Campioni")
    _let_see(situation, cast.LUCA, GrantReason.CO_WORK)
    _opens(cast.LUCA, situation)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('accanto.user', '', TRUE), set_config('accanto.purpose', '', TRUE)")
        cursor.execute("SELECT count(*) FROM persons_person")
        assert cursor.fetchone() == (0,)
    assert set(_look()) == {("same_surname", cast.LUCA)}


def test_the_officers_day_begins_with_what_waits() -> None:
    client = Client()
    client.force_login(cast.user(cast.OLGA))
    home = client.get("/").content.decode()
    assert "Niente salta all’occhio." in home
    _finding()
    home = client.get("/").content.decode()
    assert "da verificare" in home
    assert "Il primo va verificato entro" in home
    assert "niente ti aspetta" not in home


def test_a_code_from_elsewhere_is_not_opened_through_a_finding() -> None:
    _situation, row = _finding()
    other = family_in_charge("Esempio")
    with pytest.raises(OperationRefused):
        operations.reveal_name(
            finding=row, whom=other.case.pk, reason="Curiosità", address=None, by=cast.user(cast.OLGA)
        )


def test_the_name_that_was_shown_stands_in_the_list_of_who_opened_the_case() -> None:
    situation, row = _finding()
    operations.reveal_name(
        finding=row, whom=situation.case.pk, reason="Verifica", address="192.0.2.7", by=cast.user(cast.OLGA)
    )
    client = Client()
    client.force_login(situation.carla)
    page = client.get(f"/riservatezza/cartelle/{situation.case.pk}/").content.decode()
    assert "Olga Riservati" in page
    assert "«Verifica»" in page


def test_a_review_that_cannot_be_kept_is_drawn_again_with_its_words() -> None:
    _situation, row = _finding()
    client = Client()
    client.force_login(cast.user(cast.OLGA))
    answer = client.post(f"/riservatezza/rilievi/{row.pk}/esito/", {"note": "Sentita la coordinatrice."})
    assert answer.status_code == 422
    assert "Sentita la coordinatrice." in answer.content.decode()
