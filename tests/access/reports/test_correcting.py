"""A day or an hour of a report that was written wrongly."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accanto.access.reports import operations as ops
from accanto.access.reports.enums import Moment
from accanto.access.reports.models import EmergencyCall, Report, ReportClock
from accanto.access.reports.operations import Sender
from accanto.casework.cases.models import Deadline
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.operations import bar, create_person
from tests import cast
from tests.access.reports.samples import (
    CHILD,
    POLICE,
    art_31,
    evaluated,
    eviction,
    office,
    removal,
    report,
    taken,
)
from tests.access.reports.test_pages import client_of
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def hour(moment: datetime) -> str:
    return moment.astimezone(ROME).strftime("%Y-%m-%dT%H:%M")


def as_shown(form: Any) -> dict[str, str]:
    """What a browser sends back of a page that nobody touched."""
    values = {name: form[name].value() for name in form.fields}
    return {
        name: hour(value) if isinstance(value, datetime) else str(value or "")
        for name, value in values.items()
    }


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
        report=row, end="postponed", ended_on=NOW.date(), postponed_to=date(2026, 12, 20),
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
    given = as_shown(form)
    typed = {
        **given,
        "placed_at": hour(form["placed_at"].value() - timedelta(hours=1)),
        "reason": "Era un’ora prima",
    }
    assert client.post(address, typed).status_code == 302
    assert list(row.corrections.values_list("what", flat=True)) == ["placed_at"]
    said = client.get(reverse("report", args=[row.pk])).content.decode()
    for words in ("Era un’ora prima", "L’ora del collocamento"):
        assert words in said


def test_a_page_opened_before_does_not_undo_what_a_colleague_corrected() -> None:
    row = removal()
    client, address = client_of(cast.ANNA), reverse("report_correct", args=[row.pk])
    old = client.get(address).context["form"]
    right = NOW - timedelta(hours=5)
    corrected(row, Moment.PLACED, right)
    earlier = hour(old["received_at"].value() - timedelta(hours=1))
    answer = client.post(address, {**as_shown(old), "received_at": earlier, "reason": "Un’ora prima"})
    assert answer.status_code == 422
    assert "Un collega ha corretto qualcosa nel frattempo" in answer.content.decode()
    row.refresh_from_db()
    assert (row.placed_at, row.corrections.count()) == (right, 1)
    # What is on the page now is what stands, with what was typed: sent again, it corrects the arrival alone.
    assert client.post(address, as_shown(answer.context["form"])).status_code == 302
    row.refresh_from_db()
    assert (row.placed_at, hour(row.received_at)) == (right, earlier)
    assert list(row.corrections.values_list("what", flat=True)) == ["placed_at", "received_at"]


def test_what_changed_since_it_was_seen_is_not_corrected_blindly() -> None:
    row = removal()
    seen = ops.moments_of(row)
    corrected(row, Moment.PLACED, NOW - timedelta(hours=5))
    with pytest.raises(ChangedMeanwhile):
        ops.correct(
            report=row, moments={Moment.PLACED: NOW - timedelta(hours=6)}, reason="Sbagliato", seen=seen,
            by=cast.user(cast.ANNA), at=NOW,
        )  # fmt: skip


def test_what_is_closed_is_corrected_only_while_a_term_runs_by_it() -> None:
    """Archived, a report may still owe its answer."""
    anna, row = cast.user(cast.ANNA), evaluated(report("citizen"))
    ops.conclude(report=row, decision=ops.Decision("archived", reason="Nulla"), by=anna, at=NOW)
    (owed,) = (one for one in row.clocks.all() if one.running)
    address = reverse("report_correct", args=[row.pk])
    assert client_of(cast.ANNA).get(address).status_code == 200
    ops.end_term(report=row, code=owed.code, done_at=NOW, by=anna, at=NOW)
    assert client_of(cast.ANNA).get(address).status_code == 403


def test_a_correction_of_the_arrival_leaves_the_terms_of_an_eviction_that_it_does_not_concern() -> None:
    anna, row = cast.user(cast.ANNA), taken(eviction(date(2026, 11, 20)))
    ops.end_term(report=row, code="evaluation", done_at=NOW - timedelta(minutes=5), by=anna, at=NOW)
    was = due(row, "evaluation")
    ops.end_eviction(
        report=row, end="postponed", ended_on=NOW.date(), postponed_to=date(2026, 12, 20), by=anna, at=NOW
    )
    corrected(row, Moment.RECEIVED, NOW - timedelta(hours=3))
    corrected(row, Moment.EXECUTION, date(2026, 12, 21))
    assert due(row, "evaluation") == was
    assert due(row, "execution") == datetime(2026, 12, 22, tzinfo=ROME)


def test_an_eviction_carried_out_on_its_new_day_was_in_time() -> None:
    anna, row = cast.user(cast.ANNA), taken(eviction(date(2026, 11, 25)))
    ops.end_eviction(
        report=row, end="postponed", ended_on=NOW.date(), postponed_to=date(2026, 12, 20), by=anna, at=NOW
    )
    before, later = due(row, "evaluation"), datetime(2026, 12, 20, 12, tzinfo=ROME)
    ops.end_eviction(report=row, end="carried_out", ended_on=later.date(), by=anna, at=later)
    ops.correct(
        report=row, moments={Moment.RECEIVED: NOW - timedelta(hours=3)}, reason="Prima", by=anna, at=later
    )
    clock = ReportClock.objects.get(report=row, code="execution")
    assert (due(row, "evaluation"), clock.done_at, clock.due_at) == (
        before, later, datetime(2026, 12, 21, tzinfo=ROME),
    )  # fmt: skip


def test_how_an_eviction_went_is_put_right_with_what_was_wrong() -> None:
    anna, row = cast.user(cast.ANNA), taken(eviction(date(2026, 11, 23)))
    with pytest.raises(OperationRefused) as early:
        ops.end_eviction(report=row, end="carried_out", ended_on=date(2025, 11, 23), by=anna, at=NOW)
    assert early.value.field == "ended_on"
    ops.end_eviction(report=row, end="carried_out", ended_on=NOW.date(), by=anna, at=NOW)
    told = {"report": row, "end": "postponed", "ended_on": NOW.date(), "postponed_to": date(2026, 12, 20)}
    with pytest.raises(OperationRefused) as silent:
        ops.end_eviction(**told, by=anna, at=NOW)
    assert silent.value.field == "wrong"
    ops.end_eviction(**told, wrong="Era un rinvio", by=anna, at=NOW)
    clock = ReportClock.objects.get(report=row, code="execution")
    assert (clock.done_at, clock.due_at) == (None, datetime(2026, 12, 21, tzinfo=ROME))
    (made,) = row.corrections.all()
    assert (made.was, made.now, made.reason) == (
        "carried_out 2026-11-23",
        "postponed 2026-11-23",
        "Era un rinvio",
    )
    said = client_of(cast.ANNA).get(reverse("report", args=[row.pk])).content.decode()
    assert "è stato eseguito, 23" in said


def test_the_page_of_an_eviction_that_is_over_asks_what_was_wrong() -> None:
    anna, row = cast.user(cast.ANNA), taken(eviction(date(2026, 11, 23)))
    address, client = reverse("report_eviction", args=[row.pk]), client_of(cast.ANNA)
    assert "wrong" not in client.get(address).context["form"].fields
    ops.end_eviction(report=row, end="carried_out", ended_on=NOW.date(), by=anna, at=NOW)
    assert client.post(address, {"end": "solved", "ended_on": "2026-11-23"}).status_code == 422
    given = {"end": "solved", "ended_on": "2026-11-23", "wrong": "Una casa c’era"}
    assert client.post(address, given).status_code == 302
    row.eviction.refresh_from_db()
    assert row.eviction.end == "solved"


def test_a_report_did_not_arrive_after_it_was_written_down() -> None:
    row = report(at=NOW - timedelta(days=2))
    with pytest.raises(OperationRefused) as refused:
        corrected(row, Moment.RECEIVED, NOW - timedelta(days=1))
    assert refused.value.field == "received_at"


def test_the_hour_of_the_call_that_began_a_report_is_corrected_with_it() -> None:
    anna, wrong, right = cast.user(cast.ANNA), NOW - timedelta(hours=3), NOW - timedelta(hours=2)
    new = {"kind": "police_report", "received_at": wrong, "channel": "phone", "sender": POLICE, "office": office(),
           "text": "Una lite"}  # fmt: skip
    call = ops.answer_call(report=None, new=new, called_at=wrong, happened="Una lite", by=anna, at=NOW)
    corrected(call.report, Moment.RECEIVED, right)
    call.refresh_from_db()
    assert call.called_at == right


def test_a_day_that_the_order_does_not_say_is_emptied_but_never_both() -> None:
    row = art_31(date(2026, 12, 1), date(2026, 12, 15))
    ops.correct(report=row, moments={Moment.DUE: None}, reason="Non c’era", by=cast.user(cast.ANNA), at=NOW)
    assert due(row, "reply") == datetime(2026, 12, 15, tzinfo=ROME)
    said = client_of(cast.ANNA).get(reverse("report", args=[row.pk])).content.decode()
    assert "<strong>niente</strong>" in said
    with pytest.raises(OperationRefused) as refused:
        ops.correct(
            report=row, moments={Moment.HEARING: None}, reason="Nemmeno", by=cast.user(cast.ANNA), at=NOW
        )
    assert refused.value.field == "due_on"


def test_terms_go_to_who_coordinates_when_the_evaluator_must_not_see_the_report_any_more() -> None:
    anna, luca = cast.user(cast.ANNA), cast.user(cast.LUCA)
    row = ops.take(report=report(evaluator=luca, people=[CHILD]), by=luca, at=NOW)
    child = create_person(
        first_name="Zoe",
        last_name="Altra",
        sex="f",
        birth_date=date(2018, 4, 9),
        by=cast.user(cast.CARLA),
        at=NOW,
    )
    bar(persons=[child], user=luca, reason="relative", source="detto", by=anna, at=NOW)
    ops.recognise(named=row.named.get(), person=child, by=anna, at=NOW)
    Notification.objects.all().delete()
    corrected(row, Moment.RECEIVED, NOW - timedelta(hours=3))
    ops.remind(at=NOW + timedelta(days=40))
    told = Notification.objects.values_list("user__username", "kind").distinct()
    assert sorted(told) == [(cast.CARLA, "reports.corrected"), (cast.CARLA, "reports.late")]


def test_a_citizen_asks_to_stay_private_later_too() -> None:
    row = report("citizen", sender=Sender(kind="citizen", name="Vicina Esempio"))
    client, address = client_of(cast.ANNA), reverse("report_cover", args=[row.pk])
    assert address in client.get(reverse("report", args=[row.pk])).content.decode()
    assert client.post(address).status_code == 302
    row.refresh_from_db()
    assert row.covered
    assert address not in client.get(reverse("report", args=[row.pk])).content.decode()
    police = report()
    with pytest.raises(OperationRefused):
        ops.keep_private(report=police, by=cast.user(cast.ANNA), at=NOW)
