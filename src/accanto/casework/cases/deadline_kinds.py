"""How each kind of deadline reads on screen; rooms register theirs in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from accanto.casework.cases.models import Deadline


@dataclass(frozen=True)
class DeadlineKind:
    """`text` explains, given today, why it matters in one line and cites the rule.

    `action` is one verb; `url` where it is done.
    """

    title: Promise | str
    text: Callable[[Deadline, date], str]
    action: Promise | str
    url: Callable[[Deadline], str]
    working_days: bool = True


_kinds: dict[str, DeadlineKind] = {}


class UnknownDeadline(KeyError):
    """A deadline was opened with a code that no room registered."""


def register(code: str, kind: DeadlineKind) -> None:
    _kinds[code] = kind


def kind_of(code: str) -> DeadlineKind:
    try:
        return _kinds[code]
    except KeyError as error:
        raise UnknownDeadline(code) from error


def codes() -> list[str]:
    return sorted(_kinds)
