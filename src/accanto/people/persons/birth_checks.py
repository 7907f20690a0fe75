"""Whether somebody may be born on a day, said by rooms that know of their relatives: registered in `ready()`."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

# Gets the person and the new day of birth; refuses with an OperationRefused that names both people and the remedy.
Check = Callable[[UUID, date], None]
_checks: list[Check] = []


def register_birth_check(check: Check) -> None:
    _checks.append(check)


def check_birth(person_id: UUID, born_on: date) -> None:
    """:raises OperationRefused: the day makes a parent younger than a child."""
    for check in _checks:
        check(person_id, born_on)
