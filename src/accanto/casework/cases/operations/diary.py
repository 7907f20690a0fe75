from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, DiaryKind
from accanto.casework.cases.models import Case, DiaryEntry, DiaryParticipant, DiaryVersion, NetworkContact
from accanto.core.database.context import serving
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words, number
from accanto.foundation.audit.operations import record
from accanto.people.households.models import Member
from accanto.territory.staff.models import User

MAX_TEXT = 100_000
TWICE = timedelta(minutes=2)


@dataclass(frozen=True)
class Present:
    """Who took part: ids of people who live or lived in the household, of accounts, of the network; free words."""

    people: Sequence[UUID] = ()
    users: Sequence[int] = ()
    contacts: Sequence[int] = ()
    words: str = ""


@dataclass(frozen=True)
class Writing:
    """What an entry says."""

    kind: str
    text: str
    happened_at: datetime
    minutes: int | None = None
    present: Present = Present()


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
    present: Present | None = None,
) -> DiaryEntry:
    """The same note sent twice within two minutes (a second press of the button) is written once.

    :raises OperationRefused: the case is closed, the note is empty or too long, the encounter has not happened yet, or
        somebody is named who does not belong to the case.
    """
    written = Writing(DiaryKind(kind), _checked(text), happened_at, minutes, present or Present())
    _not_ahead(happened_at, at)
    row = _open(case)
    for again in DiaryEntry.objects.filter(
        case=row, author=by, kind=kind, minutes=minutes, text=written.text, written_at__gt=at - TWICE
    ):
        # Where the hour was not given it is that of each press: two days are two encounters.
        if abs(again.happened_at - happened_at) < TWICE:
            return again
    entry = DiaryEntry.objects.create(
        case=row,
        kind=written.kind,
        text=written.text,
        happened_at=happened_at,
        written_at=at,
        author=by,
        minutes=minutes,
    )
    _sit(entry, written.present)
    return entry


def may_correct(entry: DiaryEntry, responsible_id: int | None, user: User) -> bool:
    """Whoever wrote it, and whoever is responsible for the case; of a personal note nobody."""
    return entry.kind != DiaryKind.PERSONAL and user.pk in (entry.author_id, responsible_id)


@transaction.atomic
def correct_diary(
    *, entry: DiaryEntry, writing: Writing, reason: str, expected: int, by: User, at: datetime
) -> DiaryVersion:
    """A new version of an entry; those before stay readable. `expected` is the number of the version that was read.

    :raises ChangedMeanwhile: somebody corrected it first.
    :raises NotPermitted: neither the author nor the responsible worker.
    :raises OperationRefused: as `write_diary`; no reason; nothing changed.
    """
    row = DiaryEntry.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry.pk)
    case = _open(row.case)
    if not may_correct(row, case.responsible_id, by):
        raise NotPermitted(_("Whoever wrote it and the responsible worker correct an entry."))
    number = row.versions.aggregate(last=Max("number"))["last"] or 1
    if number != expected:
        raise ChangedMeanwhile(
            _("Somebody corrected this entry while you were writing: read it, then correct it again.")
        )
    text, why = _checked(writing.text), " ".join(reason.split())
    if not why:
        raise OperationRefused(_("Say why you correct it: whoever reads it needs to know."), field="reason")
    _not_ahead(writing.happened_at, at)
    _refuse_the_same(row, text, writing)
    if number == 1:
        _keep(row, 1, row.text, "", row.author, row.written_at)
    row.kind, row.happened_at, row.minutes = DiaryKind(writing.kind), writing.happened_at, writing.minutes
    row.save(update_fields=["kind", "happened_at", "minutes"])
    stood = list(row.participants.all())
    row.participants.all().delete()
    _sit(row, writing.present, stood)
    version = _keep(row, number + 1, text, why[:300], by, at)
    record(
        "cases.diary.corrected",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        kind=str(DiaryKind(row.kind).label),
        day=date_words(row.happened_at),
        reason=version.reason,
    )
    return version


