"""Everything that happened in a case, newest first: what was done, what was written, what was stored.

A page of it costs a fixed number of queries however many years the record holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import DeadlineState, DiaryKind
from accanto.casework.cases.models import Case, Deadline, DiaryEntry
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import sentence
from accanto.foundation.documents.models import Document
from accanto.territory.staff.models import User

PAGE = 30


class Kind(StrEnum):
    """What the timeline is narrowed to; the values stand in the address."""

    DIARY = "diario"
    STEPS = "passaggi"
    DOCUMENTS = "documenti"
    DEADLINES = "scadenze"


LABELS = {
    Kind.DIARY: gettext_lazy("Diary"),
    Kind.STEPS: gettext_lazy("Steps taken"),
    Kind.DOCUMENTS: gettext_lazy("Documents"),
    Kind.DEADLINES: gettext_lazy("Deadlines"),
}


@dataclass(frozen=True)
class Page:
    entries: list[dict[str, Any]]
    before: datetime | None


def page_of(case: Case, user: User, *, only: str = "", before: datetime | None = None) -> Page:
    """One page; `before` of the answer is where the next one starts, None when there is no more."""
    found: list[dict[str, Any]] = []
    for kind in [Kind(only)] if only in set(Kind) else [Kind.DIARY, Kind.STEPS]:
        found += _READERS[kind](case, user, before)
    found.sort(key=lambda entry: entry["at"], reverse=True)
    more = len(found) > PAGE
    shown = found[:PAGE]
    return Page(shown, shown[-1]["at"] if more else None)


def _diary(case: Case, user: User, before: datetime | None) -> list[dict[str, Any]]:
    rows = DiaryEntry.objects.visible_to(user).filter(case=case).select_related("author")
    if before:
        rows = rows.filter(happened_at__lt=before)
    return [_written(row) for row in rows.order_by("-happened_at", "-id")[: PAGE + 1]]


def _written(row: DiaryEntry) -> dict[str, Any]:
    minutes = ngettext("%(n)s minute", "%(n)s minutes", row.minutes or 0) % {"n": row.minutes}
    stamp = [date_time_words(row.happened_at), str(row.author), minutes if row.minutes else ""]
    return {
        "at": row.happened_at,
        "stamp": " · ".join(part for part in stamp if part),
        "title": DiaryKind(row.kind).label,
        "text": row.text,
        "restricted": row.kind == DiaryKind.PERSONAL,
    }


def _steps(case: Case, user: User, before: datetime | None) -> list[dict[str, Any]]:
    rows = Event.objects.filter(context=case.pk).select_related("actor")
    if before:
        rows = rows.filter(at__lt=before)
    return [
        {
            "at": row.at,
            "stamp": " · ".join(part for part in (date_time_words(row.at), _name(row)) if part),
            "title": sentence(row.verb, row.params),
            "small": _reason(row),
            "key": row.important,
        }
        for row in rows.order_by("-at", "-id")[: PAGE + 1]
    ]


def _reason(row: Event) -> str:
    """The reason given, unless the sentence already says it."""
    reason = str(row.params.get("reason", ""))
    return "" if reason == "–" or reason in sentence(row.verb, row.params) else reason


def _name(row: Event) -> str:
    return str(row.actor) if row.actor else ""


def _documents(case: Case, user: User, before: datetime | None) -> list[dict[str, Any]]:
    rows = Document.objects.filter(context=case.pk).select_related("created_by")
    if before:
        rows = rows.filter(created_at__lt=before)
    return [
        {
            "at": row.created_at,
            "stamp": " · ".join(
                part for part in (date_time_words(row.created_at), str(row.created_by or "")) if part
            ),
            "title": row.title,
            "url": reverse("document", args=[row.pk]),
        }
        for row in rows.order_by("-created_at")[: PAGE + 1]
    ]


def _deadlines(case: Case, user: User, before: datetime | None) -> list[dict[str, Any]]:
    rows = Deadline.objects.filter(case=case, closed_at__isnull=False)
    if before:
        rows = rows.filter(closed_at__lt=before)
    ended: Iterable[Deadline] = rows.order_by("-closed_at")[: PAGE + 1]
    return [_ended(row) for row in ended if row.closed_at]


def _ended(row: Deadline) -> dict[str, Any]:
    done = row.state == DeadlineState.DONE
    how = _("Done; it was due on %(day)s") if done else _("No longer due; it was due on %(day)s")
    return {
        "at": row.closed_at,
        "stamp": date_time_words(row.closed_at),
        "title": str(kind_of(row.code).title),
        "small": how % {"day": date_words(row.due_on)},
    }


_READERS = {
    Kind.DIARY: _diary,
    Kind.STEPS: _steps,
    Kind.DOCUMENTS: _documents,
    Kind.DEADLINES: _deadlines,
}
