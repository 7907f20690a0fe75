"""The work on a case rests for a while, and goes on again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import (
    CASE_TRANSITIONS,
    CaseState,
    DeadlineState,
    SuspensionReason,
)
from accanto.casework.cases.handover import terms_on
from accanto.casework.cases.models import Appointment, Case, CaseSuspension, Deadline
from accanto.casework.cases.operations.agenda import cancel_appointment, open_deadline
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User

TO_LOOK_AGAIN = "cases.suspension"


@transaction.atomic
def suspend_case(
    *,
    case: Case,
    reason: str,
    note: str,
    expected_on: date,
    by: User,
    at: datetime,
    on: date,
    cancelling: Iterable[Appointment] = (),
) -> CaseSuspension:
    """The case rests from `on`; on `expected_on` whoever is responsible looks again. Legal terms go on running.

    :param cancelling: appointments of the time in between that do not take place.
    :raises NotPermitted: `by` does not work on the case.
    :raises OperationRefused: it is not running; a day out of order or too far; no words on why.
    """
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    _check_worker(row, by, at)
    if row.state != CaseState.OPEN:
        raise OperationRefused(_("Only a case that runs can be suspended: reload the page."))
    _check_days(row, on, expected_on, at.date())
    if not note.strip():
        raise OperationRefused(_("Write what happened: whoever reads it must understand."), field="note")
    row.state, row.suspended_on = CASE_TRANSITIONS.move("suspend", row.state), on
    row.save(update_fields=["state", "suspended_on"])
    suspension = CaseSuspension.objects.create(
        case=row,
        reason=SuspensionReason(reason),
        note=" ".join(note.split())[:500],
        starts_on=on,
        expected_on=expected_on,
        suspended_by=by,
    )
    for appointment in cancelling:
        if appointment.case_id == row.pk:
            cancel_appointment(appointment=appointment, by=by, at=at)
    open_deadline(
        case=row,
        owner=row.responsible,
        code=TO_LOOK_AGAIN,
        started_on=on,
        due_on=expected_on,
        rule=terms_on(at.date()).suspension_source,
        since=on.isoformat(),
    )
    record(
        "cases.case.suspended", by=by, at=at, context=row.pk, subject=row, important=True,
        until=date_words(expected_on), reason=suspension.note,
    )  # fmt: skip
    _follow(case, row)
    return suspension


@transaction.atomic
def resume_case(*, case: Case, note: str, by: User, at: datetime, on: date) -> CaseSuspension:
    """The work goes on.

    :raises NotPermitted: `by` does not work on the case.
    :raises OperationRefused: it does not rest; a day before it began to, or in the future; no words on what changed.
    """
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    _check_worker(row, by, at)
    if row.state != CaseState.SUSPENDED:
        raise OperationRefused(_("The case is not suspended: reload the page."))
    if not note.strip():
        raise OperationRefused(_("Write what changed."), field="note")
    suspension = end_suspension(row, note, on, by, at)
    row.state, row.suspended_on = CASE_TRANSITIONS.move("resume", row.state), None
    row.save(update_fields=["state", "suspended_on"])
    record(
        "cases.case.resumed", by=by, at=at, context=row.pk, subject=row, important=True, reason=note.strip()
    )
    _follow(case, row)
    return suspension


def end_suspension(row: Case, note: str, on: date, by: User, at: datetime) -> CaseSuspension:
    """The running suspension ends, because the work goes on or because the case closes."""
    suspension = CaseSuspension.objects.select_for_update(of=("self",)).get(case=row, ends_on=None)
    if not suspension.starts_on <= on <= at.date():
        raise OperationRefused(_("It goes on between the day on which it stopped and today."), field="on")
    suspension.ends_on, suspension.end_note, suspension.resumed_by = on, " ".join(note.split())[:500], by
    suspension.save(update_fields=["ends_on", "end_note", "resumed_by"])
    waiting = Deadline.objects.filter(case=row, code=TO_LOOK_AGAIN, state=DeadlineState.OPEN)
    waiting.update(state=DeadlineState.DONE, closed_at=at)
    return suspension


def _check_worker(row: Case, by: User, at: datetime) -> None:
    works = grants_of(by, depth=Depth.WORK, at=at).filter(context=row.pk).exists()
    if not (works and by.may("cases.work")):
        raise NotPermitted(_("Only those who work on the case may do this."))


def _check_days(row: Case, on: date, expected_on: date, today: date) -> None:
    if not row.opened_on <= on <= today:
        raise OperationRefused(_("It stops between the day it was opened and today."), field="on")
    if expected_on <= today:
        raise OperationRefused(_("Choose a day to come: on it you look again."), field="expected_on")
    longest = terms_on(today).suspension
    if expected_on > on + timedelta(days=longest):
        raise OperationRefused(
            _("At most %(n)s days: then you look again, and may go on.") % {"n": longest}, field="expected_on"
        )


def _follow(case: Case, row: Case) -> None:
    case.state, case.suspended_on = row.state, row.suspended_on
