"""Who may open which document. A document of a case opens through the case; other kinds name their own rule."""

from collections.abc import Callable
from typing import Any

from accanto.foundation.documents.models import Document

Door = Callable[[Any, Document], bool]
_doors: dict[str, list[Door]] = {}
_common: list[Door] = []


def register_door(kind: str | None, door: Door) -> None:
    """One more way in for documents of a kind; with None, for every document. Called from `AppConfig.ready()`."""
    (_common if kind is None else _doors.setdefault(str(kind), [])).append(door)


def may_open(user: Any, document: Document) -> bool:
    """Its author, when it belongs to nothing else; otherwise whoever one of the doors lets in."""
    if document.context is None and document.created_by_id == user.pk:
        return True
    return any(door(user, document) for door in [*_doors.get(document.kind, []), *_common])
