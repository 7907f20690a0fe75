"""Accounts that open only some addresses, whatever they may do: a room says which, in `AppConfig.ready()`.

What is not within reach is not offered in the frame nor among tabs; the room that narrows also keeps the door.
"""

from collections.abc import Callable
from typing import Any

# (user, name of the address) → whether it is within their reach.
Narrowing = Callable[[Any, str], bool]
_narrowings: list[Narrowing] = []


def narrow(rule: Narrowing) -> None:
    _narrowings.append(rule)


def within_reach(user: Any, url_name: str) -> bool:
    return all(rule(user, url_name) for rule in _narrowings)
