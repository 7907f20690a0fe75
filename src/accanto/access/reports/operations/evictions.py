from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.reports.clocks import end_of
from accanto.access.reports.enums import EvictionEnd, Moment
from accanto.access.reports.kinds import measure_label, measures_on
from accanto.access.reports.models import Eviction, EvictionMeasure, Report, ReportClock, ReportCorrection
from accanto.access.reports.operations.locked import evaluated_by
from accanto.access.reports.operations.terms import finish_if_running, set_terms
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
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
    wrong: str = "",
) -> Eviction:
    """What happened on the day. Postponed, the terms run again towards the new day.

    :param wrong: what was wrong in what had been told, if that is put right.
    :raises OperationRefused: told already, without saying what was wrong; a day in the future, or before the report
        came; postponed without a later day.
    """
    row = evaluated_by(report, by)
    eviction = Eviction.objects.select_for_update().get(report=row)
    _check_end(row, ended_on, at)
    postponed = end == EvictionEnd.POSTPONED
    standing = eviction.postponed_to or eviction.execution_on
    if postponed and (postponed_to is None or postponed_to <= standing):
        raise OperationRefused(
            _("Write the new day: it comes after the one set before."), field="postponed_to"
        )
    if is_over(eviction):
        _put_right(row, eviction, f"{end} {ended_on:%Y-%m-%d}", wrong, by, at)
    eviction.end, eviction.end_note, eviction.ended_on, eviction.ended_by = (
        EvictionEnd(end),
        note.strip(),
        ended_on,
        by,
    )
    eviction.postponed_to = postponed_to if postponed else eviction.postponed_to
    eviction.save()
    if postponed:
        _start_again(row, at)
    else:
        finish_if_running(row, "execution", moment := min(at, end_of(ended_on)), by, at)
        ReportClock.objects.filter(report=row, code="execution", dropped_at=None).update(done_at=moment)
    record("reports.eviction", by=by, at=at, context=row.pk, subject=row, how=str(EvictionEnd(end).label))
    return eviction


def is_over(eviction: Eviction) -> bool:
    """It was carried out, or was not needed."""
    return eviction.end in (EvictionEnd.CARRIED_OUT, EvictionEnd.SOLVED)


def _check_end(row: Report, ended_on: date, at: datetime) -> None:
    if ended_on > timezone.localtime(at).date():
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="ended_on"
        )
    if ended_on < timezone.localtime(row.received_at).date():
        raise OperationRefused(
            _("The day comes before the report itself, received on %(day)s: check the year.")
            % {"day": date_words(timezone.localtime(row.received_at).date())},
            field="ended_on",
        )


def _put_right(row: Report, eviction: Eviction, now: str, wrong: str, by: User, at: datetime) -> None:
    was = f"{eviction.end} {eviction.ended_on:%Y-%m-%d}"
    if not wrong.strip():
        raise OperationRefused(_("What happened is written already: say what was wrong."), field="wrong")
    if was == now:
        raise OperationRefused(_("Nothing changes: this is what is written already."), field="end")
    ReportCorrection.objects.create(
        report=row, what=Moment.ENDED, was=was, now=now, reason=wrong.strip()[:300], by=by, at=at
    )


def _start_again(row: Report, at: datetime) -> None:
    """A day set anew: the clock of the day runs to it, also if the old one was over or no longer due."""
    ReportClock.objects.filter(report=row, code="execution").update(
        done_at=None, done_by=None, dropped_at=None, note=""
    )
    set_terms(row, at)
