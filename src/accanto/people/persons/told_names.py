"""Names as they are told to whoever may not know the true ones: one rule, asked wherever a row is read.

A room above says in `AppConfig.ready()` who tells names in place of the true ones (`register_teller`). While somebody
does, every person and household that is read bears the name told, its codes and contacts are not told at all, and of a
birth the year alone. Nothing read so may be saved: whoever reads invented names is kept from writing.
"""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID


class Teller(Protocol):
    """Names for one reader, for as long as one request lasts."""

    def name_of(self, person_id: UUID) -> tuple[str, str]:
        """First and last name; a word that names nobody for a person unknown to the teller."""
        ...

    def label_of(self, household_id: UUID) -> str: ...


# Who tells names now, or None where the true ones are told.
Provider = Callable[[], Teller | None]
_providers: list[Provider] = []


def register_teller(provider: Provider) -> None:
    _providers.append(provider)


def teller() -> Teller | None:
    for provider in _providers:
        found = provider()
        if found is not None:
            return found
    return None
