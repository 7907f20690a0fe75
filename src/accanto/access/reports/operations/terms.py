"""Terms follow the facts: what is done ends its clock and begins the next one; the evaluator has them in «Oggi»."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.access.reports.clocks import Facts, Running, clocks, last_day, touched
from accanto.access.reports.enums import ClockOwner
from accanto.access.reports.kinds import Kind, kind_of, with_placement
from accanto.access.reports.models import CourtRequest, Eviction, Report, ReportClock
from accanto.access.reports.operations.locked import locked
from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.core.database.context import serving
from accanto.core.dated_rules import NoRuleInForce
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.core.working_time import OutsideCalendar
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User

TERM = "reports.term"


@serving("reports")
@transaction.atomic
def end_term(
    *, report: Report, code: str, done_at: datetime, by: User, at: datetime, note: str = ""
) -> ReportClock:
    """The act that a term waited for is done, at that moment; the terms that follow it are counted from there.

    :raises OperationRefused: ended already; a moment in the future, or before the term began.
    """
    row = locked(report, by)
    clock = _running(row, code)
    if done_at > at:
        raise OperationRefused(_("It lies in the future: write when it really happened."), field="done_at")
    if done_at < clock.starts_at and not clock.provisional:
        raise OperationRefused(
            _("It comes before the term began, %(when)s: check day and hour.")
            % {"when": date_time_words(clock.starts_at)},
            field="done_at",
        )
    finish(row, clock, done_at, by, at, note)
    return clock


@serving("reports")
@transaction.atomic
def drop_term(*, report: Report, code: str, reason: str, by: User, at: datetime) -> ReportClock:
    """The term no longer matters (the prosecutor revoked, the order was withdrawn); the reason stays.

    :raises OperationRefused: ended already, or no reason.
    """
    row = locked(report, by)
    clock = _running(row, code)
    if not reason.strip():
        raise OperationRefused(_("Write why the term no longer matters."), field="note")
    clock.dropped_at, clock.note = at, reason.strip()
    clock.save(update_fields=["dropped_at", "note"])
    close_deadlines(subject=clock.pk, at=at, state=DeadlineState.CANCELLED)
    record(
        "reports.term.dropped", by=by, at=at, context=row.pk, subject=row, term=clock.label, reason=clock.note
    )
    return clock


def finish(
    row: Report, clock: ReportClock, done_at: datetime, by: User, at: datetime, note: str = ""
) -> None:
    """For operations that do the act themselves."""
    clock.done_at, clock.done_by, clock.note = done_at, by, note.strip()
    clock.save(update_fields=["done_at", "done_by", "note"])
    close_deadlines(subject=clock.pk, at=at)
    record("reports.term.done", by=by, at=at, context=row.pk, subject=row, term=clock.label)
    set_terms(row, at)


def finish_if_running(row: Report, code: str, done_at: datetime, by: User, at: datetime) -> None:
    clock = ReportClock.objects.filter(report=row, code=code, done_at=None, dropped_at=None).first()
    if clock:
        finish(row, clock, done_at, by, at)


def drop_running(row: Report, reason: str, at: datetime, *, keep: tuple[str, ...] = ()) -> None:
    """What the service still owes when a report is archived or sent elsewhere, but for the codes kept. The acts of
    prosecutors and courts go on."""
    owed = ReportClock.objects.filter(report=row, done_at=None, dropped_at=None, owner=ClockOwner.SERVICE)
    rows = owed.exclude(code__in=keep)
    for clock in rows:
        clock.dropped_at, clock.note = at, reason[:300]
        clock.save(update_fields=["dropped_at", "note"])
        close_deadlines(subject=clock.pk, at=at, state=DeadlineState.CANCELLED)


def set_terms(row: Report, at: datetime, *, corrected: Collection[str] = ()) -> None:
    """Clocks as the facts have them now. Repeatable.

    :param corrected: facts that were wrong from the beginning: what is done and was counted from one of them is
        measured against the right term too.
    """
    kind = kind_on(row.kind, row.received_at)
    if row.placed_at:
        kind = with_placement(kind, timezone.localtime(row.placed_at).date())
    standing = {clock.code: clock for clock in ReportClock.objects.filter(report=row)}
    facts = _facts(row, standing)
    begins, ends = touched(kind.terms, corrected, facts.done)
    for position, running in enumerate(_counted(kind, facts)):
        clock = standing.get(running.term.code)
        if clock is None or clock.running:
            clock = _write(row, running, position, clock)
            _show_in_today(row, clock, at)
        elif clock.done_at and clock.code in begins | ends:
            due = running.due_at if clock.code in ends else clock.due_at
            start = running.starts_at if clock.code in begins else clock.starts_at
            right = replace(running, starts_at=min(start, due), due_at=due)
            _refuse_done_before(right, clock.done_at)
            _write(row, right, position, clock)


def kind_on(code: str, received_at: datetime) -> Kind:
    """:raises OperationRefused: no such kind that day."""
    try:
        return kind_of(code, timezone.localtime(received_at).date())
    except NoRuleInForce:
        raise OperationRefused(
            _("No report of this kind could arrive on that day: check the year."), field="received_at"
        ) from None


def _refuse_done_before(running: Running, done_at: datetime) -> None:
    if done_at >= running.starts_at or running.provisional:
        return
    whole = running.whole_days
    when = date_words(last_day(done_at, whole_days=True)) if whole else date_time_words(done_at)
    raise OperationRefused(
        _("«%(act)s» was registered as done %(when)s, before that: one of the two is wrong.")
        % {"act": running.term.label, "when": when}
    )


def _counted(kind: Kind, facts: Facts) -> list[Running]:
    try:
        return clocks(kind, facts)
    except OutsideCalendar:
        raise OperationRefused(
            _("The working days before that day are not known: check the year."), field="execution_on"
        ) from None


def _facts(row: Report, standing: dict[str, ReportClock]) -> Facts:
    eviction = Eviction.objects.filter(report=row).first()
    order = CourtRequest.objects.filter(report=row).first()
    return Facts(
        received_at=row.received_at,
        placed_at=row.placed_at,
        execution_on=(eviction.postponed_to or eviction.execution_on) if eviction else None,
        due_on=order.due_on if order else None,
        hearing_on=order.hearing_on if order else None,
        done={code: clock.done_at for code, clock in standing.items() if clock.done_at},
        istat=row.office.seat.istat_code,
    )


def _write(row: Report, running: Running, position: int, clock: ReportClock | None) -> ReportClock:
    clock = clock or ReportClock(report=row, code=running.term.code)
    clock.label, clock.owner, clock.position = running.term.label, running.term.owner, position
    clock.starts_at, clock.due_at = running.starts_at, running.due_at
    clock.whole_days, clock.provisional = running.whole_days, running.provisional
    clock.rule, clock.from_memory = running.term.rule, running.term.from_memory
    clock.save()
    return clock


def _show_in_today(row: Report, clock: ReportClock, at: datetime) -> None:
    """Only what the service owes, to whoever evaluates: the database says nothing of it to others."""
    if clock.owner != ClockOwner.SERVICE or row.evaluator is None:
        return
    hour = "" if clock.whole_days else date_format(timezone.localtime(clock.due_at), "G:i")
    open_deadline(
        code=TERM,
        owner=row.evaluator,
        subject=clock.pk,
        started_on=timezone.localtime(clock.starts_at).date(),
        due_on=last_day(clock.due_at, whole_days=clock.whole_days),
        rule=clock.rule,
        report=str(row.pk),
        number=row.number,
        label=clock.label,
        hour=hour,
    )


def _running(row: Report, code: str) -> ReportClock:
    clock = ReportClock.objects.select_for_update().get(report=row, code=code)
    if not clock.running:
        raise OperationRefused(_("This term has ended already: somebody was faster. Reload the page."))
    return clock
