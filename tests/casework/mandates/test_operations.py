"""Orders, their terms, who answers for them, and how they end."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import close_case
from accanto.casework.mandates import operations
from accanto.casework.mandates.kinds import kind_of, sinba_fields
from accanto.casework.mandates.models import Measure, PrescriptionCheck, ReportTerm, ServiceResponsible
from accanto.casework.mandates.operations import ConcernedFacts, TermFacts
from accanto.casework.mandates.rules import past_the_ceiling
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from tests import cast
from tests.casework.mandates.conftest import (
    ENTRUSTMENT,
    ORDER_ON,
    RECEIVED,
    court,
    entrusted,
    register,
    written,
)
from tests.scenarios import NOW, TODAY, Situation, family_in_charge


def running(measure: Measure) -> dict[str, date]:
    """Open clocks of the case, by code."""
    return dict(
        Deadline.objects.filter(case=measure.case, state="open", code__startswith="mandates.").values_list(
            "code", "due_on"
        )
    )


def test_an_order_starts_its_clocks(situation: Situation) -> None:
    measure = entrusted(situation)
    assert measure.ends_on == date(2027, 11, 10)
    assert running(measure) == {
        "mandates.responsible": RECEIVED.date() + timedelta(days=15),
        "mandates.end": date(2027, 11, 9),
        "mandates.report": date(2027, 5, 10),
    }
    assert {
        row.owner for row in Deadline.objects.filter(case=situation.case, code__startswith="mandates.")
    } == {situation.anna}
    assert sinba_fields(measure).authority == "2"
    assert sinba_fields(measure).measure == "5"
    event = Event.objects.get(verb="mandates.measure.registered")
    assert (event.context, event.important) == (situation.case.pk, True)


def test_what_the_order_says_wins_over_the_ceiling(situation: Situation) -> None:
    measure = entrusted(situation, entrustment=replace(ENTRUSTMENT, duration_months=30, reporting_months=9))
    assert measure.ends_on == date(2029, 5, 10)
    assert running(measure)["mandates.report"] == date(2027, 8, 10)
    assert len(past_the_ceiling(measure, kind_of(measure), measure.entrustment)) == 2


def test_where_the_order_is_silent_the_law_is_the_ceiling(situation: Situation) -> None:
    measure = entrusted(
        situation, entrustment=replace(ENTRUSTMENT, duration_months=None, reporting_months=None)
    )
    assert measure.ends_on == date(2028, 11, 10)
    term = ReportTerm.objects.get(measure=measure)
    assert (term.every_months, term.by_law, term.due_on) == (6, True, date(2027, 5, 10))
    assert past_the_ceiling(measure, kind_of(measure), measure.entrustment) == []


def terms_of(measure: Measure) -> list[tuple[date | None, int | None, bool]]:
    return sorted(measure.terms.values_list("due_on", "every_months", "by_law"), key=str)


@pytest.mark.parametrize(
    ("asked", "due_on", "by_law"), [(3, date(2027, 3, 10), False), (None, date(2027, 6, 10), True)]
)
def test_after_the_first_report_the_others_follow(
    situation: Situation, asked: int | None, due_on: date, by_law: bool
) -> None:
    first = TermFacts(date(2026, 12, 10))
    measure = entrusted(situation, entrustment=replace(ENTRUSTMENT, reporting_months=asked), terms=[first])
    assert terms_of(measure) == [(first.from_on, None, False), (due_on, asked or 6, by_law)]


def test_an_interval_that_the_order_writes_stands_alone(situation: Situation) -> None:
    measure = entrusted(situation, terms=[TermFacts(date(2026, 12, 10)), TermFacts(date(2026, 12, 10), 4)])
    assert terms_of(measure) == [(date(2026, 12, 10), None, False), (date(2027, 4, 10), 4, False)]


def test_what_the_law_would_ask_after_the_end_is_not_due(situation: Situation) -> None:
    silent = replace(ENTRUSTMENT, reporting_months=None)
    short = entrusted(situation, entrustment=silent, last_day=date(2027, 2, 9))
    assert terms_of(short) == []
    first = [TermFacts(date(2027, 1, 10))]
    again = entrusted(situation, terms=first, last_day=date(2027, 2, 9), order_number="46/2026")
    assert terms_of(again) == [(date(2027, 1, 10), None, False)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"order_on": TODAY + timedelta(days=1)}, "order_on"),
        ({"order_on": date(1900, 1, 1)}, "order_on"),
        ({"received_at": NOW + timedelta(hours=1)}, "received_at"),
        ({"received_at": NOW - timedelta(days=60)}, "received_at"),
        ({"begun_on": ORDER_ON + timedelta(days=1)}, "begun_on"),
        ({"last_day": ORDER_ON - timedelta(days=1)}, "last_day"),
        ({"starts_on": date(2099, 1, 1)}, "starts_on"),
        ({"mandate": "  "}, "mandate"),
        ({"kind": "invented"}, "kind"),
        ({"kind": "social_service_custody"}, "placed_with"),
        ({"entrustment": ENTRUSTMENT}, "kind"),
        ({"concerned": []}, "concerned"),
        ({"concerned": [ConcernedFacts("curator", None, "avv. D’Angelò")]}, "concerned"),
        ({"terms": [TermFacts(date(2026, 12, 1), 0)]}, "every_months"),
        ({"terms": [TermFacts(date(2026, 12, 1), 61)]}, "every_months"),
        ({"terms": [TermFacts(date(2026, 11, 1))]}, "from_on"),
        ({"terms": [TermFacts(ORDER_ON, 6)], "last_day": date(2027, 1, 1)}, "every_months"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(
    situation: Situation, changes: dict[str, Any], field: str
) -> None:
    kind = changes.pop("kind", "monitoring")
    with pytest.raises(OperationRefused) as refusal:
        register(situation, kind, **changes)
    assert refusal.value.field == field
    assert not Measure.objects.exists()
    assert not Deadline.objects.filter(code__startswith="mandates.").exists()


def test_a_municipality_is_no_court_and_strangers_are_named_in_words(situation: Situation) -> None:
    with pytest.raises(OperationRefused) as refusal:
        register(situation, authority=court("comune-pistoia"))
    assert refusal.value.field == "authority"
    stranger = family_in_charge("Smeraldini").family.marta
    with pytest.raises(OperationRefused, match="Smeraldini"):
        register(situation, concerned=[ConcernedFacts("minor", stranger)])


def test_the_same_order_is_not_registered_twice(situation: Situation, measure: Measure) -> None:
    with pytest.raises(OperationRefused) as refusal:
        register(situation)
    assert refusal.value.field == "order_number"
    assert Measure.objects.count() == 1


def test_the_clock_of_the_name_stops_when_the_court_is_told(situation: Situation) -> None:
    measure, anna, luca = entrusted(situation), situation.anna, cast.user(cast.LUCA)
    operations.name_responsible(measure=measure, user=luca, named_on=TODAY, by=anna, at=NOW)
    assert "mandates.responsible" in running(measure)
    operations.name_responsible(
        measure=measure, user=anna, named_on=TODAY, told=["court", "parents"], told_on=TODAY, by=anna, at=NOW
    )
    assert "mandates.responsible" not in running(measure)
    rows = ServiceResponsible.objects.filter(measure=measure).order_by("pk")
    assert [(row.user, row.ends_on) for row in rows] == [(luca, TODAY), (anna, None)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"named_on": TODAY + timedelta(days=1)}, "named_on"),
        ({"named_on": ORDER_ON - timedelta(days=1)}, "named_on"),
        ({"told": ["court"], "told_on": None}, "told_on"),
        ({"told": ["court"], "told_on": TODAY + timedelta(days=1)}, "told_on"),
        ({"user": cast.DARIO}, "user"),
    ],
)
def test_who_answers_is_named_by_days_that_can_be(
    situation: Situation, changes: dict[str, Any], field: str
) -> None:
    user = cast.user(changes.pop("user", cast.ANNA))
    given: dict[str, Any] = {"named_on": TODAY, **changes}
    measure = entrusted(situation)
    with pytest.raises(OperationRefused) as refusal:
        operations.name_responsible(measure=measure, user=user, by=situation.anna, at=NOW, **given)
    assert refusal.value.field == field
    assert not ServiceResponsible.objects.exists()


def test_whether_a_prescription_is_kept_has_a_history(situation: Situation, measure: Measure) -> None:
    prescription, anna = measure.prescriptions.get(), situation.anna
    with pytest.raises(OperationRefused) as refusal:
        operations.check_prescription(prescription=prescription, kept="no", seen_on=TODAY, by=anna, at=NOW)
    assert refusal.value.field == "note"
    for kept, note in (("yes", ""), ("partly", "Ha saltato un incontro")):
        operations.check_prescription(
            prescription=prescription, kept=kept, seen_on=TODAY, note=note, by=anna, at=NOW
        )
    assert list(PrescriptionCheck.objects.values_list("kept", flat=True)) == ["partly", "yes"]


def test_a_case_does_not_close_over_a_measure(situation: Situation, measure: Measure) -> None:
    given: dict[str, Any] = {"case": situation.case, "by": situation.anna, "at": NOW, "on": TODAY}
    given |= {"outcome": "moved", "evaluation": "x"}
    situation.pathway.delete()
    with pytest.raises(OperationRefused) as refusal:
        close_case(**given)
    assert any("Monitoraggio" in str(one) for one in refusal.value.missing)
    end(situation, measure)
    close_case(**given)
    situation.case.refresh_from_db()
    assert situation.case.state == "closed"
    with pytest.raises(OperationRefused, match="apri un nuovo caso"):
        register(situation, order_number="46/2026")


def end(situation: Situation, measure: Measure, **changes: Any) -> Measure:
    given: dict[str, Any] = {"how": "revoked", "ended_on": TODAY, "reason": "Decreto di revoca", **changes}
    return operations.end_measure(measure=measure, by=situation.anna, at=NOW, **given)


def test_when_it_ends_its_clocks_stop_and_nothing_more_is_written(
    situation: Situation, measure: Measure
) -> None:
    ended = end(situation, measure)
    assert running(ended) == {}
    assert Deadline.objects.get(code="mandates.report").state == "cancelled"
    assert ReportTerm.objects.get(measure=measure).due_on is None
    with pytest.raises(OperationRefused):
        end(situation, measure)
    with pytest.raises(OperationRefused):
        operations.start_report(measure=measure, by=situation.anna, at=NOW)
    with pytest.raises(OperationRefused):
        operations.add_term(measure=ended, facts=TermFacts(TODAY), by=situation.anna, at=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"how": "vanished"}, "how"),
        ({"how": "expired"}, "how"),
        ({"reason": " "}, "reason"),
        ({"ended_on": TODAY + timedelta(days=2)}, "ended_on"),
        ({"ended_on": ORDER_ON - timedelta(days=1)}, "ended_on"),
        ({"how": "replaced"}, "replaced_by"),
    ],
)
def test_an_end_says_how_when_and_why(
    situation: Situation, measure: Measure, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(OperationRefused) as refusal:
        end(situation, measure, **changes)
    assert refusal.value.field == field
    assert Measure.objects.get().open


def test_another_measure_of_the_same_case_takes_its_place(situation: Situation, measure: Measure) -> None:
    elsewhere = register(family_in_charge("Smeraldini"))
    with pytest.raises(OperationRefused):
        end(situation, measure, how="replaced", replaced_by=elsewhere)
    following = register(situation, "supervision", order_number="99/2026")
    assert end(situation, measure, how="replaced", replaced_by=following).replaced_by == following
    assert running(following) == {"mandates.report": date(2026, 12, 10)}


def test_a_signed_report_is_sent_before_the_end(situation: Situation, measure: Measure) -> None:
    report = written(measure, situation.anna)
    operations.sign_report(report=report, expected_revision=2, by=situation.anna, at=NOW)
    with pytest.raises(OperationRefused):
        end(situation, measure)


def test_the_prosecutor_is_told_once(situation: Situation) -> None:
    measure = register(situation, "family_foster", last_day=date(2027, 1, 9))
    assert running(measure)["mandates.signal"] == max(date(2027, 1, 10) - timedelta(days=60), ORDER_ON)
    operations.signal_prosecutor(measure=measure, on=TODAY, by=situation.anna, at=NOW)
    assert "mandates.signal" not in running(measure)
    with pytest.raises(OperationRefused):
        operations.signal_prosecutor(measure=measure, on=TODAY, by=situation.anna, at=NOW)