def present_words(entry: DiaryEntry) -> str:
    """As the reader sees them: somebody who has left, and is seen no longer, is told as such."""
    rows = entry.participants.select_related("person", "user", "contact")
    left = _("who has left")
    return ", ".join(str(one.person or one.user or one.contact or one.words or left) for one in rows)


@serving("cases.diary_version")
def _who_was_there(entry: DiaryEntry) -> str:
    """With everybody's name: a version keeps what the entry said when it was written, also of who has left since."""
    return present_words(entry)


def _keep(entry: DiaryEntry, number: int, text: str, reason: str, author: User, at: datetime) -> DiaryVersion:
    return DiaryVersion.objects.create(
        entry=entry,
        number=number,
        kind=entry.kind,
        text=text,
        happened_at=entry.happened_at,
        minutes=entry.minutes,
        present=_who_was_there(entry),
        reason=reason,
        author=author,
        written_at=at,
    )


def _refuse_the_same(row: DiaryEntry, text: str, writing: Writing) -> None:
    newest = DiaryEntry.objects.told().get(pk=row.pk)
    before = (newest.told, newest.kind, newest.happened_at, newest.minutes, _ids(row))
    present = writing.present
    after_ids = {*present.people, *present.users, *(-one for one in present.contacts), present.words.strip()}
    after = (text, writing.kind, writing.happened_at, writing.minutes, after_ids)
    if before == after:
        raise OperationRefused(_("Nothing is different from what stands there."), field="text")


def _ids(row: DiaryEntry) -> set[Any]:
    """Contacts as negative numbers, so that they are not taken for accounts."""
    found: set[Any] = {""} if not row.participants.exclude(words="").exists() else set()
    for one in row.participants.all():
        found.add(one.person_id or one.user_id or (-one.contact_id if one.contact_id else one.words))
    return found


def _checked(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise OperationRefused(_("Write what happened before registering the note."), field="text")
    if len(clean) > MAX_TEXT:
        raise OperationRefused(
            _(
                "The note is %(length)s characters long and the limit is %(limit)s: nothing is lost, it is still"
                " here. Shorten it, or attach it as a document."
            )
            % {"length": number(len(clean)), "limit": number(MAX_TEXT)},
            field="text",
        )
    return clean


def _not_ahead(happened_at: datetime, at: datetime) -> None:
    if happened_at > at:
        raise OperationRefused(_("The encounter is in the future."), field="happened_at")


def _open(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    return row


def _sit(entry: DiaryEntry, present: Present, stood: Sequence[DiaryParticipant] = ()) -> None:
    """:param stood: who stands in the entry already, and stays even where the household has let them go.

    :raises OperationRefused: a person who never was in the household, somebody of another network.
    """
    household = entry.case.household_id
    people = set(
        Member.objects.filter(household=household, person__in=present.people).values_list("person", flat=True)
    )
    contacts = set(
        NetworkContact.objects.filter(case=entry.case_id, pk__in=present.contacts).values_list(
            "pk", flat=True
        )
    )
    people |= {one.person_id for one in stood if one.person_id and one.person_id in present.people}
    contacts |= {one.contact_id for one in stood if one.contact_id and one.contact_id in present.contacts}
    if people != set(present.people) or contacts != set(present.contacts):
        raise OperationRefused(
            _("Somebody whom you ticked is no longer of this case: look at the list again."),
            field="present_ticked",
        )
    rows = [DiaryParticipant(entry=entry, person_id=pk) for pk in dict.fromkeys(present.people)]
    rows += [DiaryParticipant(entry=entry, user_id=pk) for pk in dict.fromkeys(present.users)]
    rows += [DiaryParticipant(entry=entry, contact_id=pk) for pk in dict.fromkeys(present.contacts)]
    words = " ".join(present.words.split())[:200]
    rows += [DiaryParticipant(entry=entry, words=words)] if words else []
    DiaryParticipant.objects.bulk_create(rows)
