from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentState
from accanto.casework.assessment.instruments import Value
from accanto.casework.assessment.models import Answer, AnswerRevision, Assessment
from accanto.casework.assessment.queries import Reader, reader_of, sheet_of
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


class AnswerConflict(ChangedMeanwhile):
    """Somebody else's answer is there; `theirs` is it, `mine` what could not be saved. Neither is lost."""

    def __init__(self, theirs: Answer, mine: Value) -> None:
        super().__init__(
            _("%(name)s changed this answer meanwhile.") % {"name": theirs.author}, field=theirs.item
        )
        self.theirs = theirs
        self.mine = mine


@dataclass(frozen=True)
class Change:
    """One answer to save; `expected_version` is the one that the writer saw, 0 when there was none."""

    item: str
    person_id: UUID | None
    value: Value
    expected_version: int


@dataclass
class SavedAnswers:
    saved: list[Answer] = field(default_factory=list)
    conflicts: list[AnswerConflict] = field(default_factory=list)


@transaction.atomic
def save_answer(
    *,
    assessment: Assessment,
    item: str,
    value: Value,
    expected_version: int,
    by: User,
    at: datetime,
    person: Person | None = None,
) -> Answer | None:
    """Save one answer and keep every form that it had. None when there was no answer and none is given.

    :raises AnswerConflict: the answer is no longer the one that the writer saw.
    :raises OperationRefused: the assessment is closed.
    :raises NotPermitted: the section is not for `by` to fill.
    """
    row, reader = _lock_for_writing(assessment, by, at)
    change = Change(item, person.pk if person else None, value, expected_version)
    _refuse_out_of_reach(reader, [change], at)
    return _write(row, change, by, at)


@transaction.atomic
def save_answers(
    *, assessment: Assessment, changes: Iterable[Change], by: User, at: datetime
) -> SavedAnswers:
    """Save a whole section: what is in conflict is given back, the rest is saved.

    Refusals as in `save_answer`; then nothing is saved.
    """
    row, reader = _lock_for_writing(assessment, by, at)
    wanted = list(changes)
    _refuse_out_of_reach(reader, wanted, at)
    done = SavedAnswers()
    for change in wanted:
        try:
            if answer := _write(row, change, by, at):
                done.saved.append(answer)
        except AnswerConflict as conflict:
            done.conflicts.append(conflict)
    return done


def _lock_for_writing(assessment: Assessment, by: User, at: datetime) -> tuple[Assessment, Reader]:
    """Two saves of one assessment wait for each other, so that the version that is read is the one replaced."""
    row = (
        Assessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("instrument", "case__household")
        .get(pk=assessment.pk)
    )
    if row.state == AssessmentState.INTERRUPTED:
        raise OperationRefused(_("The assessment was interrupted: what was written stays as it was."))
    if row.state != AssessmentState.OPEN:
        raise OperationRefused(_("The assessment is closed: reopen it to change an answer."))
    return row, reader_of(by, row, at)


def _refuse_out_of_reach(reader: Reader, changes: list[Change], at: datetime) -> None:
    if any(not reader.fills_item(change.item) for change in changes):
        raise NotPermitted(_("This section is not yours to fill."))
    people: frozenset[UUID | None] = frozenset()
    if any(change.person_id for change in changes):
        sheet = sheet_of(reader, timezone.localtime(at).date())
        people = frozenset(p.pk for p in sheet.people if p.pk not in sheet.gone)
    for change in changes:
        per_member = reader.items[change.item].per_member
        if per_member is (change.person_id is None) or (per_member and change.person_id not in people):
            raise NotPermitted(_("This person is no longer in the household: reload the page."))


def _write(assessment: Assessment, change: Change, by: User, at: datetime) -> Answer | None:
    answer = (
        Answer.objects.filter(assessment=assessment, item=change.item, person=change.person_id)
        .select_related("author")
        .first()
    )
    if answer is None:
        return _first(assessment, change, by, at)
    if answer.value == change.value:
        return answer
    if answer.version != change.expected_version:
        if _unchanged_by_writer(answer, change):
            return answer
        raise AnswerConflict(answer, change.value)
    answer.value, answer.author, answer.updated_at = change.value, by, at
    answer.version += 1
    answer.save(update_fields=["value", "author", "updated_at", "version"])
    _keep(answer)
    return answer


def _first(assessment: Assessment, change: Change, by: User, at: datetime) -> Answer | None:
    if change.value in (None, []):
        return None
    answer = Answer(
        assessment=assessment,
        item=change.item,
        person_id=change.person_id,
        value=change.value,
        author=by,
        updated_at=at,
    )
    answer.save()
    _keep(answer)
    return answer


def _unchanged_by_writer(answer: Answer, change: Change) -> bool:
    """The page sent back what it had been given: the newer answer stands, and there is nothing to choose."""
    if change.expected_version == 0:
        return change.value is None
    return AnswerRevision.objects.filter(
        answer=answer, version=change.expected_version, value=change.value
    ).exists()


def _keep(answer: Answer) -> None:
    AnswerRevision.objects.create(
        answer=answer, value=answer.value, version=answer.version, author=answer.author, at=answer.updated_at
    )
