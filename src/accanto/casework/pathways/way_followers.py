"""Who must act as soon as the way of a pathway is decided; rooms above register in `AppConfig.ready()`."""

from collections.abc import Callable
from datetime import datetime

from accanto.casework.pathways.models import Pathway
from accanto.territory.staff.models import User

WayFollower = Callable[[Pathway, User, datetime], object]
_followers: list[WayFollower] = []


def register_way_follower(follower: WayFollower) -> None:
    """It is called inside the transaction that decides the way."""
    _followers.append(follower)


def tell_way_followers(pathway: Pathway, by: User, at: datetime) -> None:
    for follower in _followers:
        follower(pathway, by, at)
