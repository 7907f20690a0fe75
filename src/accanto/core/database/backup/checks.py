"""What rooms know must be true of restored data, beside what the database itself guarantees.

    checks.register("audit chain", faults)     # in AppConfig.ready(); () -> sentences, none when all is well

Asked of the scratch database, as its owner, before it takes its place.
"""

from collections.abc import Callable, Iterable

Check = Callable[[], Iterable[str]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    _checks[name] = check


def faults() -> list[str]:
    return [f"{name}: {fault}" for name, check in sorted(_checks.items()) for fault in check()]
