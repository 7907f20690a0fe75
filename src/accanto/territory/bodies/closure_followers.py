"""Who must act when an office closes on some days, or its week changes; rooms above register in `ready()`."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import models

from accanto.territory.bodies.models import Office, OfficeClosure

ClosureFollower = Callable[[OfficeClosure, models.Model | None, datetime], object]
_followers: list[ClosureFollower] = []


def register_closure_follower(follower: ClosureFollower) -> None:
    """It is called inside the transaction in which the closure is written."""
    _followers.append(follower)


def tell_closure_followers(closure: OfficeClosure, by: models.Model | None, at: datetime) -> None:
    for follower in _followers:
        follower(closure, by, at)


_reopening_followers: list[ClosureFollower] = []


def register_reopening_follower(follower: ClosureFollower) -> None:
    """It is called inside the transaction in which a closure is withdrawn, after it."""
    _reopening_followers.append(follower)


def tell_reopening_followers(closure: OfficeClosure, by: models.Model | None, at: datetime) -> None:
    for follower in _reopening_followers:
        follower(closure, by, at)


# The office, the first day of its new week, the first day on which the former one holds again, who, when.
HoursFollower = Callable[[Office, date, date | None, models.Model | None, datetime], object]
_hours_followers: list[HoursFollower] = []


def register_hours_follower(follower: HoursFollower) -> None:
    """It is called inside the transaction in which the week is written, after it."""
    _hours_followers.append(follower)


def tell_hours_followers(
    office: Office, first: date, end: date | None, by: models.Model | None, at: datetime
) -> None:
    for follower in _hours_followers:
        follower(office, first, end, by, at)
