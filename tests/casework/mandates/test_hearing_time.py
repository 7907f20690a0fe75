"""A hearing takes the time of those who go, whatever else they have; moved or dropped, it gives it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accanto.casework.agenda.operations import book_meeting, make_feed, move_meeting, settle_meeting
from accanto.casework.agenda.queries.week import by_operator, monday_of, my_week
from accanto.casework.cases.models import Appointment, AppointmentOperator, Deadline
from accanto.casework.cases.operations import set_responsible
from accanto.casework.mandates import operations
from accanto.casework.mandates.enums import HearingState
from accanto.casework.mandates.models import Hearing, Measure
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.faces.workspace.today import agenda_of
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.agenda.situation import at, north
from tests.casework.mandates.conftest import client_of
from tests.present import TODAY
from tests.scenarios import NOW, Situation, family_in_charge

DAY = TODAY + timedelta(days=8)
COURT = "Tribunale di Pistoia, aula 4"
STARTS = at(DAY, 9, 30)


def hearing(measure: Measure, starts_at: datetime = STARTS, *others: User) -> Hearing:
    anna = cast.user(cast.ANNA)
    return operations.add_hearing(
        measure=measure, starts_at=starts_at, place=COURT, operators=[anna, *others], by=anna, at=NOW
    )


def settle(one: Hearing, state: str, now: datetime, moved_to: datetime | None = None) -> Hearing:
    return operations.settle_hearing(
        hearing=one, state=state, outcome="Detto in aula", moved_to=moved_to, by=cast.user(cast.ANNA), at=now
    )


@contextmanager
def seen_by(user: User, now: datetime) -> Iterator[None]:
    with acting(acting_for(user, at=now)):
        yield


def busy(user: User) -> list[tuple[str, str]]:
    """Day and hours at which the time of somebody is taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT starts_at, ends_at FROM acc_busy WHERE user_id = %s ORDER BY 1", [user.pk])
        rows = cursor.fetchall()
    return [
        (f"{begins.astimezone(NOW.tzinfo):%d %H:%M}", f"{ends.astimezone(NOW.tzinfo):%H:%M}")
        for begins, ends in rows
    ]


def week(user: User, now: datetime = NOW, day: datetime = STARTS) -> list[tuple[str, str, str, str]]:
    days = my_week(user, monday_of(day.date()), None, now)
    return [(one.title, one.kind, one.url, one.tag[0]) for day in days for one in day.entries]


def test_it_stands_in_the_week_of_whoever_goes_under_the_name_of_the_household(
    situation: Situation, measure: Measure
) -> None:
    made = hearing(measure)
    assert busy(situation.anna) == [(f"{DAY:%d} 09:30", "11:30")]
    page = reverse("hearing", args=[made.pk])
    with seen_by(situation.anna, NOW):
        assert week(situation.anna) == [(situation.case.household.label, "Udienza", page, "")]


def test_colleagues_read_that_it_is_a_hearing_and_never_whose(situation: Situation, measure: Measure) -> None:
    hearing(measure)
    luca = cast.user(cast.LUCA)
    with seen_by(luca, NOW):
        rows = by_operator(north(), [situation.anna], luca, monday_of(DAY), NOW)
        entries = [one for day in rows[0].days for one in day.entries]
    assert [(one.title, one.kind, one.where, one.case) for one in entries] == [
        ("Udienza", "Udienza", "", None)
    ]
    assert Appointment.objects.get().case is None


def test_today_tells_it_with_its_place_and_opens_it(situation: Situation, measure: Measure) -> None:
    made = hearing(measure)
    with seen_by(situation.anna, STARTS):
        (entry,) = agenda_of(situation.anna, STARTS)
    assert (entry["title"], entry["small"]) == (f"Udienza · {situation.case.household.label}", COURT)
    assert entry["url"] == reverse("hearing", args=[made.pk])
    AppointmentOperator.objects.create(appointment=Appointment.objects.get(), user=cast.user(cast.GIULIA))
    with seen_by(cast.user(cast.GIULIA), STARTS):
        (entry,) = agenda_of(cast.user(cast.GIULIA), STARTS)
    assert (entry["title"], entry["small"], entry["url"]) == ("Udienza", "", "")


def test_the_calendar_outside_reads_only_that_the_time_is_taken(
    situation: Situation, measure: Measure
) -> None:
    hearing(measure)
    _feed, secret = make_feed(by=situation.anna, at=NOW, with_initials=True)
    told = Client().get(f"/agenda/calendario/{secret}.ics").content.decode()
    assert "SUMMARY:Impegno" in told
    assert not any(word in told.lower() for word in ("udienza", "tribunale", "zaffirelli", "· z."))


