"""What must end before a case may close: higher rooms register who names what is open, and where it ends."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accanto.casework.cases.models import Case

Blocker = Callable[[Case], list[str]]


@dataclass(frozen=True)
class OpenThing:
    """One thing that keeps a case from closing; `url` is where it ends."""

    words: str
    url: str


_blockers: dict[str, tuple[Blocker, str]] = {}


def register_blocker(name: str, blocker: Blocker, url_name: str = "case") -> None:
    """:param url_name: a page that takes the case's id, on which what is open can be ended."""
    _blockers[name] = (blocker, url_name)


def open_work(case: Case) -> list[OpenThing]:
    return [
        OpenThing(words, reverse(url_name, args=[case.pk]))
        for blocker, url_name in _blockers.values()
        for words in blocker(case)
    ]


def open_things(case: Case) -> list[str]:
    """Sentences, one for each thing that is still open."""
    return [words for blocker, _url_name in _blockers.values() for words in blocker(case)]
