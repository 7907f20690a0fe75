"""When an office is open, across holidays, closures, changes of timetable and of the clocks."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.errors import OperationRefused
from accanto.core.working_time import holiday_on, is_working_day
from accanto.foundation.audit.models import Event
from accanto.territory.bodies.enums import Audience, ClosedFor
from accanto.territory.bodies.models import Office, OfficeClosure, OfficeHours
from accanto.territory.bodies.operations import (
    WeeklyOpening,
    close_office,
    set_office_hours,
    withdraw_closure,
)
from accanto.territory.bodies.queries import (
    closed_on,
    hours_on,
    is_open,
    next_opening,
    timetables,
)
from tests import cast
from tests.present import NOW, ROME

MONDAY = date(2026, 11, 30)
MORNING = WeeklyOpening(0, time(9), time(13))


@pytest.fixture
def office(db: None) -> Office:
    """Open Mondays 9–13, and 8–18 by appointment."""
    made = Office.objects.get(code="ufficio-piano")
    week = [MORNING, WeeklyOpening(0, time(8), time(18), Audience.APPOINTMENT)]
    set_office_hours(office=made, week=week, valid_from=date(2026, 1, 1), by=cast.user(cast.CARLA), at=NOW)
    return made


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=ROME)


def shut(office: Office, first: date, last: date, reason: str = "Trasloco") -> OfficeClosure:
    return close_office(
        office=office, first_day=first, last_day=last, reason=reason, by=cast.user(cast.CARLA), at=NOW
    )


def test_it_is_open_from_its_first_minute_to_before_the_last(office: Office) -> None:
    moments = [
        at(MONDAY, 8, 59),
        at(MONDAY, 9),
        at(MONDAY, 12, 59),
        at(MONDAY, 13),
        at(MONDAY + timedelta(1), 9),
    ]
    assert [is_open(office, moment) for moment in moments] == [False, True, True, False, False]
    assert [is_open(office, moment, Audience.APPOINTMENT) for moment in moments] == [True] * 4 + [False]


def test_a_day_says_its_stretches_and_for_whom(office: Office) -> None:
    assert [(o.starts_at, o.ends_at) for o in hours_on(office, MONDAY)] == [(at(MONDAY, 9), at(MONDAY, 13))]
    both = [o.audience for o in hours_on(office, MONDAY, None)]
    assert both == [Audience.APPOINTMENT, Audience.PUBLIC]
    assert closed_on(office, MONDAY) is None
    assert closed_on(office, MONDAY + timedelta(1)).kind == ClosedFor.NO_HOURS  # type: ignore[union-attr]


def test_holidays_the_patron_and_closures_shut_it(office: Office) -> None:
    pistoia_patron = date(2027, 7, 25)
    week = [WeeklyOpening(day, time(9), time(13)) for day in range(7)]
    set_office_hours(office=office, week=week, valid_from=date(2026, 12, 1), by=None, at=NOW)
    shut(office, date(2026, 12, 10), date(2026, 12, 11))
    found = {
        day: closed.kind if (closed := closed_on(office, day)) else None
        for day in (
            date(2026, 12, 8),
            pistoia_patron,
            date(2026, 12, 9),
            date(2026, 12, 10),
            date(2026, 12, 12),
        )
    }
    assert list(found.values()) == [ClosedFor.HOLIDAY, ClosedFor.PATRON, None, ClosedFor.CLOSURE, None]
    assert closed_on(office, date(2026, 12, 11)).words == "Trasloco"  # type: ignore[union-attr]
    quarrata = Office.objects.get(code="servizio-quarrata")
    assert closed_on(quarrata, date(2027, 8, 15)).kind == ClosedFor.PATRON  # type: ignore[union-attr]


def test_the_next_opening_steps_over_what_is_shut(office: Office) -> None:
    assert next_opening(office, at(MONDAY, 10)).starts_at == at(MONDAY, 9)  # type: ignore[union-attr]
    shut(office, date(2026, 12, 7), date(2026, 12, 7))
    assert next_opening(office, at(MONDAY, 13)).starts_at == at(date(2026, 12, 14), 9)  # type: ignore[union-attr]
    assert next_opening(office, at(MONDAY, 13), within=13) is None


def test_an_office_whose_hours_nobody_wrote_is_not_known_rather_than_shut(db: None) -> None:
    office = Office.objects.get(code="ufficio-piano")
    timetable = timetables([office], MONDAY, MONDAY)[office.pk]
    assert (timetable.known, timetable.closed_on(MONDAY), timetable.is_open(at(MONDAY, 10))) == (
        False,
        None,
        False,
    )


def test_hours_by_the_clock_of_the_zone_whatever_it_does(office: Office) -> None:
    """On the night of 25 October 2026 the clock goes back: nine in the morning is nine in the morning."""
    (before,) = hours_on(office, date(2026, 10, 19))
    (after,) = hours_on(office, date(2026, 10, 26))
    assert (before.starts_at.hour, after.starts_at.hour) == (9, 9)
    assert after.starts_at - before.starts_at == timedelta(days=7)  # by the clock
    assert after.starts_at.timestamp() - before.starts_at.timestamp() == 7 * 86400 + 3600


def test_a_summer_timetable_leaves_the_other_one_on_both_sides(office: Office) -> None:
    summer = [WeeklyOpening(0, time(8), time(12))]
    set_office_hours(
        office=office, week=summer, valid_from=date(2026, 7, 1), valid_to=date(2026, 9, 1), by=None, at=NOW
    )
    days = (date(2026, 6, 29), date(2026, 7, 6), date(2026, 8, 31), date(2026, 9, 7))
    assert [hours_on(office, day)[0].starts_at.hour for day in days] == [9, 8, 8, 9]
    assert Event.objects.filter(verb="bodies.hours_set").count() == 2


def test_a_new_timetable_replaces_what_would_have_begun_later(office: Office) -> None:
    set_office_hours(office=office, week=[], valid_from=date(2027, 1, 1), by=None, at=NOW)
    set_office_hours(office=office, week=[MORNING], valid_from=date(2026, 12, 1), by=None, at=NOW)
    assert len(hours_on(office, date(2027, 1, 11))) == 1


@pytest.mark.parametrize(
    ("week", "field"),
    [
        ([WeeklyOpening(0, time(13), time(9))], "closes"),
        ([WeeklyOpening(0, time(9), time(9))], "closes"),
        ([WeeklyOpening(7, time(9), time(10))], "weekday"),
        ([MORNING, WeeklyOpening(0, time(12), time(14))], "opens"),
        ([MORNING, MORNING], "opens"),
    ],
)
def test_a_week_that_cannot_be_is_refused(office: Office, week: list[WeeklyOpening], field: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        set_office_hours(office=office, week=week, valid_from=date(2026, 12, 1), by=None, at=NOW)
    assert refused.value.field == field
    assert len(hours_on(office, MONDAY)) == 1


def test_the_database_refuses_two_timetables_at_once(office: Office) -> None:
    with pytest.raises(IntegrityError, match="office_hours_do_not_overlap"), transaction.atomic():
        OfficeHours.objects.create(
            office=office, weekday=0, opens=time(12), closes=time(14), valid_from=date(2026, 12, 1)
        )


def test_the_same_closure_twice_is_refused_until_the_first_is_withdrawn(office: Office) -> None:
    first = shut(office, MONDAY, MONDAY)
    with pytest.raises(OperationRefused, match="già chiuso") as refused:
        shut(office, MONDAY - timedelta(1), MONDAY + timedelta(1))
    assert refused.value.field == "first_day"
    withdraw_closure(closure=first, by=cast.user(cast.CARLA), at=NOW)
    assert len(hours_on(office, MONDAY)) == 1
    with pytest.raises(OperationRefused, match="già stata ritirata"):
        withdraw_closure(closure=first, by=cast.user(cast.CARLA), at=NOW)
    shut(office, MONDAY, MONDAY)


def test_a_closure_says_why_and_its_days_in_order(office: Office) -> None:
    for first, last, reason, field in (
        (MONDAY, MONDAY, "  ", "reason"),
        (MONDAY, MONDAY - timedelta(1), "Ferie", "last_day"),
        (MONDAY, MONDAY + timedelta(400), "Ferie", "last_day"),
    ):
        with pytest.raises(OperationRefused) as refused:
            shut(office, first, last, reason)
        assert refused.value.field == field
    past = shut(office, date(2026, 1, 5), date(2026, 1, 9))
    with pytest.raises(OperationRefused, match="passato"):
        withdraw_closure(closure=past, by=None, at=NOW)


@given(day=st.dates(date(1995, 1, 1), date(2060, 12, 31)))
def test_a_working_day_is_a_weekday_that_is_no_holiday(day: date) -> None:
    assert is_working_day(day, "047014") == (day.weekday() < 5 and not holiday_on(day, "047014"))


def test_many_offices_cost_three_queries(office: Office, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    offices = list(Office.objects.all())
    with django_assert_num_queries(3):
        found = timetables(offices, MONDAY, MONDAY + timedelta(30))
        assert sum(table.is_open(at(MONDAY, 10)) for table in found.values()) > 1
