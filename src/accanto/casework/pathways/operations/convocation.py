"""Convoking a household, proving that it was told, saying how the meeting went."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.models import Slot
from accanto.casework.agenda.operations import seat_appointment
from accanto.casework.agenda.queries import public_hours_at
from accanto.casework.cases.enums import AppointmentKind, AppointmentState, DeadlineState
from accanto.casework.cases.models import Appointment
from accanto.casework.cases.operations import book_appointment, close_deadlines, settle_appointment
from accanto.casework.pathways.enums import (
    CONVOCATION_TRANSITIONS,
    Channel,
    ConvocationPurpose,
    ConvocationState,
    PathwayState,
    Stage,
)
from accanto.casework.pathways.models import Convocation, Pathway
from accanto.casework.pathways.operations.appointments import cancel
from accanto.casework.pathways.operations.consequences import resume_benefit
from accanto.casework.pathways.operations.mini_team import join_mini_team, release_mini_team
from accanto.casework.pathways.operations.pathway import enter_stage
from accanto.casework.pathways.operations.terms import expect_outcome, follow_clock, open_outcome_report
from accanto.casework.pathways.rules.days import day_warnings
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_upload
from accanto.foundation.notifications.operations import notify
from accanto.territory.bodies.models import Office
from accanto.territory.staff.enums import Profession
from accanto.territory.staff.models import User

OPEN = (ConvocationState.PLANNED, ConvocationState.SENT)


class ConvocationRefused(OperationRefused):
    """The household cannot be convoked so; `field` says where to mend it."""


class UnusualDay(ConvocationRefused):
    """The office is most likely closed then (`missing` says why); confirming it is enough."""


@dataclass(frozen=True)
class ProofFile:
    """A receipt as it was uploaded."""

    name: str
    file: IO[bytes]


@dataclass(frozen=True)
class _When:
    """The meeting as it was asked for, and with whom."""

    starts_at: datetime
    ends_at: datetime
    office: Office
    place: str
    people: list[User]


@transaction.atomic
def convoke(
    *,
    pathway: Pathway,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime,
    office: Office,
    social_worker: User,
    by: User,
    at: datetime,
    consultant: User | None = None,
    place: str = "",
    slot: Slot | None = None,
    unusual_day_confirmed: bool = False,
) -> Convocation:
    """Ask a household to a meeting. The time of both professionals is taken, and the consultant may see the case.

    Where one of them receives the public by appointment at that hour it takes one of the places, so that no more are
    invited than can be received; cancelled, it gives it back.

    :param slot: that hour for the public, whose time, office and room are then those of the meeting.
    :raises ConvocationRefused: pathway closed, another convocation under way, past time, missing professional, or a
        time that cuts through an hour for the public.
    :raises NoPlaceLeft: the last place of the hour was taken meanwhile.
    :raises UnusualDay: the office is closed that day; call again with `unusual_day_confirmed`.
    :raises AppointmentOverlaps: a professional is busy; `missing` says until when and with what.
    """
    row = Pathway.objects.select_for_update(of=("self",)).select_related("case").get(pk=pathway.pk)
    _check(row, purpose, slot.starts_at if slot else starts_at, at, social_worker, consultant)
    people = [user for user in (social_worker, consultant) if user]
    when = _When(starts_at, ends_at, office, place, people)
    slot = slot or _public_hour(when)
    if slot is None and not unusual_day_confirmed and (warnings := day_warnings(starts_at, office)):
        raise UnusualDay(_("Confirm that the meeting is on this day."), missing=warnings, field="starts_at")
    appointment = _take_time(row, purpose, when, slot, by, at)
    convocation = Convocation.objects.create(
        pathway=row, appointment=appointment, purpose=purpose, created_at=at, created_by=by
    )
    if consultant:
        _let_in(convocation, consultant, by, at)
    expect_outcome(convocation=convocation)
    follow_clock(pathway=row, on=timezone.localtime(at).date(), at=at)
    _tell(
        convocation,
        "pathways.convocation.planned",
        by,
        at,
        starts_at=appointment.starts_at.isoformat(),
        office=appointment.office.name if appointment.office else "",
    )
    return convocation


@transaction.atomic
def record_sending(
    *,
    convocation: Convocation,
    channel: str,
    sent_at: datetime,
    by: User,
    at: datetime,
    proof: str = "",
    proof_file: ProofFile | None = None,
) -> Convocation:
    """The household was told, with what proves it: without proof an absence can have no consequence.

    :raises ConvocationRefused: no proof, a time in the future, after the meeting or before the outcome.
    """
    row = _locked(convocation)
    state = CONVOCATION_TRANSITIONS.move("send", row.state)
    if not proof.strip() and proof_file is None:
        raise ConvocationRefused(
            _("Say what proves the sending: a receipt number, who took the call, or attach the receipt."),
            field="proof",
        )
    if sent_at > at:
        raise ConvocationRefused(_("The sending is in the future: correct day or time."), field="sent_at")
    if sent_at >= row.appointment.starts_at:
        raise ConvocationRefused(
            _("The sending comes after the meeting: correct day or time."), field="sent_at"
        )
    if timezone.localtime(sent_at).date() < row.pathway.outcome_on:
        raise ConvocationRefused(
            _("The sending comes before the outcome of the application: correct day or time."),
            field="sent_at",
        )
    row.state, row.channel, row.sent_at, row.proof = state, Channel(channel), sent_at, proof.strip()
    if proof_file:
        row.proof_document = store_upload(
            kind=DocumentKind.PROOF_OF_SENDING,
            title=_("Proof of sending of the convocation"),
            upload=proof_file.file,
            filename=proof_file.name,
            by=by,
            at=at,
            context=row.pathway.case_id,
            frozen=True,
        )
    row.save(update_fields=["state", "channel", "sent_at", "proof", "proof_document"])
    sent_on = timezone.localtime(sent_at).date()
    enter_stage(
        pathway=row.pathway, stage=Stage.CONVOKED, on=max(sent_on, row.pathway.outcome_on), by=by, at=at
    )
    expect_outcome(convocation=row)
    follow_clock(pathway=row.pathway, on=timezone.localtime(at).date(), at=at)
    _tell(row, "pathways.convocation.sent", by, at, channel=str(row.get_channel_display()))
    return row


@transaction.atomic
def record_outcome(
    *, convocation: Convocation, outcome: str, by: User, at: datetime, justification: str = ""
) -> Convocation:
    """How it went: `held`, `absent_justified` (with the reason), `absent`, `cancelled`.

    An absence without a reason proposes the lapse of the benefit and opens the term to report it; nothing more
    happens until a person decides (`decide_consequence`).

    :raises ConvocationRefused: the meeting has not come yet, was never sent, or the reason is missing.
    """
    row = _locked(convocation)
    _check_outcome(row, outcome, justification.strip(), at)
    today = timezone.localtime(at).date()
    if outcome == ConvocationState.CANCELLED:
        cancel(convocation=row, by=by, at=at, reason=justification.strip())
        release_mini_team(case=row.pathway.case, by=by, at=at)
        follow_clock(pathway=row.pathway, on=today, at=at)
        return row
    was_absent = row.state == ConvocationState.ABSENT
    row.state = CONVOCATION_TRANSITIONS.move(_VERBS[outcome], row.state)
    row.decided_at, row.decided_by, row.justification = at, by, justification.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "justification"])
    close_deadlines(
        subject=row.pk, at=at, state=DeadlineState.CANCELLED if was_absent else DeadlineState.DONE
    )
    _settle(row, by, at)
    _tell(row, f"pathways.convocation.{row.state}", by, at, reason=row.justification or "–")
    if row.state == ConvocationState.HELD:
        held_on = max(timezone.localtime(row.appointment.starts_at).date(), row.pathway.outcome_on)
        enter_stage(pathway=row.pathway, stage=Stage.CONVOKED, on=held_on, by=by, at=at)
        if row.pathway.state == PathwayState.SUSPENDED:
            resume_benefit(pathway=row.pathway, on=held_on, convocation=row, by=by, at=at)
    if row.state == ConvocationState.ABSENT:
        open_outcome_report(convocation=row, on=today)
    follow_clock(pathway=row.pathway, on=today, at=at)
    return row


_VERBS: dict[str, str] = {
    ConvocationState.HELD: "hold",
    ConvocationState.ABSENT_JUSTIFIED: "justify",
    ConvocationState.ABSENT: "miss",
}


def _public_hour(when: _When) -> Slot | None:
    """The hour for the public in which the meeting falls, if one of the two receives then."""
    found = public_hours_at(when.people, when.starts_at, when.ends_at)
    if not found:
        return None
    one = found[0]
    fits = one.starts_at == when.starts_at and when.ends_at <= one.ends_at and one.office_id == when.office.pk
    if len(found) > 1 or not fits:
        raise ConvocationRefused(
            _("At that hour %(name)s receives the public: take one of the free places, or another hour.")
            % {"name": one.operator},
            field="starts_at",
        )
    return one


def _take_time(
    row: Pathway, purpose: str, when: _When, slot: Slot | None, by: User, at: datetime
) -> Appointment:
    first = purpose != ConvocationPurpose.PERIODIC
    kind = AppointmentKind.FIRST_MEETING if first else AppointmentKind.FOLLOW_UP
    if slot is not None:
        return seat_appointment(slot=slot, case=row.case, kind=kind, operators=when.people, by=by, at=at)
    return book_appointment(
        case=row.case,
        kind=kind,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        office=when.office,
        place=when.place,
        operators=when.people,
        by=by,
        at=at,
    )


def _check(
    pathway: Pathway, purpose: str, starts_at: datetime, at: datetime, worker: User, consultant: User | None
) -> None:
    if pathway.state == PathwayState.CLOSED:
        raise ConvocationRefused(_("The pathway is closed: nobody is to be convoked any more."))
    if starts_at <= at:
        raise ConvocationRefused(_("The meeting is in the past: choose a day to come."), field="starts_at")
    if pathway.convocations.filter(state__in=OPEN).exists():
        raise ConvocationRefused(
            _(
                "There is already a convocation under way: say how it went, or cancel it, before making another."
            )
        )
    if _profession(worker) != Profession.SOCIAL_WORKER:
        raise ConvocationRefused(
            _("%(name)s is not a social worker.") % {"name": worker}, field="social_worker"
        )
    if consultant is None and purpose != ConvocationPurpose.PERIODIC:
        raise ConvocationRefused(
            _("The first meeting is held by two: choose the consultant of the employment centre."),
            field="consultant",
        )
    if consultant and _profession(consultant) != Profession.EMPLOYMENT_CONSULTANT:
        raise ConvocationRefused(
            _("%(name)s is not a consultant of the employment centre.") % {"name": consultant},
            field="consultant",
        )


def _profession(user: User) -> str:
    operator = getattr(user, "operator", None)
    return operator.profession if operator else ""


def _check_outcome(row: Convocation, outcome: str, justification: str, at: datetime) -> None:
    if outcome in (ConvocationState.HELD, ConvocationState.ABSENT) and row.appointment.starts_at > at:
        raise ConvocationRefused(_("The meeting has not come yet."), field="outcome")
    if outcome == ConvocationState.ABSENT and row.sent_at is None:
        raise ConvocationRefused(
            _(
                "Nobody can be absent from a meeting they were not told of: record the sending, or cancel the meeting."
            ),
            field="outcome",
        )
    if outcome == ConvocationState.ABSENT_JUSTIFIED and not justification:
        raise ConvocationRefused(_("Write the reason that justifies the absence."), field="justification")


def _locked(convocation: Convocation) -> Convocation:
    rows = Convocation.objects.select_for_update(of=("self",)).select_related("appointment", "pathway__case")
    return rows.get(pk=convocation.pk)


def _settle(row: Convocation, by: User, at: datetime) -> None:
    """Whoever says beforehand that they cannot come gives the time back. A reason that comes later changes nothing."""
    if row.appointment.state != AppointmentState.PLANNED:
        return
    if row.state == ConvocationState.HELD:
        state = AppointmentState.HELD
    else:
        state = AppointmentState.CANCELLED if row.appointment.starts_at > at else AppointmentState.MISSED
    settle_appointment(appointment=row.appointment, state=state, by=by, at=at)


def _let_in(convocation: Convocation, consultant: User, by: User, at: datetime) -> None:
    case = convocation.pathway.case
    join_mini_team(
        case=case,
        consultant=consultant,
        by=by,
        at=at,
        on=timezone.localtime(at).date(),
        reason=_("mini-team of the preliminary analysis"),
    )
    notify(
        "pathways.mini_team_called",
        user=consultant,
        at=at,
        url=f"/percorsi/convocazioni/{convocation.pk}/",
        context=case.pk,
        household=case.household.label,
        starts_at=convocation.appointment.starts_at.isoformat(),
    )


def _tell(convocation: Convocation, verb: str, by: User, at: datetime, **params: str) -> None:
    record(
        verb,
        by=by,
        at=at,
        context=convocation.pathway.case_id,
        subject=convocation,
        important=True,
        **params,
    )
