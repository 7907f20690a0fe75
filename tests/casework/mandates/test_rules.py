"""Terms come from the single order; months are counted from the beginning; the law is a ceiling."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accanto.casework.mandates.kinds import all_kinds, kind_on, kinds_on
from accanto.casework.mandates.models import EntrustmentTerms, Measure
from accanto.casework.mandates.rules import (
    local_day,
    next_report,
    nth_report,
    past_the_ceiling,
    responsible_term,
    signal_term,
)
from accanto.core.working_time.terms import add_months

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
INTERVALS = st.integers(1, 60)


@given(DAYS, INTERVALS, st.integers(1, 40))
def test_reports_follow_one_another_and_the_day_never_drifts(start: date, every: int, number: int) -> None:
    this, following = nth_report(start, every, number), nth_report(start, every, number + 1)
    assert this is not None
    assert following is not None
    assert this < following
    assert this.day == start.day or (this + timedelta(days=1)).day == 1
    assert (this.year * 12 + this.month) - (start.year * 12 + start.month) == every * number


def test_a_short_month_does_not_move_what_follows() -> None:
    assert [nth_report(date(2027, 8, 31), 6, n) for n in (1, 2, 3)] == [
        date(2028, 2, 29), date(2028, 8, 31), date(2029, 2, 28),
    ]  # fmt: skip
    assert nth_report(date(2028, 2, 29), 12, 1) == date(2029, 2, 28)
    assert nth_report(date(2028, 2, 29), 12, 4) == date(2032, 2, 29)


@given(DAYS, st.integers(1, 5))
def test_a_single_report_is_due_once(day: date, number: int) -> None:
    assert nth_report(day, None, number) == (day if number == 1 else None)


@given(DAYS, INTERVALS, st.integers(1, 120), st.integers(1, 30))
def test_no_report_is_due_after_the_end(start: date, every: int, months: int, number: int) -> None:
    measure = Measure(order_on=start, starts_on=start, ends_on=add_months(start, months))
    due = next_report(measure, start, every, number)
    reached = nth_report(start, every, number)
    assert reached is not None
    assert due == (reached if reached <= add_months(start, months) else None)


def _order(kind: str, received: datetime, **more: object) -> Measure:
    day = local_day(received)
    return Measure(**{"kind": kind, "order_on": day, "starts_on": day, "received_at": received, **more})


@given(st.datetimes(datetime(2023, 3, 1), datetime(2060, 12, 31), timezones=st.just(UTC)))
def test_fifteen_days_from_the_day_of_the_zone_whatever_the_clocks(received: datetime) -> None:
    term = responsible_term(_order("social_service_custody", received))
    assert term is not None
    assert (term.due_on - local_day(received)).days == 15


def test_an_order_that_arrives_late_at_night_counts_from_its_own_day() -> None:
    # 23:30 UTC is past midnight in Italy, in winter as in summer.
    for received, due in (
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 11, 10)),
        (datetime(2028, 2, 13, 23, 30, tzinfo=UTC), date(2028, 2, 29)),
    ):
        term = responsible_term(_order("social_service_custody", received))
        assert term is not None
        assert term.due_on == due


def test_no_responsible_is_due_for_proceedings_begun_before_the_law() -> None:
    received = datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert responsible_term(_order("social_service_custody", received, begun_on=date(2023, 2, 27))) is None
    assert (
        responsible_term(_order("social_service_custody", received, begun_on=date(2023, 2, 28))) is not None
    )
    assert responsible_term(_order("monitoring", received)) is None


@given(DAYS, st.integers(1, 48))
def test_the_ceiling_is_said_only_when_it_is_passed(start: date, months: int) -> None:
    start = max(start, date(2023, 2, 28))
    kind = kind_on("social_service_custody", start)
    measure = Measure(kind=kind.key, order_on=start, starts_on=start, ends_on=add_months(start, months))
    terms = EntrustmentTerms(reporting_months=6)
    assert bool(past_the_ceiling(measure, kind, terms)) == (measure.ends_on > add_months(start, 24))
    assert len(past_the_ceiling(measure, kind, EntrustmentTerms(reporting_months=7))) == 1 + (months > 24) * (
        measure.ends_on > add_months(start, 24)
    )


def test_the_prosecutor_is_told_before_a_placement_expires() -> None:
    received = datetime(2026, 11, 10, 9, tzinfo=UTC)
    term = signal_term(_order("family_foster", received, ends_on=date(2027, 11, 10)))
    assert term is not None
    assert term.due_on == date(2027, 9, 11)
    assert term.rule.from_memory
    short = signal_term(_order("family_foster", received, ends_on=date(2026, 12, 1)))
    assert short is not None
    assert short.due_on == date(2026, 11, 10)
    assert signal_term(_order("monitoring", received, ends_on=date(2027, 11, 10))) is None


def test_kinds_follow_the_law_of_their_day() -> None:
    assert not kind_on("social_service_custody", date(2023, 2, 27)).entrustment
    assert kind_on("social_service_custody", date(2023, 2, 28)).entrustment
    assert len(kinds_on(date(2026, 11, 1))) == len(all_kinds()) == 17
