"""Who must act when an office closes on some days; rooms above register in `ready()`."""

from collections.abc import Callable
from datetime import datetime

from django.db import models

from accanto.territory.bodies.models import OfficeClosure

ClosureFollower = Callable[[OfficeClosure, models.Model | None, datetime], object]
_followers: list[ClosureFollower] = []


def register_closure_follower(follower: ClosureFollower) -> None:
    """It is called inside the transaction in which the closure is written."""
    _followers.append(follower)


def tell_closure_followers(closure: OfficeClosure, by: models.Model | None, at: datetime) -> None:
    for follower in _followers:
        follower(closure, by, at)
