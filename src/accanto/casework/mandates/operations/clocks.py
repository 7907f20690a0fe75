"""The clocks of this room: what opens them and on what they run."""

from datetime import datetime
from uuid import UUID, uuid5

from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.mandates.models import Hearing, Measure, ReportTerm, SupportAdministrator
from accanto.casework.mandates.rules import local_day, responsible_term, signal_term
from accanto.territory.staff.models import User

RESPONSIBLE = "mandates.responsible"
REPORT = "mandates.report"
END = "mandates.end"
SIGNAL = "mandates.signal"
HEARING = "mandates.hearing"
ACCOUNT = "mandates.account"


def hearing_subject(hearing: Hearing, user: User) -> UUID:
    """Whoever goes has a clock of their own for the same hearing."""
    return uuid5(hearing.pk, str(user.pk))


def run_responsible(measure: Measure) -> None:
    if (term := responsible_term(measure)) is None:
        return
    open_deadline(
        case=measure.case,
        owner=measure.case.responsible,
        code=RESPONSIBLE,
        subject=measure.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=term.rule.source[:200],
        measure=str(measure.pk),
    )


def run_end(measure: Measure) -> None:
    """The last day of the measure and, of a foster placement, the signal to the prosecutor before it."""
    if measure.last_day is None:
        return
    open_deadline(
        case=measure.case,
        owner=measure.case.responsible,
        code=END,
        subject=measure.pk,
        started_on=measure.starts_on,
        due_on=measure.last_day,
        rule=measure.duration_words,
        measure=str(measure.pk),
    )
    if (term := signal_term(measure)) is None:
        return
    open_deadline(
        case=measure.case,
        owner=measure.case.responsible,
        code=SIGNAL,
        subject=measure.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=term.rule.source[:200],
        measure=str(measure.pk),
        last_day=measure.last_day.isoformat(),
        from_memory=term.rule.from_memory,
    )


def run_report(term: ReportTerm) -> None:
    """The report that is due now; nothing where none is."""
    if term.due_on is None:
        return
    measure = term.measure
    started_on = term.from_on if term.every_months else measure.order_on
    open_deadline(
        case=measure.case,
        owner=measure.case.responsible,
        code=REPORT,
        subject=term.pk,
        started_on=min(started_on, term.due_on),
        due_on=term.due_on,
        rule=term.words[:200],
        measure=str(measure.pk),
        term=str(term.pk),
        number=term.sent + 1,
    )


def run_hearing(hearing: Hearing, user: User) -> None:
    open_deadline(
        case=hearing.measure.case,
        owner=user,
        code=HEARING,
        subject=hearing_subject(hearing, user),
        started_on=local_day(hearing.created_at),
        due_on=local_day(hearing.starts_at),
        hearing=str(hearing.pk),
        starts_at=hearing.starts_at.isoformat(),
        place=hearing.place,
    )


def run_account(administrator: SupportAdministrator) -> None:
    if administrator.next_report_on is None:
        return
    open_deadline(
        case=administrator.case,
        owner=administrator.case.responsible,
        code=ACCOUNT,
        subject=administrator.pk,
        started_on=administrator.starts_on,
        due_on=administrator.next_report_on,
        administrator=str(administrator.pk),
        holder=administrator.holder,
    )


def stop(subject: UUID, *, at: datetime, code: str | None = None, done: bool = True) -> None:
    """The work is done, or it is no longer due."""
    state = DeadlineState.DONE if done else DeadlineState.CANCELLED
    close_deadlines(subject=subject, code=code, at=at, state=state)
