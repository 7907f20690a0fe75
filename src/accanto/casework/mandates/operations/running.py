"""While a measure lasts, and how it ends."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.mandates.enums import MEASURE_TRANSITIONS, Kept, MeasureEnding, ReportState, Told
from accanto.casework.mandates.kinds import kind_of, kind_words
from accanto.casework.mandates.models import (
    CourtReport,
    Measure,
    Prescription,
    PrescriptionCheck,
    ServiceResponsible,
)
from accanto.casework.mandates.operations.clocks import END, RESPONSIBLE, SIGNAL, stop
from accanto.casework.mandates.operations.hearing_time import drop_hearings
from accanto.casework.mandates.operations.terms import finish_all
from accanto.casework.mandates.rules import local_day
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of


def locked(measure: Measure) -> Measure:
    """:raises OperationRefused: it has ended."""
    rows = Measure.objects.select_for_update(of=("self",)).select_related("case__responsible", "authority")
    row = rows.get(pk=measure.pk)
    if not row.open:
        raise OperationRefused(_("This measure has ended: nothing more is written on it."))
    return row


@transaction.atomic
def name_responsible(
    *,
    measure: Measure,
    user: User,
    named_on: date,
    told: Sequence[str] = (),
    told_on: date | None = None,
    by: User,
    at: datetime,
) -> ServiceResponsible:
    """Who answers for the measure in the service; communicated to the court, the clock of the law stops.

    Named again (or told to more), the row before ends and stays.

    :raises OperationRefused: somebody who does not work on cases, or days that cannot be.
    """
    row = locked(measure)
    today = local_day(at)
    if not holders_of("cases.work", today).filter(pk=user.pk).exists():
        raise OperationRefused(
            _("%(name)s does not work on cases of the service.") % {"name": user}, field="user"
        )
    if not row.order_on <= named_on <= today:
        raise OperationRefused(_("The day is between the order and today: check it."), field="named_on")
    communicated = [one for one in Told.values if one in set(told)]
    if communicated and (told_on is None or not named_on <= told_on <= today):
        raise OperationRefused(
            _("Write the day of the communication, between the naming and today."), field="told_on"
        )
    ServiceResponsible.objects.filter(measure=row, ends_on=None).update(ends_on=today)
    made = ServiceResponsible.objects.create(
        measure=row,
        user=user,
        named_on=named_on,
        told=communicated,
        told_on=told_on if communicated else None,
        by=by,
        recorded_at=at,
    )
    if Told.COURT in communicated:
        stop(row.pk, code=RESPONSIBLE, at=at)
    record(
        "mandates.responsible.named", by=by, at=at, context=row.case_id, subject=row, important=True,
        who=str(user), kind=kind_words(row),
    )  # fmt: skip
    if user.pk != by.pk:
        notify(
            "mandates.responsible", user=user, at=at, url=reverse("measure", args=[row.pk]), context=row.case_id,
            measure=kind_words(row),
        )  # fmt: skip
    return made


@transaction.atomic
def check_prescription(
    *, prescription: Prescription, kept: str, seen_on: date, note: str = "", by: User, at: datetime
) -> PrescriptionCheck:
    """Say whether a prescription is kept; what was said before stays.

    :raises OperationRefused: the measure has ended, no answer, a day that cannot be, or «not kept» without saying how.
    """
    row = locked(prescription.measure)
    if prescription.lifted_on is not None:
        raise OperationRefused(_("This prescription was lifted already."))
    if kept not in Kept.values:
        raise OperationRefused(_("Choose whether it is kept."), field="kept")
    if not row.order_on <= seen_on <= local_day(at):
        raise OperationRefused(_("The day is between the order and today: check it."), field="seen_on")
    if kept != Kept.YES and not note.strip():
        raise OperationRefused(_("Say in a few words what you saw: the court asks for facts."), field="note")
    made = PrescriptionCheck.objects.create(
        prescription=prescription, kept=kept, seen_on=seen_on, note=note.strip()[:300], by=by, recorded_at=at
    )
    record(
        "mandates.prescription.checked", by=by, at=at, context=row.case_id, subject=row,
        addressee=prescription.addressee, kept=str(Kept(kept).label),
    )  # fmt: skip
    return made


@transaction.atomic
def signal_prosecutor(*, measure: Measure, on: date, by: User, at: datetime) -> Measure:
    """The prosecutor was told that a placement is about to expire (L. 184/1983 art. 4).

    :raises OperationRefused: a kind for which nobody is told, told already, or a day that cannot be.
    """
    row = locked(measure)
    if not kind_of(row).foster:
        raise OperationRefused(_("For a measure of this kind no signal is due."))
    if row.signalled_on is not None:
        raise OperationRefused(_("The prosecutor was told already: reload the page."))
    if not row.starts_on <= on <= local_day(at):
        raise OperationRefused(_("The day is between the beginning and today: check it."), field="on")
    row.signalled_on = on
    row.save(update_fields=["signalled_on"])
    stop(row.pk, code=SIGNAL, at=at)
    record("mandates.measure.signalled", by=by, at=at, context=row.case_id, subject=row, kind=kind_words(row))
    return row


@transaction.atomic
def end_measure(
    *,
    measure: Measure,
    how: str,
    ended_on: date,
    reason: str,
    replaced_by: Measure | None = None,
    by: User,
    at: datetime,
) -> Measure:
    """The measure is in force no longer; its clocks stop, hearings to come are dropped, what was due and not
    sent stays written as such.

    :raises OperationRefused: no reason, a day that cannot be, an expiry before its day, another measure missing or of
        another case, or a report signed and not sent.
    """
    row = locked(measure)
    _check_end(row, how, ended_on, reason, replaced_by, local_day(at))
    standing = CourtReport.objects.filter(measure=row, state=ReportState.SIGNED, replaced_by__isnull=True)
    if standing.exists():
        raise OperationRefused(_("A signed report has not been sent: send it first, then end the measure."))
    row.state = MEASURE_TRANSITIONS.move("end", row.state)
    row.ended_on, row.ended_how, row.end_reason = ended_on, how, reason.strip()[:300]
    row.replaced_by = replaced_by
    row.save(update_fields=["state", "ended_on", "ended_how", "end_reason", "replaced_by"])
    finish_all(row, at=at)
    drop_hearings(row, by=by, at=at)
    stop(row.pk, code=END, at=at)
    stop(row.pk, at=at, done=False)
    record(
        "mandates.measure.ended", by=by, at=at, context=row.case_id, subject=row, important=True,
        kind=kind_words(row), how=str(MeasureEnding(how).label), reason=row.end_reason,
    )  # fmt: skip
    return row


def _check_end(
    row: Measure, how: str, ended_on: date, reason: str, replaced_by: Measure | None, today: date
) -> None:
    if how not in MeasureEnding.values:
        raise OperationRefused(_("Choose how it ends."), field="how")
    if not reason.strip():
        raise OperationRefused(_("Write why it ends, and the order that says so."), field="reason")
    if not row.starts_on <= ended_on <= today + timedelta(days=1):
        raise OperationRefused(_("The day is between its beginning and today: check it."), field="ended_on")
    if how == MeasureEnding.EXPIRED and (row.ends_on is None or ended_on < row.ends_on):
        raise OperationRefused(
            _("Its term has not passed: if it ends before, say that it was revoked, replaced or fulfilled."),
            field="how",
        )
    if how == MeasureEnding.REPLACED:
        if replaced_by is None or replaced_by.case_id != row.case_id or replaced_by.pk == row.pk:
            raise OperationRefused(
                _("Choose which measure of this case takes its place: register it first."),
                field="replaced_by",
            )
    elif replaced_by is not None:
        raise OperationRefused(
            _("Another measure is named only when it takes its place."), field="replaced_by"
        )
