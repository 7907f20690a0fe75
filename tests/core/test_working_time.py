from datetime import date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.dated_rules import load
from accanto.core.working_time import (
    Unit,
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
    deadline,
    is_working_day,
    next_working_day,
    patron_of,
    working_days_between,
    working_days_of_pairs,
)
from accanto.core.working_time.calendars import FIRST_YEAR, LAST_YEAR, PATRONS, OutsideCalendar

PISTOIA, SERRAVALLE, QUARRATA = "047014", "047020", "047017"
ROME = ZoneInfo("Europe/Rome")
DAYS = st.dates(date(2017, 1, 1), date(2035, 12, 31))
ISTAT = st.sampled_from([None, PISTOIA, SERRAVALLE, QUARRATA, "082053"])


@pytest.mark.parametrize(
    ("start", "end", "istat", "days"),
    [
        # Friday 18 December 2026 → Monday 21: one working day.
        (date(2026, 12, 18), date(2026, 12, 21), PISTOIA, 1),
        # San Jacopo, Friday 25 July 2025, is free in Pistoia only.
        (date(2025, 7, 24), date(2025, 7, 28), PISTOIA, 1),
        (date(2025, 7, 24), date(2025, 7, 28), QUARRATA, 2),
        # San Lodovico, Tuesday 19 August 2025, is free in Serravalle only.
        (date(2025, 8, 18), date(2025, 8, 20), SERRAVALLE, 1),
        (date(2025, 8, 18), date(2025, 8, 20), PISTOIA, 2),
        # San Francesco is a holiday from 2026; 4 October 2027 is a Monday, 4 October 2024 was a Friday.
        (date(2027, 10, 1), date(2027, 10, 5), PISTOIA, 1),
        (date(2024, 10, 3), date(2024, 10, 7), PISTOIA, 2),
        # 29 February 2024 was a working Thursday.
        (date(2024, 2, 28), date(2024, 3, 1), PISTOIA, 2),
        # Christmas 2025: Thursday 25 and Friday 26 off.
        (date(2025, 12, 24), date(2025, 12, 29), None, 1),
        # Easter Monday, 6 April 2026.
        (date(2026, 4, 3), date(2026, 4, 7), None, 1),
        # The clocks change on Sunday 29 March 2026: days do not notice.
        (date(2026, 3, 27), date(2026, 3, 30), None, 1),
        (date(2026, 5, 4), date(2026, 5, 4), None, 0),
        # The other way round: negative.
        (date(2026, 12, 21), date(2026, 12, 18), PISTOIA, -1),
    ],
)
def test_working_days_counted_by_hand(start: date, end: date, istat: str | None, days: int) -> None:
    assert working_days_between(start, end, istat) == days


def test_saturday_counts_only_where_it_is_worked() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert working_days_between(friday, monday, PISTOIA) == 1
    assert working_days_between(friday, monday, PISTOIA, saturday_works=True) == 2


def test_a_year_of_pistoia_counted_by_hand() -> None:
    # 2025: 261 weekdays; off on a weekday: 1/1, 6/1, 21/4, 25/4, 1/5, 2/6, 25/7, 15/8, 8/12, 25/12, 26/12.
    assert working_days_between(date(2024, 12, 31), date(2025, 12, 31), PISTOIA) == 250


