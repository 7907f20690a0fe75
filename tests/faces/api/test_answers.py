"""What a program is told: pages without gaps, marks of what has not changed, refusals, what is written down."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accanto.access.outcomes.models import Application
from accanto.casework.cases.models import DiaryEntry
from accanto.casework.cases.operations import write_diary
from accanto.foundation.audit.operations import record
from accanto.foundation.jobs.models import Job
from accanto.foundation.jobs.operations import perform_job
from accanto.foundation.limits.middleware import pace
from accanto.people.persons.operations import set_codice_fiscale
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.masking import shown_to
from accanto.steering.indicators.queries import all_figures
from accanto.steering.indicators.queries.report import as_json
from accanto.steering.indicators.telling import shown_as_json
from tests import cast
from tests.access.outcomes.conftest import _own_files
from tests.access.outcomes.samples import as_csv, code_of, many, row
from tests.faces.api.programs import program
from tests.foundation.audit.conftest import owner
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, moment

__all__ = ["_own_files", "owner"]
pytestmark = pytest.mark.django_db
V1 = "/api/v1"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def time_stands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def pages(client: Client, path: str, limit: int) -> list[list[Any]]:
    """Every page, following `next`."""
    found, cursor = [], ""
    while True:
        answer = client.get(path, {"limit": limit, **({"cursor": cursor} if cursor else {})}).json()
        found.append(answer["items"])
        cursor = answer["next"]
        if not cursor:
            return found


# Lists


def test_pages_neither_skip_nor_repeat_while_cases_are_added() -> None:
    days = [
        date(2026, 11, 12),
        date(2026, 11, 12),
        date(2026, 11, 12),
        date(2026, 11, 10),
        date(2026, 11, 11),
    ]
    for day in days:
        family_in_charge(assigned_on=day)
    client = program(cast.ANNA)
    found = pages(client, f"{V1}/cases", 2)
    assert [len(page) for page in found] == [2, 2, 1]
    rows = [one for page in found for one in page]
    assert [one["opened_on"] for one in rows] == sorted((day.isoformat() for day in days), reverse=True)
    assert len({one["id"] for one in rows}) == 5
    first = client.get(f"{V1}/cases", {"limit": 3}).json()
    family_in_charge(assigned_on=date(2026, 11, 20))
    rest = client.get(f"{V1}/cases", {"cursor": first["next"]}).json()["items"]
    assert [one["id"] for one in rest] == [one["id"] for one in rows[3:]]


def test_what_happened_in_one_moment_is_split_over_pages_without_loss(made: Situation) -> None:
    for number in range(3):
        for kind in ("interview", "phone"):
            write_diary(
                case=made.case, kind=kind, text=f"Nota {number}", happened_at=NOW, by=made.anna, at=NOW
            )
        record(
            "api.key.revoked", by=made.anna, at=NOW, context=made.case.pk, label="x", prefix="y", reason="–"
        )
    client = program(cast.ANNA)
    path = f"{V1}/cases/{made.case.pk}/timeline"
    whole = pages(client, path, 100)
    assert [one for page in pages(client, path, 2) for one in page] == whole[0]
    assert len({one["id"] for one in whole[0]}) == len(whole[0])
    assert DiaryEntry.objects.count() == 6
    assert len([one for one in whole[0] if one["kind"] == "diary"]) == 6
    assert [one["at"] for one in whole[0]] == sorted((one["at"] for one in whole[0]), reverse=True)


def test_filters_narrow(made: Situation) -> None:
    client = program(cast.ANNA)

    def found(**asked: str) -> int:
        return len(client.get(f"{V1}/cases", asked).json()["items"])

    assert found() == found(state="open") == found(unit="polo-pistoia-nord") == 1
    assert found(state="closed") == found(unit="servizio-quarrata") == 0
    before, after = moment(date(2026, 11, 12)), moment(date(2026, 11, 13))
    assert found(changed_since=before.isoformat()) == 1
    assert found(changed_since=after.isoformat()) == 0
    record("api.key.revoked", by=made.anna, at=NOW, context=made.case.pk, label="x", prefix="y", reason="z")
    assert found(changed_since=after.isoformat()) == 1


def test_lists_and_single_things_take_the_same_queries_however_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = family_in_charge()
    client = program(cast.ANNA)
    client.get(f"{V1}/me")
    counted: dict[str, list[int]] = {}
    paths = {
        "cases": f"{V1}/cases",
        "case": f"{V1}/cases/{first.case.pk}",
        "timeline": f"{V1}/cases/{first.case.pk}/timeline",
        "person": f"{V1}/persons/{first.family.lucia.pk}",
    }
    client.get(paths["case"])  # the medians of the zone are counted once an hour
    for _round in range(2):
        for name, path in paths.items():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counted.setdefault(name, []).append(len(asked))
        for surname in ("Esempio", "Modello", "Finti"):
            family_in_charge(surname)
        for number in range(5):
            write_diary(
                case=first.case, kind="phone", text=str(number), happened_at=NOW, by=first.anna, at=NOW
            )
    assert {name: before for name, (before, after) in counted.items() if before != after} == {}
    assert counted["cases"][0] <= 10
    assert counted["case"][0] <= 18
    assert counted["timeline"][0] <= 10
    assert counted["person"][0] <= 12


def test_applications_take_the_same_queries_however_many() -> None:
    client = program(cast.MARCO)
    counts = []
    for number in (3, 20):
        _import(client, many(number))
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"{V1}/applications")
        counts.append(len(asked))
        assert len(answer.json()["items"]) == number
    assert counts[0] == counts[1] <= 9


def _import(client: Client, rows: list[list[str]]) -> dict[str, Any]:
    sent = client.post(f"{V1}/outcome-lists", {"file": _file(as_csv(rows)), "dry_run": "false"})
    assert sent.status_code == 202, sent.content
    job = Job.objects.get(pk=sent.json()["job"])
    perform_job(job_id=job.pk, arguments={"import_id": sent.json()["list"]}, at=NOW)
    told: dict[str, Any] = sent.json()
    return told


def _file(content: bytes, name: str = "esiti.csv") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


# Single things


def test_what_has_not_changed_is_not_sent_again(made: Situation) -> None:
    client = program(cast.ANNA)
    path = f"{V1}/cases/{made.case.pk}"
    first = client.get(path)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": f'"altro", W/{tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "private, no-store"
    assert client.get(path, headers={"If-None-Match": '"altro"'}).status_code == 200
    made.case.household.label = "Altro nome"
    made.case.household.save(update_fields=["label"])
    changed = client.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)
    assert "ETag" not in client.get(f"{V1}/cases").headers


def test_the_depth_of_the_account_is_the_depth_of_the_answer(made: Situation) -> None:
    from tests.consistency.situation import Things

    things = Things()
    code = things.code
    found = {}
    for username in (cast.ANNA, cast.BRUNO):
        answer = program(username).get(f"{V1}/cases/{things.case}").json()
        lucia = answer["members"][0]
        found[username] = (answer["depth"], lucia["codice_fiscale"], lucia["address"], lucia["town"])
    assert found == {
        cast.ANNA: ("work", code, "Via degli Esempi 1", "Pistoia"),
        cast.BRUNO: ("team", None, None, "Pistoia"),
    }


def test_a_personal_note_does_not_leave_even_with_the_key_of_its_author(made: Situation) -> None:
    for kind in ("interview", "personal"):
        write_diary(
            case=made.case, kind=kind, text=f"marcatore {kind}", happened_at=NOW, by=made.anna, at=NOW
        )
    told = program(cast.ANNA).get(f"{V1}/cases/{made.case.pk}/timeline").content.decode()
    assert ("marcatore interview" in told, "marcatore personal" in told) == (True, False)


# Persons by code


def test_a_code_that_nobody_has_and_one_that_may_not_be_seen_answer_alike(made: Situation) -> None:
    lucia = made.family.lucia
    code = code_of("Campioni", "Lucia", lucia.birth_date)
    set_codice_fiscale(person=lucia, value=code, on=TODAY)
    unknown = code_of("Nessuno", "Ugo", date(1970, 1, 1), "M")

    def ask(username: str, wanted: str) -> Any:
        return program(username).post(
            f"{V1}/persons/by-code", {"codice_fiscale": wanted}, content_type="application/json"
        )

    assert [one["id"] for one in ask(cast.ANNA, code.lower()).json()["items"]] == [str(lucia.pk)]
    assert ask(cast.GIULIA, code).content == ask(cast.GIULIA, unknown).content == b'{"items": []}'


# Figures


def test_figures_are_those_of_the_command_line_without_the_small_numbers(made: Situation) -> None:
    client = program(cast.MARCO)
    _import(client, [*many(3), *many(9, outcome="respinta", start=50)])
    told = {one["code"]: one for one in client.get(f"{V1}/indicators").json()["items"]}
    plain = {figure.code: as_json(figure) for figure in all_figures(Scope(TODAY))}
    assert list(told) == list(plain)
    for code, element in plain.items():
        assert {name: told[code][name] for name in ("code", "label", "unit")} == {
            name: element[name] for name in ("code", "label", "unit")
        }
        assert set(element) <= set(told[code])
    cells = {
        one["outcome"]: one["count"]
        for one in told["applications"]["rows"]
        if one["municipality"] == "047014"
    }
    assert cells["positive"] is None
    assert 3 not in [one["count"] for one in told["applications"]["rows"]]


def test_whoever_may_open_the_rows_would_be_told_every_number(made: Situation) -> None:
    _import(program(cast.MARCO), many(3))
    for figure in all_figures(Scope(TODAY)):
        whole, few = shown_as_json(shown_to(figure, full=True)), shown_as_json(shown_to(figure, full=False))
        assert {name: whole[name] for name in ("value", "numerator", "denominator")} == {
            name: as_json(figure)[name] for name in ("value", "numerator", "denominator")
        }
        if few["hidden"]:
            assert (few["value"], few["numerator"], few["denominator"]) == (None, None, None)


# Lists of outcomes


def test_a_list_is_tried_then_handed_in_and_the_report_says_the_same() -> None:
    client = program(cast.MARCO)
    rows = [row(), row("INPS-2", last="Esempio", town="Atlantide")]
    tried = client.post(f"{V1}/outcome-lists", {"file": _file(as_csv(rows))})
    assert (tried.status_code, Application.objects.count(), Job.objects.count()) == (200, 0, 0)
    queued = _import(client, rows)
    job = client.get(f"{V1}/jobs/{queued['job']}").json()
    done = client.get(f"{V1}/outcome-lists/{queued['list']}").json()
    assert (job["state"], done["state"], Application.objects.count()) == ("done", "done", 1)
    assert {name: done[name] for name in tried.json()} == tried.json()
    assert [(one["row"], one["column"], one["value"]) for one in done["rejected"]] == [
        (3, "comune", "Atlantide")
    ]
    assert (
        client.post(f"{V1}/outcome-lists", {"file": _file(as_csv(rows)), "dry_run": "true"}).json()[
            "unchanged"
        ]
        == 1
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "vuoto.csv"), (b"\x00\x01\x02", "x.csv"), (b"%PDF-1.4", "x.pdf"), (b"a;b\n1;2\n", "altro.csv")],
)
@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_what_is_no_list_is_refused_in_words_and_nothing_is_kept(
    content: bytes, name: str, dry_run: str
) -> None:
    answer = program(cast.MARCO).post(
        f"{V1}/outcome-lists", {"file": _file(content, name), "dry_run": dry_run}
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)
    assert answer.json()["detail"]
    assert Job.objects.count() == 0


# Refusals


def test_refusals_are_problems_in_the_language_that_is_asked(made: Situation) -> None:
    told = {}
    for language in ("it", "en", "de", "en-GB,it;q=0.5"):
        answer = program(cast.ANNA).get(f"{V1}/cases?limit=0", headers={"Accept-Language": language})
        assert answer.headers["Content-Type"] == PROBLEM
        told[language] = (answer.headers["Content-Language"], answer.json()["errors"][0])
    italian = {"field": "limit", "message": "Scrivi un numero da 1 in su."}
    english = {"field": "limit", "message": "Write a number from 1 on."}
    assert told == {
        "it": ("it", italian),
        "en": ("en", english),
        "de": ("it", italian),
        "en-GB,it;q=0.5": ("en", english),
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cases?limit=99999999999999999999999", 422),
        ("/cases?limit=NaN", 422),
        ("/cases?limit=101", 422),
        ("/cases?changed_since=2026-02-30T00:00:00Z", 422),
        ("/cases?changed_since=2026-11-23", 422),
        ("/cases?changed_since=2026-11-23T09:00:00", 422),
        ("/cases?changed_since=0001-01-01T00:00:00%2B14:00", 200),
        ("/cases?changed_since=9999-12-31T23:59:59-14:00", 200),
        ("/cases?unit=a%00b", 400),
        ("/cases?unit=nessuno", 422),
        ("/cases?state=aperto", 422),
        ("/cases?stato=open", 422),
        ("/cases?cursor=W10%3D", 422),
        ("/cases?cursor=eyJhIjoxfQ%3D%3D", 422),
        ("/cases?cursor=WyI5OTk5LTEyLTMxIiwgIngiXQ%3D%3D", 422),
        ("/cases?cursor=é", 422),
        ("/cases/1", 404),
        ("/cases/%00", 400),
        ("/cases/", 404),
        ("/persons/7f9c0a52-0d5b-4d5c-8f6e-2f1f0b1c9a11/", 404),
        ("/indicators?as_of=0001-01-01", 422),
        ("/indicators?as_of=9999-12-31", 422),
        ("/indicators?as_of=1795392000", 422),
        ("/indicators?municipality=000000", 422),
        ("/indicators?measure=boh", 422),
        ("/boh", 404),
        ("/../v2/me", 404),
        ("", 404),
        ("/", 404),
    ],
)
def test_hostile_addresses_are_refused_and_never_a_fault(path: str, status: int) -> None:
    answer = program(cast.ANNA).get(V1 + path, follow=True)
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["Content-Type"] == PROBLEM
        assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"codice_fiscale": "CMPLCU88E54G713\\u0000"}', 422),
        ('{"codice_fiscale": "\\ud800MPLCU88E54G713X"}', 422),
        ('{"codice_fiscale": 12345678901}', 422),
        ('{"codice_fiscale": null}', 422),
        ('{"codice_fiscale": "Campioni"}', 422),
        ("{}", 422),
        ("[]", 422),
        ("", 422),
        ('{"a": ', 400),
        ("[" * 100_000, 400),
        (json.dumps({"codice_fiscale": "x" * 6_000_000}), 400),
        ("\x00", 400),
    ],
)
def test_hostile_bodies_are_refused_and_never_a_fault(body: str, status: int) -> None:
    answer = program(cast.ANNA).post(f"{V1}/persons/by-code", body, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)


def test_a_body_larger_than_any_file_is_refused_before_it_is_read() -> None:
    answer = program(cast.MARCO).post(
        f"{V1}/outcome-lists", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99999999"
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, PROBLEM)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_a_method_that_does_not_exist_is_told_with_those_that_do(method: str) -> None:
    answer = getattr(program(cast.ANNA), method)(f"{V1}/cases")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_who_asks_too_fast_waits(settings: Any) -> None:
    settings.LIMITS_TIMES = 1
    pace.forget()
    client = program(cast.ANNA)
    told = [
        client.post(
            f"{V1}/persons/by-code", {"codice_fiscale": "CMPLCU88E54G713X"}, content_type="application/json"
        ).status_code
        for _ in range(91)
    ]
    assert told == [200] * 90 + [429]
    held = client.post(
        f"{V1}/persons/by-code", {"codice_fiscale": "CMPLCU88E54G713X"}, content_type="application/json"
    )
    assert held.headers["Content-Type"] == PROBLEM
    assert int(held.headers["Retry-After"]) >= 1
    pace.forget()


def test_nothing_is_set_on_the_program(made: Situation) -> None:
    answer = program(cast.ANNA).get(f"{V1}/cases")
    assert (answer.cookies, answer.headers["Cache-Control"]) == ({}, "private, no-store")


# What is written down


def test_readings_are_written_down_as_for_people(made: Situation) -> None:
    client, case, lucia = program(cast.ANNA), made.case, made.family.lucia
    told = {
        "cases": client.get(f"{V1}/cases"),
        "case": client.get(f"{V1}/cases/{case.pk}"),
        "timeline": client.get(f"{V1}/cases/{case.pk}/timeline"),
        "person": client.get(f"{V1}/persons/{lucia.pk}"),
    }
    found = {name: answer.reading for name, answer in told.items()}  # type: ignore[attr-defined]
    assert {name: (one.kind, one.page) for name, one in found.items()} == {
        "cases": ("listed", "api:cases"),
        "case": ("opened", "api:case"),
        "timeline": ("opened", "api:case_timeline"),
        "person": ("opened", "api:person"),
    }
    assert found["cases"].subjects == [case.pk]
    assert found["case"].context == found["timeline"].context == case.pk
    assert lucia.pk in found["person"].subjects


@pytest.mark.django_db(transaction=True)
def test_the_reading_says_which_key_it_was_and_keeps_no_code(owner: Any) -> None:
    made = family_in_charge()
    client = program(cast.ANNA)
    client.get(f"{V1}/cases/{made.case.pk}")
    client.post(
        f"{V1}/persons/by-code", {"codice_fiscale": "CMPLCU88E54G713X"}, content_type="application/json"
    )
    prefix = cast.user(cast.ANNA).api_keys.get().prefix
    rows = owner.execute(
        'SELECT page, kind, reason, "right", query FROM audit_reading ORDER BY id'
    ).fetchall()
    assert [row[:3] for row in rows] == [
        ("api:case", "opened", f"API {prefix}"),
        ("api:person_by_code", "searched", f"API {prefix}"),
    ]
    assert rows[0][3] == "assignment"
    assert len(rows[1][4]) == 64


def test_the_description_is_for_everybody_and_names_every_address() -> None:
    answer = Client().get(f"{V1}/openapi.json")
    told = answer.json()
    assert (answer.status_code, told["openapi"]) == (200, "3.1.0")
    assert len(told["paths"]) == 13
    for methods in told["paths"].values():
        for operation in methods.values():
            assert "4XX" in operation["responses"]
    assert told["security"] == [{"key": []}]
