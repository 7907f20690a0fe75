"""What terms are counted from was written wrongly: it is put right with a reason, and both values stay."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.reports.enums import Moment
from accanto.access.reports.models import CourtRequest, EmergencyCall, Eviction, Report, ReportCorrection
from accanto.access.reports.operations.evictions import is_over
from accanto.access.reports.operations.locked import follower_of, locked
from accanto.access.reports.operations.terms import set_terms
from accanto.access.reports.rules import may_correct, may_keep_private
from accanto.core.database.context import serving
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

Moments = Mapping[Moment, datetime | date | None]


def moments_of(report: Report) -> dict[Moment, datetime | date | None]:
    """Those that a report of its kind has, as they stand. An eviction postponed has its new day, one that is over has
    none; an order that does not say a day has it empty."""
    found: dict[Moment, datetime | date | None] = {Moment.RECEIVED: report.received_at}
    if report.placed_at:
        found[Moment.PLACED] = report.placed_at
    eviction = Eviction.objects.filter(report=report).first()
    if eviction and not is_over(eviction):
        found[Moment.EXECUTION] = eviction.postponed_to or eviction.execution_on
    order = CourtRequest.objects.filter(report=report).first()
    if order:
        found |= {Moment.DUE: order.due_on, Moment.HEARING: order.hearing_on}
    return found


@serving("reports")
@transaction.atomic
def correct(
    *, report: Report, moments: Moments, reason: str, by: User, at: datetime, seen: Moments | None = None
) -> list[ReportCorrection]:
    """Terms are counted anew from the right day and hour, those that are done too.

    :param moments: what is given as it stands already is no correction. Of an order a day that it does not say is
        emptied, as long as the other stands.
    :param seen: what stood there when the correction was begun.
    :raises NotPermitted: somebody who neither wrote the report down, nor evaluates it, nor coordinates its office.
    :raises ChangedMeanwhile: what is corrected is no longer as it was seen.
    :raises OperationRefused: nothing changes, or no reason; a moment in the future, or an arrival after the report was
        written down; an order without any day; an act that would be done before its term began.
    """
    row = _correctable(report, by)
    standing = moments_of(row)
    changed = {what: new for what, new in moments.items() if what in standing and new != standing[what]}
    for what in changed:
        if seen is not None and seen.get(what) != standing[what]:
            raise ChangedMeanwhile(
                _("Somebody has corrected this meanwhile: open the page again."), field=what
            )
    _check(row, {**standing, **changed}, changed, reason, at)
    made = [
        ReportCorrection(
            report=row, what=what, was=_written(standing[what]), now=_written(new), reason=reason.strip(),
            by=by, at=at,
        )
        for what, new in changed.items()
    ]  # fmt: skip
    _put_right(row, changed)
    set_terms(row, at, corrected=_from_the_beginning(row, changed))
    ReportCorrection.objects.bulk_create(made)
    for one in made:
        told = str(Moment(one.what).label)
        record("reports.corrected", by=by, at=at, context=row.pk, subject=row, what=told, reason=one.reason)
        _tell(row, told, by, at)
    return made


@serving("reports")
@transaction.atomic
def keep_private(*, report: Report, by: User, at: datetime) -> Report:
    """The citizen who reported asks not to be named, or the tick was forgotten. Only forwards: what was told once in
    confidence stays so.

    :raises NotPermitted: as in `correct`.
    :raises OperationRefused: not a citizen; closed, so that its letters may stand in a case already.
    """
    row = _correctable(report, by)
    if not may_keep_private(by, row):
        raise OperationRefused(_("Only a citizen, and while the report is open, may ask to stay private."))
    row.covered = True
    row.save(update_fields=["covered"])
    record("reports.covered", by=by, at=at, context=row.pk, subject=row)
    return row


def _correctable(report: Report, by: User) -> Report:
    """Locked, for whoever may put it right."""
    row = locked(report, by)
    if not may_correct(by, row):
        raise NotPermitted(
            _("Whoever wrote the report down, evaluates it or coordinates its office corrects it.")
        )
    return row


def _check(row: Report, then: Moments, changed: Moments, reason: str, at: datetime) -> None:
    if not changed:
        raise OperationRefused(_("Nothing changes: write the right day or hour."))
    if not reason.strip():
        raise OperationRefused(_("Say what was wrong: the terms move."), field="reason")
    for what, new in changed.items():
        if isinstance(new, datetime) and new > at:
            raise OperationRefused(_("It lies in the future: check day and hour."), field=what)
    arrived = then[Moment.RECEIVED]
    if Moment.RECEIVED in changed and isinstance(arrived, datetime) and arrived > row.registered_at:
        raise OperationRefused(
            _("It was written down before, %(when)s: it cannot have arrived later.")
            % {"when": date_time_words(row.registered_at)},
            field=Moment.RECEIVED,
        )
    if Moment.DUE in then and not (then[Moment.DUE] or then[Moment.HEARING]):
        raise OperationRefused(_("Write the term of the order, or the day of the hearing."), field=Moment.DUE)


def _put_right(row: Report, changed: Moments) -> None:
    calls = EmergencyCall.objects.filter(report=row)
    if Moment.RECEIVED in changed:  # the hour of the call that began it
        calls.filter(called_at=row.received_at).update(called_at=changed[Moment.RECEIVED])
    if Moment.PLACED in changed:
        calls.filter(placed_at=row.placed_at).update(placed_at=changed[Moment.PLACED])
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


def _from_the_beginning(row: Report, changed: Moments) -> frozenset[str]:
    """Facts from which what is done was counted: not the new day of an eviction that was postponed afterwards."""
    postponed = Eviction.objects.filter(report=row, postponed_to__isnull=False).exists()
    return frozenset(str(what) for what in changed if not (postponed and what == Moment.EXECUTION))


def _written(value: datetime | date | None) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


def _tell(row: Report, what: str, by: User, at: datetime) -> None:
    """Whoever evaluates works by those terms."""
    for user in follower_of(row, at):
        if user.pk != by.pk:
            notify(
                "reports.corrected",
                user=user,
                at=at,
                url=reverse("report", args=[row.pk]),
                number=row.number,
                what=what,
            )
