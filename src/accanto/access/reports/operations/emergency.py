"""Emergency social intervention: who is on duty, the call, the placement, and the morning that cannot forget it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accanto.access.reports.enums import CALL_TRANSITIONS, CallState, ShiftState
from accanto.access.reports.models import DutyShift, EmergencyCall, Handover, Report, ReportClock
from accanto.access.reports.operations.locked import follower_of, locked, sees
from accanto.access.reports.operations.people import name_person
from accanto.access.reports.operations.receiving import Named, receive_report
from accanto.access.reports.operations.terms import set_terms
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of


class ShiftNotHandedOver(OperationRefused):
    """A call of the shift waits to be handed over; `missing` names each."""


@dataclass(frozen=True)
class Placement:
    """Where somebody was brought at once, until when, by whom, with what."""

    placed_at: datetime
    place: str
    until: str = ""
    accompanied_by: str = ""
    handed_things: str = ""


@transaction.atomic
def open_shift(*, office: Office, by: User, at: datetime) -> DutyShift:
    """:raises OperationRefused: already on duty."""
    try:
        with transaction.atomic():
            shift = DutyShift.objects.create(worker=by, office=office, starts_at=at)
    except IntegrityError:
        raise OperationRefused(_("You are on duty already: close that shift first.")) from None
    record("reports.shift.opened", by=by, at=at, subject=shift)
    return shift


@serving("reports")
@transaction.atomic
def close_shift(*, shift: DutyShift, by: User, at: datetime) -> DutyShift:
    """:raises ShiftNotHandedOver: naming each call that nobody has accepted yet.

    :raises NotPermitted: somebody else's.
    """
    row = DutyShift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if row.worker_id != by.pk:
        raise NotPermitted(_("Each closes their own shift."))
    if row.state == ShiftState.CLOSED:
        raise OperationRefused(_("The shift is closed already."))
    waiting = EmergencyCall.objects.filter(shift=row, state=CallState.WAITING).select_related("report")
    if missing := [_call_words(call) for call in waiting.order_by("called_at")]:
        raise ShiftNotHandedOver(
            _("A call is not handed over yet: ask a colleague to accept it, then close the shift."),
            missing=missing,
        )
    row.state, row.ends_at = ShiftState.CLOSED, at
    row.save(update_fields=["state", "ends_at"])
    record("reports.shift.closed", by=by, at=at, subject=row)
    return row


@serving("reports")
@transaction.atomic
def answer_call(
    *,
    report: Report | None,
    new: Mapping[str, Any] | None,
    by: User,
    at: datetime,
    people: Sequence[Named] = (),
    **call: Any,
) -> EmergencyCall:
    """A call with its report, in one: a new one (`new`, as `receive_report` takes it) or one that is open.

    :param people: whom the call names besides, when the report is there already.
    """
    if report is None:
        given = dict(new or {})
        placement: Placement | None = call.get("placement")
        if placement and not given.get("placed_at"):
            given["placed_at"] = placement.placed_at
        report = receive_report(by=by, at=at, **given)
    for named in people:
        name_person(report=report, given=named, by=by, at=at)
    return take_call(report=report, by=by, at=at, **call)


@serving("reports")
@transaction.atomic
def take_call(
    *,
    report: Report,
    called_at: datetime,
    happened: str,
    by: User,
    at: datetime,
    measures: str = "",
    placement: Placement | None = None,
    left_to_do: str = "",
    caller: str = "",
    covered: bool = False,
) -> EmergencyCall:
    """A call joins its report; from now somebody else must accept it.

    :param caller: who called this time, if the report has another sender.
    :param covered: they ask not to be named: told to those to whom a covered reporter is.
    :raises OperationRefused: no words, or a moment in the future; the report is closed.
    """
    row = locked(report, by)
    _check_call(row, called_at, happened, placement, at)
    shift = DutyShift.objects.filter(worker=by, state=ShiftState.OPEN).first()
    call = EmergencyCall.objects.create(
        report=row, shift=shift, worker=by, called_at=called_at, happened=happened.strip(),
        measures=measures.strip(), caller=caller[:400], covered=covered, **(vars(placement) if placement else {}),
    )  # fmt: skip
    Handover.objects.create(call=call, note=left_to_do.strip())
    if placement and row.placed_at is None:
        row.placed_at = placement.placed_at
        row.save(update_fields=["placed_at"])
        set_terms(row, at)
    record("reports.call.taken", by=by, at=at, context=row.pk, subject=row)
    for user in _who_is_told(row, by, at):
        notify(
            "reports.call_waiting", user=user, at=at, url=reverse("handover", args=[call.pk]),
            when=_hour(called_at), number=row.number,
        )  # fmt: skip
    return call


@serving("reports")
@transaction.atomic
def accept_call(*, call: EmergencyCall, by: User, at: datetime) -> Handover:
    """Somebody takes the call over, with name and hour: never whoever answered it.

    :raises OperationRefused: one's own call, or somebody was faster.
    """
    row = (
        EmergencyCall.objects.select_for_update(of=("self",))
        .select_related("report", "worker")
        .get(pk=call.pk)
    )
    report = locked(row.report, by)
    given = Handover.objects.select_for_update(of=("self",)).get(call=row)
    if given.accepted_at is not None:
        raise OperationRefused(
            _("%(name)s accepted it at %(hour)s.")
            % {"name": given.accepted_by, "hour": _hour(given.accepted_at)}
        )
    if row.worker_id == by.pk:
        raise OperationRefused(_("You answered this call: a colleague must take it over from you."))
    row.state = CALL_TRANSITIONS.move("accept", row.state)
    row.save(update_fields=["state"])
    given.accepted_by, given.accepted_at = by, at
    given.save(update_fields=["accepted_by", "accepted_at"])
    if (
        report.evaluator_id in (None, row.worker_id)
        and report.closed_at is None
        and by.may("reports.evaluate")
    ):
        report.evaluator = by
        report.save(update_fields=["evaluator"])
        set_terms(report, at)
    record("reports.call.accepted", by=by, at=at, context=report.pk, subject=report, name=str(by))
    notify(
        "reports.call_accepted",
        user=row.worker,
        at=at,
        url=reverse("duty"),
        name=str(by),
        number=report.number,
    )
    return given


@serving("reports_morning")
@transaction.atomic
def remind(*, at: datetime) -> int:
    """Every morning: calls that nobody has accepted, and terms of the service that are late. Returns how many told."""
    told = 0
    waiting = Handover.objects.filter(accepted_at=None).select_related("call__report__office", "call__worker")
    for given in waiting.select_for_update(of=("self",)):
        report = given.call.report
        for user in {given.call.worker, *_who_is_told(report, given.call.worker, at)}:
            notify(
                "reports.call_reminder", user=user, at=at, url=reverse("handover", args=[given.pk]),
                when=_hour(given.call.called_at), number=report.number,
            )  # fmt: skip
            told += 1
        given.reminded_at = at
        given.save(update_fields=["reminded_at"])
    return told + _remind_of_terms(at)


def _remind_of_terms(at: datetime) -> int:
    late = ReportClock.objects.filter(done_at=None, dropped_at=None, due_at__lte=at, owner="service")
    told = 0
    for clock in late.select_related("report__evaluator", "report__office"):
        report = clock.report
        for user in follower_of(report, at):
            notify(
                "reports.late", user=user, at=at, url=reverse("report", args=[report.pk]), term=clock.label,
                number=report.number,
            )  # fmt: skip
            told += 1
    return told


def _who_is_told(report: Report, but: User, at: datetime) -> list[User]:
    """The evaluator and those who coordinate the office, if they see the report."""
    people = [post.user for post in coordinators_of(report.office, at.date())]
    people += [report.evaluator] if report.evaluator else []
    unique = {user.pk: user for user in people if user.pk != but.pk}
    return [user for user in unique.values() if sees(report, user)]


def _check_call(
    row: Report, called_at: datetime, happened: str, placement: Placement | None, at: datetime
) -> None:
    if row.closed_at is not None:
        raise OperationRefused(_("The report is closed: write down a new one."), field="report")
    if not happened.strip():
        raise OperationRefused(_("Write what happened, also in a few words."), field="text")
    if called_at > at:
        raise OperationRefused(_("The call lies in the future: check day and hour."), field="received_at")
    if placement and not placement.place.strip():
        raise OperationRefused(_("Write where the person was placed."), field="place")
    if placement and placement.placed_at > at:
        raise OperationRefused(_("The placement lies in the future: check day and hour."), field="placed_at")


def _call_words(call: EmergencyCall) -> str:
    return _("call of %(when)s, report %(number)s") % {
        "when": date_time_words(call.called_at),
        "number": call.report.number,
    }


def _hour(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "G:i")
