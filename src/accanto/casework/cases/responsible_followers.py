"""Who must act when a case passes from one responsible worker to another; rooms above register in `ready()`."""

from collections.abc import Callable
from datetime import datetime

from accanto.casework.cases.models import Case
from accanto.territory.staff.models import User

# The case with its new responsible, the former one, who decides (nobody: the system), and when.
ResponsibleFollower = Callable[[Case, User, User | None, datetime], object]
_followers: list[ResponsibleFollower] = []


def register_responsible_follower(follower: ResponsibleFollower) -> None:
    """It is called inside the transaction that hands the case over, with the case locked."""
    _followers.append(follower)


def tell_responsible_followers(case: Case, former: User, by: User | None, at: datetime) -> None:
    for follower in _followers:
        follower(case, former, by, at)
