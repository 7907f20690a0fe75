"""Who must act when a child is born in the household of a case; rooms above register in `ready()`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from accanto.casework.cases.models import Case
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User

# The case, the child, the parents who were chosen among those who live there, who wrote it, and when.
BirthFollower = Callable[[Case, Person, Sequence[Person], User, datetime], object]
_followers: list[BirthFollower] = []


def register_birth_follower(follower: BirthFollower) -> None:
    """It is called inside the transaction of the birth, once the child is a member; a refusal refuses the birth."""
    _followers.append(follower)


def tell_birth_followers(
    case: Case, child: Person, parents: Sequence[Person], by: User, at: datetime
) -> None:
    for follower in _followers:
        follower(case, child, parents, by, at)
