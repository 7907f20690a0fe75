from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, DiaryKind
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User

MAX_TEXT = 100_000
TWICE = timedelta(minutes=2)


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
    """The same note sent twice within two minutes (a second press of the button) is written once.

    :raises OperationRefused: the case is closed, the note is empty or too long, or the encounter has not happened yet.
    """
    clean = text.strip()
    if not clean:
        raise OperationRefused(_("Write what happened before registering the note."), field="text")
    if len(clean) > MAX_TEXT:
        raise OperationRefused(
            _("The note is longer than 100,000 characters: attach it as a document instead."), field="text"
        )
    if happened_at > at:
        raise OperationRefused(_("The encounter is in the future."), field="happened_at")
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    again = DiaryEntry.objects.filter(
        case=row, author=by, kind=kind, minutes=minutes, text=clean, written_at__gt=at - TWICE
    ).first()
    return again or DiaryEntry.objects.create(
        case=row,
        kind=DiaryKind(kind),
        text=clean,
        happened_at=happened_at,
        written_at=at,
        author=by,
        minutes=minutes,
    )
