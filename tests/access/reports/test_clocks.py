"""Terms to the hour, worked by hand: nights in which the clocks change, 29 February, the end of the year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.access.reports.clocks import Facts, Running, clocks, days_before, end_of, last_day
from accanto.access.reports.kinds import kind_of, kinds_on
from accanto.core.working_time import is_working_day, working_days_between

ROME = ZoneInfo("Europe/Rome")
TODAY = date(2026, 11, 23)


def rome(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ROME, fold=fold)  # type: ignore[misc,arg-type]


def of(kind: str, **facts: object) -> dict[str, Running]:
    received = facts.setdefault("received_at", facts.get("placed_at") or rome(2026, 11, 23, 9))
    assert isinstance(received, datetime)
    found = clocks(kind_of(kind, received.date()), Facts(**facts))  # type: ignore[arg-type]
    return {running.term.code: running for running in found}


def test_the_hours_of_article_403_one_after_the_other() -> None:
    """Placed on 22 November 2026 at 23:40: everything else is counted from the act before, at the latest."""
    found = of("removal_403", placed_at=rome(2026, 11, 22, 23, 40))
    assert {code: (one.starts_at, one.due_at) for code, one in found.items()} == {
        "oral_notice": (rome(2026, 11, 22, 23, 40), rome(2026, 11, 22, 23, 40)),
        "written_report": (rome(2026, 11, 22, 23, 40), rome(2026, 11, 23, 23, 40)),
        "prosecutor_request": (rome(2026, 11, 23, 23, 40), rome(2026, 11, 26, 23, 40)),
        "court_decree": (rome(2026, 11, 26, 23, 40), rome(2026, 11, 28, 23, 40)),
        "hearing": (rome(2026, 11, 28, 23, 40), rome(2026, 12, 14)),
    }
    assert {code: one.term.owner for code, one in found.items()} == {
        "oral_notice": "service", "written_report": "service", "prosecutor_request": "prosecutor",
        "court_decree": "court", "hearing": "court",
    }  # fmt: skip
    assert {code: one.provisional for code, one in found.items()} == {
        "oral_notice": False, "written_report": False, "prosecutor_request": True, "court_decree": True,
        "hearing": True,
    }  # fmt: skip


def test_an_act_done_early_brings_the_next_term_forward() -> None:
    done = {"written_report": rome(2026, 11, 23, 10)}
    found = of("removal_403", placed_at=rome(2026, 11, 22, 23, 40), done=done)
    assert found["prosecutor_request"].starts_at == rome(2026, 11, 23, 10)
    assert found["prosecutor_request"].due_at == rome(2026, 11, 26, 10)
    assert not found["prosecutor_request"].provisional
    assert found["court_decree"].due_at == rome(2026, 11, 28, 10)
    assert found["court_decree"].provisional


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        # The last Sunday of October has twenty-five hours: 24 hours end an hour earlier by the clock on the wall.
        (rome(2026, 10, 24, 23, 40), rome(2026, 10, 25, 22, 40)),
        # The last Sunday of March has twenty-three: they end an hour later.
        (rome(2027, 3, 27, 23, 40), rome(2027, 3, 29, 0, 40)),
        # 2:30 comes twice: the first and the second are an hour apart, and so are their ends.
        (rome(2026, 10, 25, 2, 30), rome(2026, 10, 26, 1, 30)),
        (rome(2026, 10, 25, 2, 30, fold=1), rome(2026, 10, 26, 2, 30)),
        (rome(2028, 2, 28, 12), rome(2028, 2, 29, 12)),
        (rome(2027, 2, 28, 12), rome(2027, 3, 1, 12)),
        (rome(2026, 12, 31, 18, 15), rome(2027, 1, 1, 18, 15)),
    ],
)
def test_twenty_four_hours_are_twenty_four_hours(placed: datetime, due: datetime) -> None:
    found = of("removal_403", placed_at=placed)["written_report"]
    assert found.due_at.astimezone(UTC) == due.astimezone(UTC)
    assert found.due_at.astimezone(UTC) - placed.astimezone(UTC) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (rome(2026, 11, 23, 9), date(2026, 12, 23)),
        (rome(2028, 1, 30, 23, 59), date(2028, 2, 29)),
        (rome(2027, 1, 30, 23, 59), date(2027, 3, 1)),
        (rome(2026, 12, 2, 0, 0), date(2027, 1, 1)),
    ],
)
def test_thirty_days_end_with_the_thirtieth(received: datetime, last: date) -> None:
    found = of("citizen", received_at=received)["reply"]
    assert found.due_at == end_of(last)
    assert last_day(found.due_at, whole_days=True) == last


def test_a_day_of_the_zone_ends_at_its_own_midnight_whatever_the_season() -> None:
    assert end_of(date(2026, 3, 28)).astimezone(UTC) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of(date(2026, 3, 29)).astimezone(UTC) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert end_of(date(2026, 10, 25)).astimezone(UTC) == datetime(2026, 10, 25, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("execution", "evaluated_by"),
    [
        (date(2026, 12, 3), date(2026, 11, 26)),  # Thursday: 2, 1 December, 30, 27, 26 November
        (date(2026, 12, 10), date(2026, 12, 2)),  # 8 December is a holiday: 9, 7, 4, 3, 2
        (date(2026, 12, 6), date(2026, 11, 30)),  # a Sunday: 4, 3, 2, 1 December, 30 November
        (
            date(2027, 1, 7),
            date(2026, 12, 29),
        ),  # 6 and 1 January are holidays: 5, 4 January, 31, 30, 29 December
        (date(2028, 3, 1), date(2028, 2, 23)),  # 29, 28, 25, 24, 23 February
    ],
)
def test_an_eviction_is_evaluated_five_working_days_before(execution: date, evaluated_by: date) -> None:
    found = of("eviction", received_at=rome(2026, 11, 2, 9), execution_on=execution)
    assert last_day(found["evaluation"].due_at, whole_days=True) == evaluated_by
    assert found["execution"].due_at == end_of(execution)


def test_an_eviction_told_too_late_is_late_at_once_and_runs_no_clock_backwards() -> None:
    found = of("eviction", received_at=rome(2026, 11, 23, 9), execution_on=date(2026, 11, 24))["evaluation"]
    assert found.due_at < rome(2026, 11, 23, 9)
    assert found.starts_at == found.due_at


def test_an_order_has_the_term_that_it_writes_or_the_day_before_the_hearing() -> None:
    written = of("art_31", due_on=date(2027, 1, 15), hearing_on=date(2027, 2, 1))["reply"]
    heard = of("art_31", hearing_on=date(2027, 2, 1))["reply"]
    assert (written.due_at, heard.due_at) == (end_of(date(2027, 1, 15)), end_of(date(2027, 1, 31)))


def test_without_a_placement_the_hours_have_not_begun() -> None:
    assert of("removal_403", received_at=rome(2026, 11, 23, 9)) == {}


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))


@given(MOMENTS)
def test_hours_are_elapsed_hours_whatever_the_night(placed: datetime) -> None:
    found = of("removal_403", placed_at=placed.astimezone(ROME))
    spans = {code: one.due_at.astimezone(UTC) - one.starts_at.astimezone(UTC) for code, one in found.items()}
    assert spans["written_report"] == timedelta(hours=24)
    assert spans["prosecutor_request"] == timedelta(hours=72)
    assert spans["court_decree"] == timedelta(hours=48)
    assert found["court_decree"].due_at.astimezone(UTC) - placed == timedelta(hours=144)


@given(MOMENTS, st.sampled_from([kind.code for kind in kinds_on(TODAY).values()]), st.integers(0, 90))
def test_no_clock_runs_backwards_and_days_end_at_midnight(received: datetime, code: str, days: int) -> None:
    moment = received.astimezone(ROME)
    day = moment.date() + timedelta(days=days)
    for one in clocks(kind_of(code, TODAY), Facts(moment, moment, day, day)):
        assert one.starts_at <= one.due_at
        if one.whole_days:
            local = one.due_at.astimezone(ROME)
            assert (local.hour, local.minute) == (0, 0)
            assert last_day(one.due_at, whole_days=True) == local.date() - timedelta(days=1)


@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)), st.integers(1, 20))
def test_backwards_so_many_working_days_lie_between(day: date, count: int) -> None:
    found = days_before(day, count)
    assert is_working_day(found)
    assert working_days_between(found - timedelta(days=1), day - timedelta(days=1)) == count


def test_every_kind_is_whole_and_says_where_each_term_is_written() -> None:
    for kind in kinds_on(TODAY).values():
        codes = [term.code for term in kind.terms]
        assert len(set(codes)) == len(codes)
        assert all(term.rule and term.label for term in kind.terms)
        assert all(term.start in {"received", "placed", *codes} for term in kind.terms)
        assert kind.letter.format(number="1", received="ieri", protocol="2")
