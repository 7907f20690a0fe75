"""What a request has shown of people, kept until its end, when it is written down in one statement.

`load`, the case page, lists and searches note what they show; a view that shows people in another way notes it itself:

    reads.listed(case.pk for case in cases)

Outside a request nothing is kept. Who writes it down is `accanto.foundation.audit.readings`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models

Rows = Iterable[models.Model | UUID | None]


@dataclass
class Shown:
    """`opened`: rows that the page is about; `listed`: rows and bare ids of persons and cases that it names."""

    opened: list[models.Model] = field(default_factory=list)
    listed: list[models.Model | UUID] = field(default_factory=list)
    words: str | None = None
    taken: bool = False
    told: bool = False

    @property
    def nothing(self) -> bool:
        return self.told or not (self.opened or self.listed or self.words is not None)


_shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def watching() -> Iterator[Shown]:
    """For the duration of one request."""
    shown = Shown()
    token = _shown.set(shown)
    try:
        yield shown
    finally:
        _shown.reset(token)


def opened(row: models.Model) -> None:
    """The page is about this row: a case, a person, or something that belongs to one."""
    shown = _shown.get()
    if shown is not None:
        shown.opened.append(row)


def listed(rows: Rows, *, taken: bool = False) -> None:
    """The page, or the file that is taken away (`taken`), names these among others."""
    shown = _shown.get()
    if shown is not None:
        shown.listed += [row for row in rows if row is not None]
        shown.taken = shown.taken or taken


def searched(words: str, rows: Rows) -> None:
    """Somebody searched for these words and found these."""
    shown = _shown.get()
    if shown is not None:
        shown.words = words
        listed(rows)


def taken() -> None:
    """What was opened leaves as a file."""
    shown = _shown.get()
    if shown is not None:
        shown.taken = True


def told() -> None:
    """The view has written its reading down itself, together with what it showed."""
    shown = _shown.get()
    if shown is not None:
        shown.told = True
