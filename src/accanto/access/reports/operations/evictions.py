from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.reports.clocks import end_of
from accanto.access.reports.enums import EvictionEnd
from accanto.access.reports.kinds import measure_label, measures_on
from accanto.access.reports.models import Eviction, EvictionMeasure, Report, ReportClock
from accanto.access.reports.operations.locked import evaluated_by
from accanto.access.reports.operations.terms import finish_if_running, set_terms
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@serving("reports")
@transaction.atomic
def note_measure(
    *, report: Report, code: str, done_on: date, by: User, at: datetime, note: str = ""
) -> EvictionMeasure:
    """Something was done for the household.

    :raises OperationRefused: an unknown measure, a day in the future.
    """
    row = evaluated_by(report, by)
    if code not in measures_on(done_on):
        raise OperationRefused(_("Choose one of the measures."), field="code")
    if done_on > at.date():
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="done_on"
        )
    made = EvictionMeasure.objects.create(
        report=row, code=code, note=note.strip(), done_on=done_on, by=by, at=at
    )
    record("reports.measure", by=by, at=at, context=row.pk, subject=row, measure=measure_label(code))
    return made


@serving("reports")
@transaction.atomic
def end_eviction(
    *,
    report: Report,
    end: str,
    ended_on: date,
    by: User,
    at: datetime,
    note: str = "",
    postponed_to: date | None = None,
) -> Eviction:
    """What happened on the day. Postponed, the terms run again towards the new day.

    :raises OperationRefused: told already; a day in the future; postponed without a later day.
    """
    row = evaluated_by(report, by)
    eviction = Eviction.objects.select_for_update().get(report=row)
    if eviction.end and eviction.end != EvictionEnd.POSTPONED:
        raise OperationRefused(_("What happened is written already."))
    if ended_on > at.date():
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="ended_on"
        )
    postponed = end == EvictionEnd.POSTPONED
    standing = eviction.postponed_to or eviction.execution_on
    if postponed and (postponed_to is None or postponed_to <= standing):
        raise OperationRefused(
            _("Write the new day: it comes after the one set before."), field="postponed_to"
        )
    eviction.end, eviction.end_note, eviction.ended_on, eviction.ended_by = (
        EvictionEnd(end),
        note.strip(),
        ended_on,
        by,
    )
    eviction.postponed_to = postponed_to if postponed else None
    eviction.save()
    if postponed:
        _start_again(row, at)
    else:
        finish_if_running(row, "execution", min(at, end_of(ended_on)), by, at)
    record("reports.eviction", by=by, at=at, context=row.pk, subject=row, how=str(EvictionEnd(end).label))
    return eviction


def _start_again(row: Report, at: datetime) -> None:
    """A day set anew: the clock of the day runs to it, also if the old one was over or no longer due."""
    ReportClock.objects.filter(report=row, code="execution").update(
        done_at=None, done_by=None, dropped_at=None, note=""
    )
    set_terms(row, at)
