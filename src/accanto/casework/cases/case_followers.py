"""Who must act when it changes who works on a case or who lives in it; rooms above register in `ready()`."""

from collections.abc import Callable
from datetime import datetime

from accanto.casework.cases.models import Case
from accanto.territory.staff.models import User

# The case as it stands now, who decides (nobody: the system), and when.
CaseFollower = Callable[[Case, User | None, datetime], object]
_followers: list[CaseFollower] = []


def register_case_follower(follower: CaseFollower) -> None:
    """It is called inside the transaction of the change, with the case locked, once rights are what they will be."""
    _followers.append(follower)


def tell_case_followers(case: Case, by: User | None, at: datetime) -> None:
    for follower in _followers:
        follower(case, by, at)
