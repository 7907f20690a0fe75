"""Pages that neither skip nor repeat a row while others are added: each begins after the last row of the one before."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Schema

from accanto.faces.api.problems import Mistaken

T = TypeVar("T")
USUAL, MOST = 25, 100


class Paging(Schema):
    """`next` of an answer is the `cursor` of the next page; no `next`: there is no more."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(
        None, max_length=300, pattern=r"^[A-Za-z0-9_-]+=*$", description="`next` of the page before."
    )


def after(cursor: str | None, *kinds: Callable[[str], Any]) -> list[Any] | None:
    """The place that a cursor holds, each part read by its kind; None for the first page."""
    if not cursor:
        return None
    try:
        parts: list[Any] = list(json.loads(urlsafe_b64decode(cursor.encode())))
        return [kind(part) for kind, part in zip(kinds, parts, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Mistaken("cursor", _("Send «next» of the page before as it was, or leave it out.")) from None


def cursor_of(*parts: object) -> str:
    return urlsafe_b64encode(json.dumps([str(part) for part in parts]).encode()).decode()


def page_of(
    rows: "QuerySet[Any]", limit: int, place: Callable[[Any], Sequence[object]]
) -> tuple[list[Any], str | None]:
    """One page of ordered rows, and where the next begins."""
    found = list(rows[: limit + 1])
    more = len(found) > limit
    shown = found[:limit]
    return shown, cursor_of(*place(shown[-1])) if more else None
