"""Who of a household can be activated to work: the room of the assessment says so, when it has decided."""

from collections.abc import Callable
from uuid import UUID

from accanto.casework.pathways.models import Pathway

Activable = Callable[[Pathway], frozenset[UUID]]
_readers: list[Activable] = []


def register_activable(reader: Activable) -> None:
    """`reader` gives the ids of the members that the last analysis found activable; called in `AppConfig.ready()`."""
    _readers.append(reader)


def activable_members(pathway: Pathway) -> frozenset[UUID]:
    return frozenset().union(*(reader(pathway) for reader in _readers))
