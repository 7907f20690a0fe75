from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import DiaryKind
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User

MAX_TEXT = 100_000


@transaction.atomic
def write_diary(
    *,
    case: Case,
    kind: str,
    text: str,
    by: User,
    at: datetime,
    happened_at: datetime,
    minutes: int | None = None,
) -> DiaryEntry:
    """:raises OperationRefused: empty, too long, or an encounter that has not happened yet."""
    clean = text.strip()
    if not clean:
        raise OperationRefused(_("Write what happened before registering the note."), field="text")
    if len(clean) > MAX_TEXT:
        raise OperationRefused(
            _("The note is longer than 100,000 characters: attach it as a document instead."), field="text"
        )
    if happened_at > at:
        raise OperationRefused(_("The encounter is in the future."), field="happened_at")
    return DiaryEntry.objects.create(
        case=case,
        kind=DiaryKind(kind),
        text=clean,
        happened_at=happened_at,
        written_at=at,
        author=by,
        minutes=minutes,
    )
