"""Numbers: taken, called, received, gone; and two who call at once."""

from datetime import date, timedelta

import pytest

from accanto.access.desk import operations
from accanto.access.desk.enums import TicketState
from accanto.access.desk.models import AccessPoint, DeskPost, Ticket
from accanto.access.desk.operations.queue import NobodyWaits, PointClosed
from accanto.access.desk.queries import board_of, calls_of
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.territory.bodies.operations import close_office
from accanto.territory.staff.models import User
from tests import cast
from tests.access.desk.situation import dario, polo, urp
from tests.scenarios import NOW, TODAY, moment

pytestmark = pytest.mark.django_db


def take(
    point: AccessPoint | None = None, *, by: User | None = None, minutes: int = 0, **given: str
) -> Ticket:
    return operations.take_ticket(
        point=point or urp(), by=by or dario(), at=NOW + timedelta(minutes=minutes), **given
    )


def test_numbers_follow_one_another_and_begin_anew_every_day_at_every_desk() -> None:
    assert [take().number for _one in range(3)] == [1, 2, 3]
    assert take(polo(), by=cast.user(cast.ANNA)).number == 1
    tomorrow = operations.take_ticket(point=urp(), by=dario(), at=NOW + timedelta(days=1))
    assert (tomorrow.number, tomorrow.day) == (1, TODAY + timedelta(days=1))


def test_a_number_is_waited_for_called_received_and_finished_with_its_minutes() -> None:
    ticket = take(words="con un passeggino", language="ara")
    called = operations.call_next(point=urp(), window=2, by=dario(), at=NOW + timedelta(minutes=12))
    assert (called.pk, called.state, called.window) == (ticket.pk, TicketState.CALLED, 2)
    assert called.waited(NOW + timedelta(hours=1)) == 12
    operations.serve(ticket=called, by=dario(), at=NOW + timedelta(minutes=13))
    done = operations.finish(ticket=called, by=dario(), at=NOW + timedelta(minutes=21))
    assert (done.state, done.minutes_served(NOW)) == (TicketState.DONE, 8)


def test_what_cannot_wait_goes_first_then_whoever_has_a_reason_then_the_others_as_they_came() -> None:
    take(), take(minutes=1, priority="infant"), take(minutes=2, priority="urgent")
    order = []
    for _one in range(3):
        ticket = operations.call_next(point=urp(), window=1, by=dario(), at=NOW + timedelta(minutes=5))
        operations.finish(ticket=ticket, by=dario(), at=NOW + timedelta(minutes=6))
        order.append(ticket.number)
    assert order == [3, 2, 1]


def test_a_number_put_back_keeps_its_place() -> None:
    first, _second = take(), take(minutes=1)
    called = operations.call_next(point=urp(), window=1, by=dario(), at=NOW)
    back = operations.put_back(ticket=called, by=dario(), at=NOW)
    assert (back.state, back.called_by, back.window) == (TicketState.WAITING, None, None)
    assert operations.call_next(point=urp(), window=1, by=dario(), at=NOW).pk == first.pk


def test_one_operator_has_one_number_in_hand() -> None:
    take(), take()
    operations.call_next(point=urp(), window=1, by=dario(), at=NOW)
    with pytest.raises(OperationRefused, match="1"):
        operations.call_next(point=urp(), window=2, by=dario(), at=NOW)


def test_a_number_that_somebody_called_cannot_be_called_nor_finished_by_another() -> None:
    ticket, anna = take(), cast.user(cast.ANNA)
    operations.assign_operator(point=urp(), user=anna, starts_on=TODAY, by=None, at=NOW)
    operations.call_this(ticket=ticket, window=1, by=dario(), at=NOW)
    for refused in (
        lambda: operations.call_this(ticket=ticket, window=2, by=anna, at=NOW),
        lambda: operations.finish(ticket=ticket, by=anna, at=NOW),
        lambda: operations.leave(ticket=ticket, by=anna, at=NOW),
        lambda: operations.put_back(ticket=ticket, by=anna, at=NOW),
    ):
        with pytest.raises(OperationRefused, match="Dario Finti"):
            refused()


def test_a_number_is_not_called_twice_after_it_went_away() -> None:
    ticket = take()
    operations.leave(ticket=ticket, by=dario(), at=NOW)
    with pytest.raises(NobodyWaits):
        operations.call_next(point=urp(), window=1, by=dario(), at=NOW)
    with pytest.raises(OperationRefused):
        operations.call_this(ticket=ticket, window=1, by=dario(), at=NOW)


def test_whoever_does_not_receive_people_there_touches_nothing() -> None:
    ticket, anna = take(), cast.user(cast.ANNA)
    for refused in (
        lambda: take(by=anna),
        lambda: operations.call_next(point=urp(), window=1, by=anna, at=NOW),
        lambda: operations.leave(ticket=ticket, by=anna, at=NOW),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_a_post_that_has_ended_counts_no_more() -> None:
    take()
    post = DeskPost.objects.get(user=dario(), point=urp())
    operations.end_post(post=post, on=TODAY, by=cast.user(cast.CARLA), at=NOW)
    with pytest.raises(NotPermitted):
        operations.call_next(point=urp(), window=1, by=dario(), at=NOW)


@pytest.mark.parametrize("window", [0, 4, -1])
def test_a_window_that_is_not_there_is_refused(window: int) -> None:
    take()
    with pytest.raises(OperationRefused, match="3"):
        operations.call_next(point=urp(), window=window, by=dario(), at=NOW)


def test_before_the_opening_a_number_is_kept_and_waits_from_then_on() -> None:
    early = operations.take_ticket(point=urp(), by=dario(), at=moment(TODAY, 8, 20))
    assert early.state == TicketState.ARRIVED
    called = operations.call_next(point=urp(), window=1, by=dario(), at=NOW)
    assert called.pk == early.pk
    assert called.waited(NOW) == 40


def test_a_desk_that_is_closed_says_when_it_opens_and_gives_no_number() -> None:
    with pytest.raises(PointClosed, match=r"tomorrow|domani"):
        operations.take_ticket(point=urp(), by=dario(), at=moment(TODAY, 18, 30))
    close_office(office=urp().office, first_day=TODAY, last_day=TODAY, reason="Sciopero", by=None, at=NOW)
    with pytest.raises(PointClosed):
        take()
    with pytest.raises(PointClosed):
        operations.take_ticket(point=urp(), by=dario(), at=moment(date(2026, 12, 25), 10))
    assert not Ticket.objects.exists()


def test_first_words_are_few() -> None:
    with pytest.raises(OperationRefused, match="80"):
        take(words="x" * 81)


def test_yesterdays_number_is_not_called_today() -> None:
    ticket = take()
    with pytest.raises(OperationRefused):
        operations.call_this(ticket=ticket, window=1, by=dario(), at=NOW + timedelta(days=1))


def test_the_board_counts_minutes_and_the_room_is_told_numbers_alone() -> None:
    take(words="Lucia, arabo"), take(minutes=20)
    operations.call_next(point=urp(), window=3, by=dario(), at=NOW + timedelta(minutes=31))
    now = NOW + timedelta(minutes=55)
    board = board_of(urp(), dario(), now, TODAY)
    assert [(one.ticket.number, one.minutes, one.tone) for one in board.waiting] == [(2, 35, "late")]
    assert board.mine is not None
    assert board.mine.number == 1
    assert [vars(one) for one in calls_of(urp(), TODAY)] == [{"number": 1, "window": 3, "calls": 1}]
