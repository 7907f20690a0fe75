"""Places for the public: recurring, never on a closed day, always at the same hour by the clock."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accanto.casework.agenda.enums import SlotState
from accanto.casework.agenda.models import RoomUse, Slot
from accanto.casework.agenda.operations import (
    end_series,
    extend_all,
    open_series,
    skip_day,
    take_place,
)
from accanto.casework.agenda.queries import free_slots, to_be_called
from accanto.casework.agenda.rules import at_local, checked_rule, days_of, hours_of, weekly
from accanto.casework.agenda.rules.local_time import NoSuchHour
from accanto.core.errors import OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.territory.bodies.operations import close_office
from tests import cast
from tests.casework.agenda.situation import TUESDAY, at, north, room, series
from tests.present import NOW, TODAY

pytestmark = pytest.mark.django_db


def days(rows: object) -> list[date]:
    return sorted({timezone.localdate(row.starts_at) for row in rows})  # type: ignore[attr-defined]


def test_a_series_is_written_as_far_as_the_horizon_and_skips_holidays() -> None:
    made = series(last_day=date(2026, 12, 31))
    found = days(made.slots.all())
    assert found[0] == TUESDAY
    assert date(2026, 12, 8) not in found  # the Immaculate Conception is a Tuesday
    assert found[-1] == date(2026, 12, 31)
    assert made.slots.count() == 2 * len(found)


def test_the_night_goes_on_where_the_last_one_stopped_and_writes_nothing_twice() -> None:
    made = series()
    before = made.slots.count()
    assert extend_all(at=NOW) == 0
    assert extend_all(at=NOW + timedelta(days=7)) == 4
    assert made.slots.count() == before + 4


def test_nine_in_the_morning_stays_nine_in_the_morning() -> None:
    made = series(
        weekdays=(6,), starts_on=date(2027, 3, 21), last_day=date(2027, 4, 4), office=unknown_hours()
    )
    hours = [timezone.localtime(row.starts_at).hour for row in made.slots.all()]
    assert set(hours) == {9}
    first, last = (
        made.slots.earliest("starts_at"),
        made.slots.filter(starts_at__gte=at(date(2027, 4, 4), 9)).first(),
    )
    assert last is not None
    assert (last.starts_at - first.starts_at) == timedelta(days=14, hours=-1)


def unknown_hours():  # type: ignore[no-untyped-def]
    """An office of which nobody wrote the hours: not shut on Sundays."""
    from accanto.territory.bodies.models import Office

    return Office.objects.get(code="ufficio-piano")


def test_half_past_two_on_the_spring_night_is_refused_in_words() -> None:
    with pytest.raises(NoSuchHour, match="non esistono") as refused:
        at_local(date(2027, 3, 28), time(2, 30))
    assert "2:30" in str(refused.value)
    assert "3:00" in str(refused.value)
    with pytest.raises(NoSuchHour) as refused:
        series(
            weekdays=(6,), opens=time(2), closes=time(3), starts_on=date(2027, 3, 14), office=unknown_hours()
        )
    assert refused.value.field == "opens"
    assert not Slot.objects.exists()


def test_the_hour_that_comes_twice_in_autumn_is_the_first_one() -> None:
    first = at_local(date(2027, 10, 31), time(2, 30))
    assert first.utcoffset() == timedelta(hours=2)
    made = series(
        weekdays=(6,), opens=time(1), closes=time(4), minutes=60, starts_on=date(2027, 10, 31),
        last_day=date(2027, 10, 31), office=unknown_hours(),
    )  # fmt: skip
    rows = list(made.slots.order_by("starts_at"))
    assert [timezone.localtime(row.starts_at).hour for row in rows] == [1, 2, 3]
    assert all(row.ends_at - row.starts_at == timedelta(hours=1) for row in rows)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.times())
def test_a_moment_shows_the_hour_that_was_asked_for(day: date, hour: time) -> None:
    try:
        moment = at_local(day, hour)
    except NoSuchHour:
        assert (day.month, day.weekday(), hour.hour) == (3, 6, 2)
        return
    back = timezone.localtime(moment)
    assert (back.date(), back.time()) == (day, hour)


@given(
    st.sets(st.integers(0, 6), min_size=1), st.integers(1, 4), st.dates(date(2026, 1, 1), date(2027, 12, 31))
)
def test_days_of_a_weekly_rule_are_those_weekdays(weekdays: set[int], every: int, begin: date) -> None:
    found = list(days_of(checked_rule(weekly(sorted(weekdays), every)), begin, begin + timedelta(days=90)))
    assert {day.weekday() for day in found} <= weekdays
    weeks = {(day - timedelta(days=day.weekday())) for day in found}
    assert all((week - min(weeks)).days % (7 * every) == 0 for week in weeks)


@given(st.times(), st.times(), st.integers(5, 240))
def test_stretches_never_pass_the_closing_hour(opens: time, closes: time, minutes: int) -> None:
    found = hours_of(opens, closes, minutes)
    for hour in found:
        assert hour.hour * 60 + hour.minute + minutes <= closes.hour * 60 + closes.minute + 1
    assert found == sorted(found)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;BYDAY=XX",
        "nonsense",
        "FREQ=MONTHLY;BYMONTHDAY=99",
    ],
)
def test_what_is_no_rule_of_days_is_refused(rule: str) -> None:
    with pytest.raises(OperationRefused) as refused:
        checked_rule(rule)
    assert refused.value.field == "rule"


def test_hours_and_days_that_cannot_be_are_refused() -> None:
    base = {
        "office": north(), "kind": "information", "rule": weekly([1]), "opens": time(9), "closes": time(10),
        "minutes": 30, "capacity": 1, "starts_on": TUESDAY, "by": cast.user(cast.ANNA), "at": NOW,
    }  # fmt: skip
    small = room("Piccola", capacity=1)
    for wrong, field in (
        ({"closes": time(9)}, "closes"),
        ({"minutes": 90}, "minutes"),
        ({"minutes": 1}, "minutes"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 2, "room": small}, "capacity"),
        ({"room": room("Altrove", office=unknown_hours())}, "room"),
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"last_day": TUESDAY - timedelta(days=1)}, "last_day"),
        ({"rule": weekly([6])}, "rule"),  # never open on Sundays
    ):
        with pytest.raises(OperationRefused) as refused:
            open_series(**{**base, **wrong})  # type: ignore[arg-type]
        assert refused.value.field == field
    assert not Slot.objects.exists()


def test_an_operator_and_a_room_are_in_one_series_at_a_time() -> None:
    anna, one = cast.user(cast.ANNA), room()
    series(operator=anna, where=one)
    for given_ in ({"operator": anna}, {"where": one}):
        with pytest.raises(OperationRefused, match="altra serie") as refused:
            series(opens=time(9, 30), closes=time(10, 30), **given_)  # type: ignore[arg-type]
        assert refused.value.missing
    series(operator=cast.user(cast.LUCA), where=room("Stanza 2"))


def test_a_skipped_day_calls_those_who_had_a_place() -> None:
    made = series(capacity=2)
    row = made.slots.order_by("starts_at")[0]
    dario = cast.user(cast.DARIO)
    taken = take_place(slot=row, name="Ida Prova", contact="0573 555 901", by=cast.user(cast.LUCA), at=NOW)
    skip_day(series=made, day=TUESDAY, reason="Corso", by=cast.user(cast.ANNA), at=NOW)
    row.refresh_from_db()
    assert (row.state, row.cancel_reason, row.free) == (SlotState.CANCELLED, "Corso", 0)
    assert list(to_be_called(cast.user(cast.LUCA), NOW)) == [taken]
    assert list(to_be_called(dario, NOW)) == []
    assert Notification.objects.get(kind="agenda.to_call").user == cast.user(cast.LUCA)
    assert extend_all(at=NOW) == 0
    for day, why in (
        (TUESDAY, "again"),
        (date(2026, 11, 25), "not a day of it"),
        (date(2026, 11, 17), "past"),
    ):
        with pytest.raises(OperationRefused):
            skip_day(series=made, day=day, reason=why, by=cast.user(cast.ANNA), at=NOW)


def test_a_series_ends_and_gives_its_room_back() -> None:
    made = series(where=room())
    end_series(
        series=made, last_day=date(2026, 12, 3), reason="Cambio orario", by=cast.user(cast.ANNA), at=NOW
    )
    assert days(made.slots.filter(state="open"))[-1] == date(2026, 12, 3)
    assert not RoomUse.objects.filter(released_at=None, starts_at__gte=at(date(2026, 12, 4), 0)).exists()
    assert extend_all(at=NOW + timedelta(days=30)) == 0


def test_when_the_office_closes_its_hours_are_cancelled_at_once() -> None:
    made = series(operator=cast.user(cast.ANNA))
    close_office(
        office=north(), first_day=TUESDAY, last_day=TUESDAY, reason="Guasto", by=cast.user(cast.CARLA), at=NOW
    )
    assert days(made.slots.filter(state="open"))[0] == date(2026, 11, 26)
    assert days(free_slots(first=TUESDAY, last=TUESDAY + timedelta(days=7), at=NOW, office=north()))[
        0
    ] == date(2026, 11, 26)