def test_what_they_have_at_that_hour_is_said_and_forbids_nothing(
    situation: Situation, measure: Measure
) -> None:
    other = family_in_charge("Smeraldini")
    book_meeting(
        kind="interview", starts_at=at(DAY, 10), ends_at=at(DAY, 11), office=north(), operators=[situation.anna],
        by=situation.anna, at=NOW, case=other.case,
    )  # fmt: skip
    given = {
        "starts_at": f"{DAY:%Y-%m-%d}T09:30",
        "place": COURT,
        "about": "",
        "operators": [situation.anna.pk],
    }
    client = client_of(situation.anna)
    answer = client.post(reverse("hearing_new", args=[measure.pk]), given, follow=True).content.decode()
    made = Hearing.objects.get()
    words = "Anna Prova è già in un altro incontro dalle 10:00 alle 11:00 (colloquio)"
    assert operations.overlaps_of(made) == [words]
    assert f"{words}. Il giudice non chiede" in answer
    assert words in client.get(reverse("hearing", args=[made.pk])).content.decode()
    assert "Smeraldini" not in answer
    assert len(busy(situation.anna)) == 2


def test_moved_beforehand_it_frees_the_old_hour_and_takes_the_new_one(
    situation: Situation, measure: Measure
) -> None:
    made = hearing(measure)
    later = STARTS + timedelta(days=1, hours=2)
    settle(made, HearingState.POSTPONED, NOW, later)
    assert busy(situation.anna) == [(f"{later:%d} 11:30", "13:30")]
    with seen_by(situation.anna, NOW):
        assert [one[0] for one in week(situation.anna)] == [situation.case.household.label]


def test_moved_in_court_it_shows_that_they_were_there(situation: Situation, measure: Measure) -> None:
    made = hearing(measure)
    now = STARTS + timedelta(hours=1)
    settle(made, HearingState.POSTPONED, now, STARTS + timedelta(days=30))
    with seen_by(situation.anna, now):
        assert [one[3] for one in week(situation.anna, now)] == ["rinviata"]
    assert len(busy(situation.anna)) == 1


def test_settled_it_shows_what_became_of_it(situation: Situation, measure: Measure) -> None:
    held, dropped = hearing(measure), hearing(measure, STARTS + timedelta(hours=4))
    now = STARTS + timedelta(hours=3)
    with seen_by(situation.anna, now):
        assert [one[3] for one in week(situation.anna, now)] == ["", ""]
    settle(held, HearingState.HELD, now)
    settle(dropped, HearingState.CANCELLED, now)
    with seen_by(situation.anna, now):
        assert [one[3] for one in week(situation.anna, now)] == ["tenuta"]
    assert busy(situation.anna) == []


def test_written_down_afterwards_it_takes_no_time(situation: Situation, measure: Measure) -> None:
    assert hearing(measure, NOW - timedelta(days=1)).appointment is None
    assert busy(situation.anna) == []


def test_a_measure_that_ends_drops_the_hearings_to_come(situation: Situation, measure: Measure) -> None:
    made = hearing(measure)
    operations.end_measure(
        measure=measure, how="revoked", ended_on=TODAY, reason="Decreto 9/2026", by=situation.anna, at=NOW
    )
    made.refresh_from_db()
    assert (made.state, made.outcome) == (
        HearingState.CANCELLED,
        "Il provvedimento è finito prima: Decreto 9/2026",
    )
    assert busy(situation.anna) == []
    assert not Deadline.objects.filter(code="mandates.hearing", state="open").exists()


def test_whoever_takes_the_case_over_goes_instead(situation: Situation, measure: Measure) -> None:
    made = hearing(measure)
    luca = cast.user(cast.LUCA)
    set_responsible(case=situation.case, user=luca, reason="Ferie", by=situation.carla, at=NOW, on=TODAY)
    assert (len(busy(luca)), busy(situation.anna)) == (1, [])
    assert [one.user for one in made.operators.all()] == [luca]
    assert [row.owner for row in Deadline.objects.filter(code="mandates.hearing", state="open")] == [luca]
    operations.settle_hearing(
        hearing=made, state=HearingState.HELD, outcome="Sentiti", by=luca, at=STARTS + timedelta(hours=1)
    )
    assert not Deadline.objects.filter(code="mandates.hearing", state="open").exists()


def test_the_agenda_settles_and_moves_none_even_for_whoever_sees_no_more_of_it(
    situation: Situation, measure: Measure
) -> None:
    hearing(measure)
    plan, giulia = Appointment.objects.get(), cast.user(cast.GIULIA)
    AppointmentOperator.objects.create(appointment=plan, user=giulia)
    with seen_by(giulia, NOW):
        with pytest.raises(OperationRefused, match="sua pagina"):
            settle_meeting(appointment=plan, outcome="cancelled", reason="No", by=giulia, at=NOW)
        with pytest.raises(OperationRefused, match="sua pagina"):
            move_meeting(appointment=plan, starts_at=at(DAY, 15), ends_at=at(DAY, 16), by=giulia, at=NOW)
