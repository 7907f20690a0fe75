"""What terms are counted from was written wrongly: it is put right with a reason, and both values stay."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.reports.enums import EvictionEnd, Moment
from accanto.access.reports.models import CourtRequest, EmergencyCall, Eviction, Report, ReportCorrection
from accanto.access.reports.operations.locked import locked
from accanto.access.reports.operations.terms import set_terms
from accanto.access.reports.rules import may_correct
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

Corrected = Mapping[Moment, datetime | date]


def moments_of(report: Report) -> dict[Moment, datetime | date | None]:
    """Those that a report of its kind has, as they stand. An eviction postponed has its new day; one that is over, or
    an order that says nothing of a hearing, has none."""
    found: dict[Moment, datetime | date | None] = {Moment.RECEIVED: report.received_at}
    if report.placed_at:
        found[Moment.PLACED] = report.placed_at
    eviction = Eviction.objects.filter(report=report).first()
    if eviction and eviction.end in ("", EvictionEnd.POSTPONED):
        found[Moment.EXECUTION] = eviction.postponed_to or eviction.execution_on
    order = CourtRequest.objects.filter(report=report).first()
    if order:
        found |= {Moment.DUE: order.due_on, Moment.HEARING: order.hearing_on}
    return found


@serving("reports")
@transaction.atomic
def correct(
    *, report: Report, moments: Corrected, reason: str, by: User, at: datetime
) -> list[ReportCorrection]:
    """Terms are counted anew from the right day and hour, those that are done too.

    :param moments: what is given as it stands already is no correction.
    :raises NotPermitted: somebody who neither wrote the report down, nor evaluates it, nor coordinates its office.
    :raises OperationRefused: nothing changes, or no reason; a moment in the future; an act that would be done before
        its term began.
    """
    row = locked(report, by)
    if not may_correct(by, row):
        raise NotPermitted(
            _("Whoever wrote the report down, evaluates it or coordinates its office corrects it.")
        )
    standing = moments_of(row)
    changed = {what: new for what, new in moments.items() if what in standing and new != standing[what]}
    _check(changed, reason, at)
    made = [
        ReportCorrection(
            report=row,
            what=what,
            was=_written(standing[what]),
            now=_written(new),
            reason=reason.strip(),
            by=by,
            at=at,
        )
        for what, new in changed.items()
    ]
    _put_right(row, changed)
    set_terms(row, at, corrected=True)
    ReportCorrection.objects.bulk_create(made)
    for one in made:
        what = str(Moment(one.what).label)
        record("reports.corrected", by=by, at=at, context=row.pk, subject=row, what=what, reason=one.reason)
        _tell(row, what, by, at)
    return made


def _check(changed: Corrected, reason: str, at: datetime) -> None:
    if not changed:
        raise OperationRefused(_("Nothing changes: write the right day or hour."))
    if not reason.strip():
        raise OperationRefused(_("Say what was wrong: the terms move."), field="reason")
    for what, new in changed.items():
        if isinstance(new, datetime) and new > at:
            raise OperationRefused(_("It lies in the future: check day and hour."), field=what)


def _put_right(row: Report, changed: Corrected) -> None:
    if Moment.PLACED in changed:
        EmergencyCall.objects.filter(report=row, placed_at=row.placed_at).update(
            placed_at=changed[Moment.PLACED]
        )
    kept = [what for what in (Moment.RECEIVED, Moment.PLACED) if what in changed]
    for what in kept:
        setattr(row, what, changed[what])
    row.save(update_fields=[str(what) for what in kept])
    order = {str(what): changed[what] for what in (Moment.DUE, Moment.HEARING) if what in changed}
    if order:
        CourtRequest.objects.filter(report=row).update(**order)
    if Moment.EXECUTION in changed:
        eviction = Eviction.objects.select_for_update().get(report=row)
        name = "postponed_to" if eviction.postponed_to else "execution_on"
        setattr(eviction, name, changed[Moment.EXECUTION])
        eviction.save(update_fields=[name])


def _written(value: datetime | date | None) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


def _tell(row: Report, what: str, by: User, at: datetime) -> None:
    """Whoever evaluates works by those terms."""
    if row.evaluator and row.evaluator_id != by.pk:
        notify(
            "reports.corrected",
            user=row.evaluator,
            at=at,
            url=reverse("report", args=[row.pk]),
            number=row.number,
            what=what,
        )
