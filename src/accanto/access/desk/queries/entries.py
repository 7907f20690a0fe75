"""Services of the directory that answer the needs of a contact."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accanto.access.directory.models import Entry
from accanto.access.directory.needs import needs as known
from accanto.access.directory.queries import search_entries
from accanto.territory.staff.models import User

MOST = 6


@dataclass(frozen=True)
class Offer:
    """`fresh`: somebody checked it in time."""

    entry: Entry
    fresh: bool


def offers(
    user: User, wanted: Sequence[str], words: str, today: date, chosen: Sequence[str] = ()
) -> list[Offer]:
    """Those chosen already, then those found by the words, or that answer one of the needs; one query, two when some
    are chosen."""
    codes = [code for code in wanted if code in known()]
    found = search_entries(user, words, on=today)
    if not words.strip():
        found = found.filter(needs__overlap=codes) if codes else found.none()
    first = list(Entry.objects.visible_to(user).published().filter(pk__in=ids_in(chosen))) if chosen else []
    ids = {entry.pk for entry in first}
    rest = [entry for entry in found[: MOST + len(first)] if entry.pk not in ids][:MOST]
    return [
        Offer(entry, entry.recheck_on is not None and entry.recheck_on > today) for entry in [*first, *rest]
    ]


def ids_in(texts: Sequence[str]) -> list[UUID]:
    """Those that are ids: what else was sent names no service."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
