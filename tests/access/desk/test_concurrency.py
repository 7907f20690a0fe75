"""Two operators at once, each on a connection of their own: two numbers, and one contact for one form."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accanto.access.desk import operations
from accanto.access.desk.models import Contact, Ticket
from accanto.access.desk.operations import AlreadyRegistered
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User
from tests import cast
from tests.access.desk.situation import INFORMED, asked, dario, urp
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run in threads with a connection each; a refusal is a result."""
    start = Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[index] = work()
        except OperationRefused as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, work)) for i, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_operators_who_call_at_once_get_two_numbers_and_a_number_taken_is_passed_over() -> None:
    anna, by, point = cast.user(cast.ANNA), dario(), urp()
    operations.assign_operator(point=point, user=anna, starts_on=TODAY, by=None, at=NOW)
    for minutes in range(6):
        operations.take_ticket(point=point, by=by, at=NOW + timedelta(minutes=minutes))

    def calling(user: User, window: int) -> Callable[[], list[int]]:
        def work() -> list[int]:
            got = []
            for _one in range(3):
                ticket = operations.call_next(point=point, window=window, by=user, at=NOW)
                got.append(ticket.number)
                operations.finish(ticket=ticket, by=user, at=NOW)
            return got

        return work

    first, second = at_once(calling(by, 1), calling(anna, 2))
    assert sorted(first + second) == [1, 2, 3, 4, 5, 6]


def test_the_same_number_called_by_two_is_of_one() -> None:
    anna, by, point = cast.user(cast.ANNA), dario(), urp()
    operations.assign_operator(point=point, user=anna, starts_on=TODAY, by=None, at=NOW)
    ticket = operations.take_ticket(point=point, by=by, at=NOW)
    results = at_once(
        lambda: operations.call_this(ticket=ticket, window=1, by=by, at=NOW),
        lambda: operations.call_this(ticket=ticket, window=2, by=anna, at=NOW),
    )
    assert sorted(type(one).__name__ for one in results) == ["OperationRefused", "Ticket"]
    assert Ticket.objects.get().calls == 1


def test_the_same_form_sent_twice_at_once_is_one_contact() -> None:
    key, point, by = uuid4(), urp(), dario()

    def send() -> Any:
        return operations.register_contact(point=point, key=key, asked=asked(), came=INFORMED, by=by, at=NOW)

    results = at_once(send, send)
    made = [one.contact if isinstance(one, AlreadyRegistered) else one for one in results]
    assert made[0] == made[1]
    assert Contact.objects.count() == 1


def test_two_numbers_taken_at_once_are_two() -> None:
    by, point = dario(), urp()
    results = at_once(*[lambda: operations.take_ticket(point=point, by=by, at=NOW)] * 4)
    assert sorted(ticket.number for ticket in results) == [1, 2, 3, 4]
