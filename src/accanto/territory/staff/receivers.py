"""What allauth tells about passwords and second steps.

It tells some of it after the transaction of the request has ended: what is written here is written in the name of
the person.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.http import HttpRequest

from accanto.core import clock
from accanto.core.database.context import acting, acting_for
from accanto.foundation.entrance import first_things
from accanto.territory.staff import first_password, operations, second_step
from accanto.territory.staff.models import User


def connect() -> None:
    password_changed.connect(on_password_changed, dispatch_uid="staff.password")
    authenticator_added.connect(on_added, dispatch_uid="staff.second_step.added")
    authenticator_removed.connect(on_removed, dispatch_uid="staff.second_step.removed")


def on_password_changed(request: HttpRequest, user: User, **_rest: Any) -> None:
    with _in_the_name_of(user) as now:
        operations.note_own_password(user=user, at=now)
    first_things.settle(request, first_password.CODE)


def on_added(request: HttpRequest, user: User, authenticator: Any, **_rest: Any) -> None:
    with _in_the_name_of(user) as now:
        operations.note_second_step(user=user, kind=authenticator.type, added=True, at=now)
    if authenticator.type in second_step.PROVED:
        first_things.settle(request, second_step.CODE)


def on_removed(request: HttpRequest, user: User, authenticator: Any, **_rest: Any) -> None:
    with _in_the_name_of(user) as now:
        operations.note_second_step(user=user, kind=authenticator.type, added=False, at=now)


@contextmanager
def _in_the_name_of(user: User) -> Iterator[datetime]:
    now = clock.now()
    with acting(acting_for(user, at=now)):
        yield now
