"""A day or an hour of a report that was written wrongly."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accanto.access.reports import operations as ops
from accanto.access.reports.enums import Moment
from accanto.access.reports.models import EmergencyCall, Report, ReportClock
from accanto.casework.cases.models import Deadline
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.notifications.models import Notification
from tests import cast
from tests.access.reports.samples import art_31, evaluated, eviction, office, removal, report, taken
from tests.access.reports.test_pages import client_of
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def due(row: Report, code: str) -> datetime:
    return ReportClock.objects.get(report=row, code=code).due_at


def corrected(
    row: Report, what: Moment, value: Any, reason: str = "Scritto per sbaglio", by: str = cast.ANNA
) -> Any:
    return ops.correct(report=row, moments={what: value}, reason=reason, by=cast.user(by), at=NOW)


def test_the_hours_of_the_law_run_from_the_right_one_and_both_stay() -> None:
    row = removal()
    right = NOW - timedelta(hours=5)
    (made,) = corrected(row, Moment.PLACED, right)
    row.refresh_from_db()
    assert row.placed_at == right
    assert due(row, "written_report") == right + timedelta(hours=24)
    assert due(row, "prosecutor_request") == right + timedelta(hours=96)
    assert [datetime.fromisoformat(value) for value in (made.was, made.now)] == [
        NOW - timedelta(minutes=30), right,
    ]  # fmt: skip
    assert made.reason == "Scritto per sbaglio"


def test_what_waits_in_oggi_moves_with_the_term() -> None:
    row = art_31(date(2026, 12, 1))
    corrected(row, Moment.DUE, date(2026, 12, 10))
    clock = ReportClock.objects.get(report=row, code="reply")
    assert Deadline.objects.get(subject=clock.pk, state="open").due_on == date(2026, 12, 10)


def test_what_is_done_is_measured_against_the_right_term() -> None:
    row = removal(placed_at=NOW - timedelta(hours=20))
    ops.end_term(
        report=row, code="oral_notice", done_at=NOW - timedelta(hours=19), by=cast.user(cast.ANNA), at=NOW
    )
    ops.end_term(
        report=row, code="written_report", done_at=NOW - timedelta(hours=1), by=cast.user(cast.ANNA), at=NOW
    )
    corrected(row, Moment.PLACED, NOW - timedelta(hours=26))
    clock = ReportClock.objects.get(report=row, code="written_report")
    assert (clock.done_at, clock.due_at) == (NOW - timedelta(hours=1), NOW - timedelta(hours=2))


def test_an_act_is_not_done_before_its_term_began() -> None:
    row = removal(placed_at=NOW - timedelta(hours=3))
    ops.end_term(
        report=row, code="oral_notice", done_at=NOW - timedelta(hours=2), by=cast.user(cast.ANNA), at=NOW
    )
    with pytest.raises(OperationRefused, match="Avviso orale"):
        corrected(row, Moment.PLACED, NOW - timedelta(hours=1))
    row.refresh_from_db()
    assert (row.placed_at, row.corrections.count()) == (NOW - timedelta(hours=3), 0)


def test_a_call_in_the_night_keeps_the_same_hour() -> None:
    anna = cast.user(cast.ANNA)
    ops.open_shift(office=office(), by=anna, at=NOW - timedelta(hours=9))
    row = report("minor_at_risk", evaluator=anna)
    placement = ops.Placement(placed_at=NOW - timedelta(hours=2), place="Casa degli Esempi")
    ops.take_call(
        report=row,
        called_at=NOW - timedelta(hours=3),
        happened="Un bambino solo",
        placement=placement,
        by=anna,
        at=NOW,
    )
    corrected(row, Moment.PLACED, NOW - timedelta(hours=4))
    assert EmergencyCall.objects.get(report=row).placed_at == NOW - timedelta(hours=4)
    assert due(row, "written_report") == NOW + timedelta(hours=20)


def test_an_eviction_postponed_has_its_new_day_corrected() -> None:
    row = taken(eviction(date(2026, 11, 20)))
    ops.end_eviction(
        report=row, end="postponed", ended_on=date(2026, 11, 20), postponed_to=date(2026, 12, 20),
        by=cast.user(cast.ANNA), at=NOW,
    )  # fmt: skip
    corrected(row, Moment.EXECUTION, date(2026, 12, 21))
    row.eviction.refresh_from_db()
    assert (row.eviction.execution_on, row.eviction.postponed_to) == (date(2026, 11, 20), date(2026, 12, 21))
    assert due(row, "execution") == datetime(2026, 12, 22, tzinfo=ROME)


@pytest.mark.parametrize(
    ("value", "reason", "field"),
    [
        (NOW + timedelta(minutes=1), "Sbagliato", "received_at"),
        (NOW - timedelta(hours=2), "  ", "reason"),
        (NOW - timedelta(hours=1), "Sbagliato", ""),
    ],
)
def test_a_correction_says_what_and_why(value: datetime, reason: str, field: str) -> None:
    row = report()
    with pytest.raises(OperationRefused) as refused:
        corrected(row, Moment.RECEIVED, value, reason)
    assert (refused.value.field or "") == field
    assert row.corrections.count() == 0


def test_a_day_before_that_kind_of_report_existed_is_refused() -> None:
    with pytest.raises(OperationRefused):
        corrected(report(), Moment.RECEIVED, datetime(1999, 1, 1, tzinfo=UTC))


def test_whoever_evaluates_is_told_and_a_colleague_who_only_reads_corrects_nothing() -> None:
    luca = cast.user(cast.LUCA)
    row = report(evaluator=luca)
    corrected(row, Moment.RECEIVED, NOW - timedelta(hours=3))
    assert Notification.objects.filter(user=luca, kind="reports.corrected").count() == 1
    taken(other := report(evaluator=luca, by=luca, at=NOW + timedelta(minutes=1)), luca)
    with pytest.raises(NotPermitted):
        corrected(other, Moment.RECEIVED, NOW - timedelta(hours=3))


def test_the_page_corrects_only_what_was_changed() -> None:
    """Shown to the minute, kept to the second: what is left alone stays."""
    row = removal(
        placed_at=NOW - timedelta(minutes=30, seconds=17), received_at=NOW - timedelta(hours=1, seconds=5)
    )
    client, address = client_of(cast.ANNA), reverse("report_correct", args=[row.pk])
    shown = client.get(address)
    form = shown.context["form"]
    given = {name: form[name].value() for name in form.fields}
    typed = {
        "received_at": given["received_at"].strftime("%Y-%m-%dT%H:%M"),
        "placed_at": (given["placed_at"] - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "reason": "Era un’ora prima",
    }
    assert client.post(address, typed).status_code == 302
    assert list(row.corrections.values_list("what", flat=True)) == ["placed_at"]
    said = client.get(reverse("report", args=[row.pk])).content.decode()
    for words in ("Era un’ora prima", "Quando è stato collocato il minore"):
        assert words in said


def test_what_is_closed_is_corrected_only_while_a_term_runs_by_it() -> None:
    """Archived, a report may still owe its answer."""
    anna, row = cast.user(cast.ANNA), evaluated(report("citizen"))
    ops.conclude(report=row, decision=ops.Decision("archived", reason="Nulla"), by=anna, at=NOW)
    (owed,) = (one for one in row.clocks.all() if one.running)
    address = reverse("report_correct", args=[row.pk])
    assert client_of(cast.ANNA).get(address).status_code == 200
    ops.end_term(report=row, code=owed.code, done_at=NOW, by=anna, at=NOW)
    assert client_of(cast.ANNA).get(address).status_code == 403
