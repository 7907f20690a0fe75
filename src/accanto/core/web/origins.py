"""Where a row came from, told on its page: rooms above say it, since the room of the row does not know them.

register_origins(lambda user, ids: {place_id: Origin(_("Desk contact of yesterday"), url)})
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Origin:
    words: str
    url: str


# Who reads, ids of rows of any kind → those that came from something which this reader may open; one query.
Teller = Callable[[Any, list[UUID]], dict[UUID, Origin]]
_tellers: list[Teller] = []


def register_origins(teller: Teller) -> None:
    _tellers.append(teller)


def origins_of(user: Any, rows: Iterable[UUID]) -> dict[UUID, Origin]:
    ids = list(rows)
    found: dict[UUID, Origin] = {}
    for teller in _tellers if ids else ():
        found |= teller(user, ids)
    return found
