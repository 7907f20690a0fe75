"""Personal working notes: written, rewritten and thrown away by their author, or copied into the official diary."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case, DiaryEntry
from accanto.casework.cases.operations import write_diary
from accanto.casework.record.models import PersonalNote
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words, number
from accanto.territory.staff.models import User

MAX_TEXT = 100_000
_TWICE = timedelta(minutes=2)


@transaction.atomic
def write_note(*, case: Case, text: str, by: User, at: datetime) -> PersonalNote:
    """Also of a closed case: it is no part of it. The same note sent twice within two minutes is written once.

    :raises OperationRefused: an empty or too long text.
    """
    clean = _checked(text)
    again = PersonalNote.objects.filter(case=case, author=by, text=clean, written_at__gt=at - _TWICE).first()
    return again or PersonalNote.objects.create(case=case, author=by, text=clean, written_at=at)


@transaction.atomic
def rewrite_note(*, note: PersonalNote, text: str, by: User, at: datetime) -> PersonalNote:
    """:raises OperationRefused: an empty or too long text. :raises NotPermitted: somebody else's."""
    row = _own(note, by)
    row.text, row.changed_at = _checked(text), at
    row.save(update_fields=["text", "changed_at"])
    return row


@transaction.atomic
def delete_note(*, note: PersonalNote, by: User) -> None:
    """It is no part of the record: its words go, and the history keeps that it was there.

    :raises NotPermitted: somebody else's.
    """
    _own(note, by).delete()


@transaction.atomic
def promote_note(
    *, note: PersonalNote, kind: str, happened_at: datetime, text: str, by: User, at: datetime
) -> DiaryEntry:
    """Copy what may be read by others into the diary; the note stays with its author, who may throw it away.

    :raises OperationRefused: copied already; as `write_diary`. :raises NotPermitted: somebody else's.
    """
    row = _own(note, by)
    if row.entry_id is not None:
        raise OperationRefused(_("This note is in the diary already."))
    entry = write_diary(
        case=row.case,
        kind=kind,
        text=_("%(text)s\n\n(From a note of %(day)s.)")
        % {"text": text.strip(), "day": date_words(row.written_at)}
        if text.strip()
        else "",
        happened_at=happened_at,
        by=by,
        at=at,
    )
    row.entry, row.promoted_at = entry, at
    row.save(update_fields=["entry", "promoted_at"])
    return entry


def _own(note: PersonalNote, by: User) -> PersonalNote:
    rows = PersonalNote.objects.select_for_update(of=("self",)).select_related("case")
    row = rows.filter(pk=note.pk, author=by).first()
    if row is None:
        raise NotPermitted(_("A personal note is its author’s alone."))
    return row


def _checked(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise OperationRefused(_("Write the note before keeping it."), field="text")
    if len(clean) > MAX_TEXT:
        raise OperationRefused(
            _(
                "The note is %(length)s characters long and the limit is %(limit)s: it is still here, shorten it."
            )
            % {"length": number(len(clean)), "limit": number(MAX_TEXT)},
            field="text",
        )
    return clean
