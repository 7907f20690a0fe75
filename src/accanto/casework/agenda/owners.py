"""Appointments that another room follows to their end (a convocation, a team meeting): it says which, and where.

Of these the agenda shows the page of that room and settles nothing itself.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

# Ids of appointments → address of the page that follows each of those which are its own; one query.
Owner = Callable[[list[UUID]], dict[UUID, str]]
_owners: list[Owner] = []


def register_owner(owner: Owner) -> None:
    _owners.append(owner)


def pages_of(appointments: Iterable[UUID]) -> dict[UUID, str]:
    ids = list(appointments)
    found: dict[UUID, str] = {}
    for owner in _owners if ids else ():
        found |= owner(ids)
    return found
