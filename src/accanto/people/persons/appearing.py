"""Whoever must be told that somebody is now known, or known by a new code: rooms above say so in `ready()`.

Every operation that writes persons or their codes calls `appeared`, also those that write them in sets.
"""

from collections.abc import Callable, Collection
from uuid import UUID

Told = Callable[[Collection[UUID]], None]
_told: list[Told] = []


def register_appearing(tell: Told) -> None:
    """`tell` gets the ids of persons, in the transaction that wrote them."""
    _told.append(tell)


def appeared(persons: Collection[UUID]) -> None:
    if persons:
        for tell in _told:
            tell(persons)
