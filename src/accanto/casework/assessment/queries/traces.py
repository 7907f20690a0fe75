"""Who wrote what, and what changed while one was looking."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accanto.casework.assessment.instruments import in_words
from accanto.casework.assessment.models import Answer, AnswerRevision
from accanto.casework.assessment.queries.sheet import FieldView, Reader, field_name
from accanto.territory.staff.models import User

WRITING_NOW = timedelta(seconds=60)


@dataclass(frozen=True)
class Change:
    """Somebody else's last change of one answer."""

    name: str
    version: int
    label: str
    section_code: str
    section: str
    author: User
    at: datetime
    writing_now: bool


def changes_since(reader: Reader, user: User, since: datetime, at: datetime) -> list[Change]:
    """Answers that others changed after `since`, newest first, only in what the reader reads."""
    rows = (
        Answer.objects.filter(assessment=reader.assessment, item__in=reader.items, updated_at__gt=since)
        .exclude(author=user)
        .select_related("author")
        .order_by("-updated_at", "id")[:40]
    )
    return [
        Change(
            name=field_name(row.item, row.person_id),
            version=row.version,
            label=str(reader.items[row.item].label),
            section_code=reader.instrument.section_of[row.item].code,
            section=str(reader.instrument.section_of[row.item].title),
            author=row.author,
            at=row.updated_at,
            writing_now=at - row.updated_at < WRITING_NOW,
        )
        for row in rows
        if row.person_id is None or row.person_id in reader.right.persons
    ]


def history_of(field: FieldView) -> list[tuple[AnswerRevision, str]]:
    """Every form that an answer had, newest first, in words."""
    if field.answer is None:
        return []
    revisions = AnswerRevision.objects.filter(answer=field.answer).select_related("author")
    return [(revision, in_words(field.item, revision.value)) for revision in revisions]