def test_san_francesco_is_off_from_2026_only() -> None:
    assert is_working_day(date(2024, 10, 4))
    assert not is_working_day(date(2027, 10, 4))
    assert not is_working_day(date(2026, 10, 4))  # a Sunday too


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 15), 18, date(2028, 5, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_same_number_or_on_the_last_day(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_terms_of_each_unit() -> None:
    # First flow of the income measure: 26 January 2024 + 120 days is 25 May (2024 is a leap year).
    assert deadline(date(2024, 1, 26), 120, Unit.CALENDAR_DAYS) == date(2024, 5, 25)
    assert deadline(date(2025, 6, 23), 20, Unit.WORKING_DAYS, QUARRATA) == date(2025, 7, 21)
    assert deadline(date(2025, 7, 10), 11, "working_days", PISTOIA) == date(2025, 7, 28)
    assert deadline(date(2025, 8, 31), 6, Unit.MONTHS) == date(2026, 2, 28)


def test_a_term_that_ends_on_a_day_off_moves_forward_only_when_asked() -> None:
    start = date(2025, 7, 15)
    assert deadline(start, 10, Unit.CALENDAR_DAYS, PISTOIA) == date(2025, 7, 25)
    assert deadline(start, 10, Unit.CALENDAR_DAYS, PISTOIA, roll_forward=True) == date(2025, 7, 28)
    assert deadline(start, 10, Unit.CALENDAR_DAYS, QUARRATA, roll_forward=True) == date(2025, 7, 25)
    assert next_working_day(date(2025, 12, 25)) == date(2025, 12, 29)


def test_hours_are_hours_that_pass_even_when_the_clocks_change() -> None:
    spring = datetime(2026, 3, 28, 12, 0, tzinfo=ROME)
    assert add_hours(spring, 24) == datetime(2026, 3, 29, 13, 0, tzinfo=ROME)
    autumn = datetime(2026, 10, 24, 12, 0, tzinfo=ROME)
    assert add_hours(autumn, 24).hour == 11
    with pytest.raises(ValueError, match="time zone"):
        add_hours(datetime(2026, 3, 28, 12, 0), 1)


def test_negative_terms_and_absurd_years_are_refused() -> None:
    for add in (add_calendar_days, add_working_days, add_months):
        with pytest.raises(ValueError, match="negative"):
            add(date(2026, 1, 1), -1)
    with pytest.raises(OutsideCalendar):
        working_days_between(date(226, 1, 1), date(2026, 1, 1))
    with pytest.raises(OutsideCalendar):
        add_working_days(date(2069, 12, 30), 5)


def test_the_nine_municipalities_have_a_patron_and_say_how_sure_they_are() -> None:
    rules = load(PATRONS).rules
    assert {rule.key for rule in rules} == {
        "047002", "047007", "047010", "047014", "047017", "047018", "047020", "047023", "047024",
    }  # fmt: skip
    jacopo = patron_of(PISTOIA, date(2026, 1, 1))
    assert jacopo is not None
    assert (jacopo["month"], jacopo["day"], jacopo.from_memory) == (7, 25, False)
    marliana = patron_of("047007", date(2026, 1, 1))
    assert marliana is not None
    assert marliana.from_memory
    assert patron_of("082053", date(2026, 1, 1)) is None


@given(DAYS, DAYS, DAYS, ISTAT)
def test_durations_add_up(one: date, two: date, three: date, istat: str | None) -> None:
    whole = working_days_between(one, three, istat)
    assert working_days_between(one, two, istat) + working_days_between(two, three, istat) == whole
    assert working_days_between(three, one, istat) == -whole


@given(DAYS, st.integers(1, 400), ISTAT)
def test_adding_is_the_inverse_of_counting(start: date, days: int, istat: str | None) -> None:
    end = add_working_days(start, days, istat)
    assert is_working_day(end, istat)
    assert working_days_between(start, end, istat) == days


@given(DAYS, st.integers(0, 60), ISTAT)
def test_the_table_agrees_with_a_walk_day_by_day(start: date, length: int, istat: str | None) -> None:
    walked = sum(is_working_day(start + timedelta(days=n), istat) for n in range(1, length + 1))
    assert working_days_between(start, start + timedelta(days=length), istat) == walked


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_months_never_skip_a_month(start: date, one: int, two: int) -> None:
    end = add_months(start, one + two)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == one + two
    assert end.day <= start.day
    assert (add_months(start, one) <= end) or two == 0


@given(DAYS, st.integers(0, 400), st.sampled_from(list(Unit)), ISTAT)
def test_rolling_forward_never_shortens_and_ends_on_a_working_day(
    start: date, amount: int, unit: Unit, istat: str | None
) -> None:
    plain = deadline(start, amount, unit, istat)
    rolled = deadline(start, amount, unit, istat, roll_forward=True)
    assert plain <= rolled <= plain + timedelta(days=9)
    assert is_working_day(rolled, istat)


def test_ten_thousand_pairs_take_a_blink() -> None:
    pairs = [
        (date(2018, 1, 1) + timedelta(days=n % 900), date(2021, 1, 1) + timedelta(days=n % 700), istat)
        for n, istat in enumerate([PISTOIA, QUARRATA] * 5000)
    ]
    one_by_one = [working_days_between(*pair) for pair in pairs]
    started = perf_counter()
    assert working_days_of_pairs(pairs) == one_by_one
    # Not a benchmark: a hundred times what it takes, so that only a walk day by day fails.
    assert perf_counter() - started < 1


def test_national_holidays_are_those_of_a_library_that_others_keep() -> None:
    """Of the days from Monday to Saturday: the table leaves out those that always fall on a Sunday."""
    known = holidays.country_holidays("IT", years=range(FIRST_YEAR, LAST_YEAR + 1))
    first, last = date(FIRST_YEAR, 1, 2), date(LAST_YEAR, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    weekdays = [day for day in days if day.weekday() < 6]
    off = [day for day in weekdays if not is_working_day(day, saturday_works=True)]
    assert off == [day for day in weekdays if day in known]
