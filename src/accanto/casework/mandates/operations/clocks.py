"""The clocks of this room: on what each runs, in one table, and the one way in which they start and stop."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
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


@dataclass(frozen=True)
class Run:
    """From when to when, by which words of a law or of the order; `params` is what its row of work is told with."""

    started_on: date
    due_on: date
    rule: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def _responsible(measure: Measure) -> Run | None:
    term = responsible_term(measure)
    return Run(term.started_on, term.due_on, term.rule.source, {"measure": str(measure.pk)}) if term else None


def _end(measure: Measure) -> Run | None:
    last = measure.last_day
    return (
        Run(measure.starts_on, last, measure.duration_words, {"measure": str(measure.pk)}) if last else None
    )


def _signal(measure: Measure) -> Run | None:
    """Of a foster placement: the prosecutor hears of its end before it comes."""
    term, last = signal_term(measure), measure.last_day
    if term is None or last is None:
        return None
    told = {"measure": str(measure.pk), "last_day": last.isoformat(), "from_memory": term.rule.from_memory}
    return Run(term.started_on, term.due_on, term.rule.source, told)


def _report(term: ReportTerm) -> Run | None:
    """The report that is due now."""
    if term.due_on is None:
        return None
    started_on = term.from_on if term.every_months else term.measure.order_on
    told = {"measure": str(term.measure_id), "term": str(term.pk), "number": term.sent + 1}
    return Run(min(started_on, term.due_on), term.due_on, term.words, told)


def _hearing(hearing: Hearing) -> Run:
    told = {"hearing": str(hearing.pk), "starts_at": hearing.starts_at.isoformat(), "place": hearing.place}
    return Run(local_day(hearing.created_at), local_day(hearing.starts_at), "", told)


def _account(administrator: SupportAdministrator) -> Run | None:
    due_on = administrator.next_report_on
    told = {"administrator": str(administrator.pk), "holder": administrator.holder}
    return Run(administrator.starts_on, due_on, "", told) if due_on else None


_CLOCKS: dict[str, Callable[[Any], Run | None]] = {
    RESPONSIBLE: _responsible,
    END: _end,
    SIGNAL: _signal,
    REPORT: _report,
    HEARING: _hearing,
    ACCOUNT: _account,
}


def start(
    code: str, row: Measure | ReportTerm | Hearing | SupportAdministrator, user: User | None = None
) -> None:
    """Nothing where nothing is due. It is the work of the responsible worker; of a hearing, of `user` who goes."""
    run = _CLOCKS[code](row)
    if run is None:
        return
    case = row.case if isinstance(row, Measure | SupportAdministrator) else row.measure.case
    open_deadline(
        case=case,
        owner=user or case.responsible,
        code=code,
        subject=hearing_subject(row, user) if isinstance(row, Hearing) and user else row.pk,
        started_on=run.started_on,
        due_on=run.due_on,
        rule=run.rule[:200],
        **run.params,
    )


def hearing_subject(hearing: Hearing, user: User) -> UUID:
    """Whoever goes has a clock of their own for the same hearing."""
    return uuid5(hearing.pk, str(user.pk))


def stop(subject: UUID, *, at: datetime, code: str | None = None, done: bool = True) -> None:
    """The work is done, or it is no longer due."""
    state = DeadlineState.DONE if done else DeadlineState.CANCELLED
    close_deadlines(subject=subject, code=code, at=at, state=state)
