"""What must end before a case may close: higher rooms register a function that names what is open."""

from collections.abc import Callable

from accanto.casework.cases.models import Case

Blocker = Callable[[Case], list[str]]
_blockers: dict[str, Blocker] = {}


def register_blocker(name: str, blocker: Blocker) -> None:
    _blockers[name] = blocker


def open_things(case: Case) -> list[str]:
    """Sentences, one for each thing that is still open."""
    return [sentence for blocker in _blockers.values() for sentence in blocker(case)]
