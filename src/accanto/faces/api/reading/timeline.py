"""The timeline of a case, page by page, without losing what happened in the same moment."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from accanto.casework.cases.enums import DiaryKind
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.faces.api.paging import cursor_of
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import sentence
from accanto.territory.staff.models import User

# Of what happened in the same moment, what was written comes before what was done.
_WRITTEN, _DONE = 1, 0


def timeline_of(
    case: Case, user: User, *, limit: int, after: Sequence[Any] | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Newest first: what was written in the diary and what was done. A personal note stays with its author's screen."""
    written = DiaryEntry.objects.visible_to(user).filter(case=case).exclude(kind=DiaryKind.PERSONAL).told()
    done = Event.objects.filter(context=case.pk)
    found = [
        *(
            (row.happened_at, _WRITTEN, row.pk, row)
            for row in _first(written, "happened_at", _WRITTEN, after, limit)
        ),
        *((row.at, _DONE, row.pk, row) for row in _first(done, "at", _DONE, after, limit)),
    ]
    found.sort(key=lambda one: one[:3], reverse=True)
    shown = found[:limit]
    following = cursor_of(shown[-1][0].isoformat(), *shown[-1][1:3]) if len(found) > limit else None
    return [_entry(row) for *_place, row in shown], following


def _first(
    rows: QuerySet[Any], moment: str, rank: int, after: Sequence[Any] | None, limit: int
) -> QuerySet[Any]:
    if after:
        at, last_rank, pk = after
        earlier = Q(**{f"{moment}__lt": at})
        if rank < last_rank:
            earlier |= Q(**{moment: at})
        elif rank == last_rank:
            earlier |= Q(**{moment: at, "pk__lt": pk})
        rows = rows.filter(earlier)
    who = "author" if rank == _WRITTEN else "actor"
    return rows.select_related(who).order_by(f"-{moment}", "-pk")[: limit + 1]


def _entry(row: Any) -> dict[str, Any]:
    if isinstance(row, DiaryEntry):
        return {
            "id": f"diary-{row.pk}",
            "kind": "diary",
            "at": row.happened_at,
            "title": str(DiaryKind(row.kind).label),
            "text": row.told,
            "author": str(row.author),
            "important": False,
        }
    said = sentence(row.verb, row.params)
    reason = str(row.params.get("reason", ""))
    return {
        "id": f"step-{row.pk}",
        "kind": "step",
        "at": row.at,
        "title": said,
        "text": "" if reason == "–" or reason in said else reason,
        "author": str(row.actor) if row.actor else "",
        "important": row.important,
    }
