"""Planning, moving, cancelling and closing meetings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import AppointmentOverlaps, book_appointment
from accanto.casework.teams import operations
from accanto.casework.teams.enums import ItemState, MeetingState
from accanto.casework.teams.models import AgendaItem, Attendance, TeamMeeting, TeamMember
from accanto.casework.teams.operations.meetings import monthly_days
from accanto.casework.teams.queries import body_hours, partner_bodies
from accanto.foundation.documents.models import Document
from accanto.foundation.notifications.models import Notification
from tests import cast
from tests.casework.teams.situations import (
    AFTERWARDS,
    IN_THE_ROOM,
    MEETING_DAY,
    complex_family,
    decide,
    everybody_there,
    held,
    meeting,
    on_agenda,
    team,
)
from tests.scenarios import NOW, moment

pytestmark = pytest.mark.django_db


def test_a_meeting_takes_the_time_of_the_basic_members_and_of_nobody_else() -> None:
    planned = meeting()
    invited = {o.user.username for o in planned.appointment.operators.select_related("user")}
    assert invited == {cast.CARLA, cast.BRUNO, cast.ELENA}


def test_who_is_taken_elsewhere_is_named_and_nothing_is_planned() -> None:
    book_appointment(
        kind="interview",
        starts_at=moment(MEETING_DAY, 12),
        ends_at=moment(MEETING_DAY, 14),
        operators=[cast.user(cast.BRUNO)],
        by=cast.user(cast.CARLA),
        at=NOW,
    )
    with pytest.raises(AppointmentOverlaps) as refusal:
        meeting()
    assert len(refusal.value.missing) == 1
    assert "Bruno Test" in str(refusal.value.missing[0])
    assert TeamMeeting.objects.count() == 0


@pytest.mark.parametrize("day", [date(2026, 12, 8), date(2026, 11, 29), date(2026, 7, 25)])
def test_no_meeting_on_a_holiday_a_sunday_or_the_patron_saint(day: date) -> None:
    with pytest.raises(operations.TeamRefused) as refusal:
        meeting(day)
    assert refusal.value.field == "day"


def test_a_monthly_meeting_keeps_its_weekday_and_its_hour_when_the_clocks_change() -> None:
    planned = operations.plan_monthly(
        team=team(),
        starts_at=moment(date(2027, 2, 24)),
        ends_at=moment(date(2027, 2, 24), 13),
        months=4,
        by=cast.user(cast.CARLA),
        at=NOW,
    )
    starts = [timezone.localtime(m.appointment.starts_at) for m in planned]
    assert [s.date() for s in starts] == [
        date(2027, 2, 24),
        date(2027, 3, 24),
        date(2027, 4, 28),
        date(2027, 5, 26),
    ]
    assert {s.hour for s in starts} == {9}


def test_a_monthly_meeting_moves_from_a_holiday_to_the_next_working_day() -> None:
    # The first Wednesdays; 6 January is Epiphany.
    assert monthly_days(date(2026, 12, 2), 2, "047014") == [date(2026, 12, 2), date(2027, 1, 7)]


def test_the_fifth_weekday_becomes_the_last_where_there_is_no_fifth() -> None:
    assert monthly_days(date(2026, 9, 30), 2, "047014")[1] == date(2026, 10, 28)


def test_all_months_or_none() -> None:
    book_appointment(
        kind="interview",
        starts_at=moment(date(2026, 12, 23), 10),
        ends_at=moment(date(2026, 12, 23), 11),
        operators=[cast.user(cast.ELENA)],
        by=cast.user(cast.CARLA),
        at=NOW,
    )
    with pytest.raises(AppointmentOverlaps):
        operations.plan_monthly(
            team=team(),
            starts_at=moment(MEETING_DAY),
            ends_at=moment(MEETING_DAY, 13),
            months=2,
            by=cast.user(cast.CARLA),
            at=NOW,
        )
    assert TeamMeeting.objects.count() == 0
    assert Appointment.objects.filter(kind="team").count() == 0


def test_a_moved_meeting_keeps_its_agenda_and_gives_the_old_time_back() -> None:
    item = on_agenda(complex_family())
    moved = operations.move_meeting(
        meeting=item.meeting,
        starts_at=moment(date(2026, 11, 26)),
        ends_at=moment(date(2026, 11, 26), 12),
        by=cast.user(cast.CARLA),
        at=NOW,
    )
    assert [i.pk for i in moved.items.all()] == [item.pk]
    told = Notification.objects.filter(kind="teams.meeting.moved").values_list("user__username", flat=True)
    # Anna answers for the household.
    assert set(told) == {cast.ANNA, cast.BRUNO, cast.ELENA}
    meeting(MEETING_DAY)  # the time is free again


def test_a_meeting_is_cancelled_with_a_reason_and_its_households_wait_again() -> None:
    found = complex_family()
    item = on_agenda(found)
    with pytest.raises(operations.TeamRefused):
        operations.cancel_meeting(meeting=item.meeting, reason="  ", by=found.carla, at=NOW)
    operations.cancel_meeting(meeting=item.meeting, reason="Sala allagata", by=found.carla, at=NOW)
    item.refresh_from_db()
    assert (item.state, item.reason) == (ItemState.DROPPED, "Sala allagata")
    on_agenda(found, meeting(date(2026, 11, 26)))


def test_a_meeting_with_a_decision_is_closed_not_cancelled() -> None:
    item = on_agenda(complex_family())
    decide(item)
    with pytest.raises(operations.TeamRefused):
        operations.cancel_meeting(
            meeting=item.meeting, reason="Errore", by=cast.user(cast.CARLA), at=IN_THE_ROOM
        )


def test_closing_names_every_household_and_everybody_still_missing() -> None:
    item = on_agenda(complex_family())
    with pytest.raises(operations.MeetingNotReady) as refusal:
        operations.hold_meeting(meeting=item.meeting, by=cast.user(cast.CARLA), at=AFTERWARDS)
    missing = [str(line) for line in refusal.value.missing]
    assert len(missing) == 2
    assert "Campioni" in missing[0]
    assert all(name in missing[1] for name in ("Carla Esempi", "Bruno Test", "Elena Modello"))


def test_a_meeting_where_nobody_came_cannot_be_closed() -> None:
    planned = meeting()
    operations.take_attendance(
        meeting=planned,
        sheet=[
            operations.Presence(cast.user(name), present=False)
            for name in (cast.CARLA, cast.BRUNO, cast.ELENA)
        ],
        by=cast.user(cast.CARLA),
        at=IN_THE_ROOM,
    )
    with pytest.raises(operations.MeetingNotReady):
        operations.hold_meeting(meeting=planned, by=cast.user(cast.CARLA), at=AFTERWARDS)


def test_a_meeting_cannot_be_closed_before_it_begins() -> None:
    with pytest.raises(operations.TeamRefused):
        operations.hold_meeting(meeting=meeting(), by=cast.user(cast.CARLA), at=NOW)


def test_a_closed_meeting_has_frozen_minutes_and_one_extract_for_each_household() -> None:
    first, second = complex_family(), complex_family("Modello")
    where = meeting()
    items = [on_agenda(first, where), on_agenda(second, where)]
    for item in items:
        decide(item)
    row = held(where)
    assert (row.state, row.held_at) == (MeetingState.HELD, AFTERWARDS)
    assert row.minutes is not None
    assert row.minutes.frozen
    assert row.minutes.context == row.pk
    for item, situation in zip(items, (first, second), strict=True):
        item.refresh_from_db()
        assert item.extract is not None
        assert item.extract.context == situation.case.pk
    assert Document.objects.filter(kind="team_minutes").count() == 3
    with pytest.raises(operations.TeamRefused):
        decide(items[0], at=AFTERWARDS)


def test_hours_are_counted_for_each_body_and_compared_with_what_was_agreed() -> None:
    planned = meeting()
    operations.take_attendance(
        meeting=planned,
        sheet=[
            operations.Presence(cast.user(cast.CARLA), present=True),
            operations.Presence(cast.user(cast.BRUNO), present=True, hours=Decimal("2.5")),
            operations.Presence(cast.user(cast.ELENA), present=False),
        ],
        by=cast.user(cast.CARLA),
        at=IN_THE_ROOM,
    )
    figures = {one.organisation.code: one for one in body_hours(month=MEETING_DAY)}
    assert {code: one.used for code, one in figures.items()} == {
        "sds": Decimal(4),
        "centro-impiego": Decimal("2.5"),
        "coop-esempio": Decimal(0),
    }
    assert {(one.agreed_from, one.agreed_to) for one in figures.values()} == {(Decimal(12), Decimal(18))}
    assert all(one.short for one in figures.values())
    assert partner_bodies(start=date(2026, 11, 1), end=date(2026, 12, 1)) == []  # not closed yet
    operations.hold_meeting(meeting=planned, by=cast.user(cast.CARLA), at=AFTERWARDS)
    bodies = partner_bodies(start=date(2026, 11, 1), end=date(2026, 12, 1))
    assert {(b.organisation.code, b.meetings, b.hours) for b in bodies} == {
        ("sds", 1, Decimal(4)),
        ("centro-impiego", 1, Decimal("2.5")),
    }
    assert partner_bodies(start=date(2026, 12, 1), end=date(2027, 1, 1)) == []


@pytest.mark.parametrize("hours", [Decimal(0), Decimal(-1), Decimal(13)])
def test_impossible_hours_are_refused_and_nothing_of_the_sheet_is_kept(hours: Decimal) -> None:
    planned = meeting()
    with pytest.raises(operations.TeamRefused) as refusal:
        operations.take_attendance(
            meeting=planned,
            sheet=[
                operations.Presence(cast.user(cast.CARLA), present=True),
                operations.Presence(cast.user(cast.BRUNO), present=True, hours=hours),
            ],
            by=cast.user(cast.CARLA),
            at=IN_THE_ROOM,
        )
    assert "Bruno Test" in str(refusal.value)
    assert Attendance.objects.count() == 0


def test_attendance_is_not_taken_before_the_day() -> None:
    with pytest.raises(operations.TeamRefused):
        everybody_there(meeting(), at=NOW)


def test_those_invited_are_reminded_once_the_day_before() -> None:
    meeting()
    eve = moment(MEETING_DAY - timedelta(days=1), 7)
    assert operations.remind_of_meetings(at=moment(MEETING_DAY - timedelta(days=2), 7)) == 0
    assert operations.remind_of_meetings(at=eve) == 3
    assert operations.remind_of_meetings(at=eve) == 0


def test_loading_the_team_twice_changes_nothing() -> None:
    before = list(TeamMember.objects.values_list("pk", "hours_from", "ends_on"))
    operations.load_teams(at=NOW)
    assert list(TeamMember.objects.values_list("pk", "hours_from", "ends_on")) == before
    assert {m.user.username for m in TeamMember.objects.basic().select_related("user")} == {
        cast.CARLA,
        cast.BRUNO,
        cast.ELENA,
    }


def test_a_household_cannot_be_discussed_in_a_cancelled_meeting() -> None:
    planned = meeting()
    operations.cancel_meeting(meeting=planned, reason="Neve", by=cast.user(cast.CARLA), at=NOW)
    with pytest.raises(operations.TeamRefused):
        on_agenda(complex_family(), planned)
    assert AgendaItem.objects.count() == 0
