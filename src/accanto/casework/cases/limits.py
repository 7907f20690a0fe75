"""What a kind of body never sees of a case, whoever of it is let in; rooms above register theirs in `ready()`."""

from collections.abc import Callable
from datetime import date

# (`BodyKind` of the body one works for, day) → sentences that say what its people never see.
Limit = Callable[[str, date], list[str]]
_limits: list[Limit] = []


def register_limit(limit: Limit) -> None:
    """The room that refuses it says it, from the same rule: a sentence here is never a promise of its own."""
    _limits.append(limit)


def never_seen(kind: str, on: date) -> list[str]:
    return [sentence for limit in _limits for sentence in limit(kind, on)]
