"""Whose a report is: asked of the database in plain SQL and of `visible_to`, with something there that could leak."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accanto.access.reports import operations as ops
from accanto.access.reports.models import Report
from accanto.casework.cases.operations import add_co_worker
from accanto.people.persons.models import Person
from accanto.people.persons.operations import bar
from accanto.territory.staff.models import User
from tests import cast
from tests.access.reports.samples import CHILD, NORTH, evaluated, mark, office, removal, report, taken
from tests.consistency.plain_sql import as_somebody, ask, nobody
from tests.scenarios import NOW, family, family_in_charge

pytestmark = pytest.mark.django_db
TABLES = (
    "reports_report", "reports_namedperson", "reports_reportclock", "reports_evaluation", "reports_reportanswer",
    "reports_reportoutcome", "reports_emergencycall", "reports_handover",
)  # fmt: skip
LUCIA = ops.Named(last_name="Campioni", first_name="Lucia")


def numbers(username: str) -> set[str]:
    """What the database gives in the name of somebody; `visible_to` must say the same."""
    with as_somebody(username):
        given = {number for (number,) in ask("SELECT number FROM reports_report")}
    asked = Report.objects.visible_to(cast.user(username)).values_list("number", flat=True)
    assert set(asked) == given
    return given


def seers() -> set[str]:
    return {name for name in cast.EVERYBODY if numbers(name)}


def whole() -> Report:
    """Everything that can hang on a report, written by Anna."""
    row = evaluated(report(people=[LUCIA, CHILD]))
    ops.write_answer(report=row, body="Ecco", by=cast.user(cast.ANNA), at=NOW)
    ops.take_call(
        report=row, called_at=NOW - timedelta(hours=1), happened="Una lite", by=cast.user(cast.ANNA), at=NOW
    )
    decision = ops.Decision("archived", reason="Infondata")
    ops.conclude(report=row, decision=decision, by=cast.user(cast.ANNA), at=NOW)
    return row


def test_an_ordinary_report_is_its_offices_and_of_those_above() -> None:
    report()
    assert seers() == {cast.ANNA, cast.LUCA, cast.CARLA}


def test_nothing_that_hangs_on_it_is_told_to_others() -> None:
    whole()
    for table in TABLES:
        with as_somebody(cast.LUCA):
            assert ask(f"SELECT 1 FROM {table}"), table  # noqa: S608 - our own tables
        for name in (cast.GIULIA, cast.DARIO, cast.BRUNO, cast.OLGA, cast.PAOLO, cast.ZENO):
            with as_somebody(name):
                assert not ask(f"SELECT 1 FROM {table}"), (table, name)  # noqa: S608 - our own tables
        with nobody():
            assert not ask(f"SELECT 1 FROM {table}"), table  # noqa: S608 - our own tables


def test_letters_deadlines_events_and_notices_tell_nobody_else() -> None:
    row = removal(evaluator=cast.user(cast.CARLA), by=cast.user(cast.ANNA))
    ops.take(report=row, by=cast.user(cast.CARLA), at=NOW)
    ops.write_answer(report=row, body="Ecco", by=cast.user(cast.CARLA), at=NOW)
    told = {
        "documents_document": "context",
        "audit_event": "context",
    }
    for table, column in told.items():
        question = f"SELECT 1 FROM {table} WHERE {column} = %s"  # noqa: S608 - our own tables
        assert ask(question, row.pk), table
        with as_somebody(cast.LUCA):
            assert not ask(question, row.pk), table
    with as_somebody(cast.LUCA):
        assert not ask("SELECT 1 FROM cases_deadline WHERE code = 'reports.term'")
        assert not ask("SELECT 1 FROM notifications_notification WHERE kind LIKE 'reports.%%'")


def test_behind_a_fence_only_whoever_is_let_in_and_nobody_learns_that_it_is_there() -> None:
    row = removal(evaluator=cast.user(cast.GIULIA))
    # Anna wrote it down: she sees it until somebody takes it.
    assert seers() == {cast.ANNA, cast.GIULIA}
    ops.take(report=row, by=cast.user(cast.GIULIA), at=NOW)
    assert seers() == {cast.GIULIA}
    mark(NORTH, "violence")
    assert seers() == {cast.GIULIA}
    mark(NORTH, "child_protection")
    assert seers() == {cast.GIULIA, cast.CARLA}
    luca = Client()
    luca.force_login(cast.user(cast.LUCA))
    assert luca.get(reverse("report", args=[row.pk])).status_code == 404
    assert row.number not in luca.get(reverse("reports"), {"stato": "tutte"}).content.decode()
    file = luca.get(reverse("reports"), {"stato": "tutte", "formato": "csv"})
    assert row.number not in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]


def barred(user: str = cast.LUCA) -> None:
    lucia = family("Campioni").lucia
    bar(
        user=cast.user(user),
        persons=[lucia],
        reason="relative",
        source="detto",
        by=cast.user(cast.CARLA),
        at=NOW,
    )


def test_whoever_must_not_see_somebody_sees_no_report_that_names_them_recognised_or_not() -> None:
    barred()
    other = report()
    row = report(people=[LUCIA])
    assert numbers(cast.LUCA) == {other.number}
    assert numbers(cast.ANNA) == {other.number, row.number}
    unnamed = report(people=[ops.Named(known="la vicina")])
    assert unnamed.number in numbers(cast.LUCA)
    lucia = family_lucia()
    taken(unnamed)
    ops.recognise(named=unnamed.named.get(), person=lucia, by=cast.user(cast.ANNA), at=NOW)
    assert numbers(cast.LUCA) == {other.number}


def family_lucia() -> Person:
    return Person.objects.get(first_name="Lucia", last_name="Campioni")


def test_an_evaluator_who_must_not_see_somebody_no_longer_sees_it_and_who_coordinates_is_told() -> None:
    barred()
    row = report(people=[ops.Named(known="una donna")])
    ops.take(report=row, by=cast.user(cast.LUCA), at=NOW)
    ops.recognise(named=row.named.get(), person=family_lucia(), by=cast.user(cast.LUCA), at=NOW)
    assert numbers(cast.LUCA) == set()
    carla = cast.user(cast.CARLA)
    assert carla.notifications.filter(kind="reports.without_evaluator").count() == 1


def test_whoever_works_on_the_case_reads_the_report_that_ended_in_it_and_no_private_name() -> None:
    there = family_in_charge()
    sender = ops.Sender(kind="citizen", name="Vicina Esempio", covered=True)
    row = report("citizen", sender=sender, people=[LUCIA])
    taken(row)
    ops.recognise(named=row.named.get(), person=there.family.lucia, by=there.anna, at=NOW)
    assert numbers(cast.GIULIA) == set()
    ops.conclude(report=row, decision=ops.Decision("existing_case", case=there.case), by=there.anna, at=NOW)
    giulia: User = cast.user(cast.GIULIA)
    add_co_worker(case=there.case, user=giulia, reason="aiuta", by=there.anna, at=NOW, on=NOW.date())
    assert numbers(cast.GIULIA) == {row.number}
    client = Client()
    client.force_login(giulia)
    for address in (reverse("report", args=[row.pk]), reverse("case_reports", args=[there.case.pk])):
        page = client.get(address)
        assert page.status_code == 200
        assert "Vicina" not in page.content.decode()


def test_two_offices_do_not_read_each_other() -> None:
    north = report()
    south = report(office=office("servizio-quarrata"), by=cast.user(cast.GIULIA))
    assert numbers(cast.LUCA) == {north.number}
    assert numbers(cast.GIULIA) == {south.number}
    assert numbers(cast.CARLA) == {north.number, south.number}
