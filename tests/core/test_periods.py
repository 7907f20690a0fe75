from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.periods import Period, gaps, merge

DAYS = st.dates(date(2000, 1, 1), date(2000, 3, 31))
PERIODS = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    DAYS,
    st.none() | st.integers(1, 40),
)
SPAN = [date(2000, 1, 1) + timedelta(days=n) for n in range(150)]


def days_of(periods: list[Period]) -> set[date]:
    return {day for day in SPAN if any(day in period for period in periods)}


def test_the_end_is_the_first_day_outside() -> None:
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert date(2026, 1, 31) in january
    assert date(2026, 2, 1) not in january
    assert (january.days, january.last_day) == (31, date(2026, 1, 31))
    assert Period.through(date(2026, 1, 1), date(2026, 1, 31)) == january


def test_a_period_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_neighbours_touch_but_do_not_overlap() -> None:
    one, other = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1))
    assert one.touches(other)
    assert not one.overlaps(other)
    assert merge([other, one]) == [Period(date(2026, 1, 1))]


def test_what_comes_before_a_day() -> None:
    assert Period(date(2026, 1, 1)).before(date(2026, 2, 1)) == Period(date(2026, 1, 1), date(2026, 2, 1))
    assert Period(date(2026, 1, 1)).before(date(2026, 1, 1)) is None


@given(PERIODS, PERIODS)
def test_the_intersection_holds_the_days_of_both(one: Period, other: Period) -> None:
    both = one.intersection(other)
    assert days_of([both] if both else []) == days_of([one]) & days_of([other])
    assert one.overlaps(other) == other.overlaps(one) == (both is not None)


@given(st.lists(PERIODS, max_size=6))
def test_merging_keeps_the_days_and_leaves_no_neighbours(periods: list[Period]) -> None:
    merged = merge(periods)
    assert days_of(merged) == days_of(periods)
    assert not any(a.touches(b) for a, b in pairwise(merged))


@given(st.lists(PERIODS, max_size=6), PERIODS)
def test_gaps_and_periods_together_fill_the_whole(periods: list[Period], within: Period) -> None:
    assert days_of(gaps(periods, within)) == days_of([within]) - days_of(periods)
