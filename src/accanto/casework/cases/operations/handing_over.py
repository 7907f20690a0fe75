"""Proposing that another unit takes a case over; taking the proposal back; what a town outside the zone confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import (
    SUMMARIES,
    TRANSFER_TRANSITIONS,
    AppointmentState,
    CaseOutcome,
    CaseState,
    Compartment,
    DeadlineState,
    TakenBy,
    TransferKind,
    TransferState,
)
from accanto.casework.cases.handover import TO_ANSWER, Terms, answerers, terms_on, units_for, units_on
from accanto.casework.cases.handover_note import note_of
from accanto.casework.cases.models import Appointment, Case, CaseTransfer, Deadline, HandoverItem
from accanto.casework.cases.operations.agenda import open_deadline
from accanto.casework.cases.operations.case import close_case
from accanto.casework.cases.seeing import follows
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.core.working_time import add_working_days
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_document
from accanto.foundation.notifications.operations import notify
from accanto.people.households.kept_in import kept_in
from accanto.people.households.queries import members_of
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant, Person
from accanto.people.persons.operations import grant_many
from accanto.people.persons.queries import bars_in_force, restricted_people
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class Note(TypedDict):
    """What goes with the case. Nothing may be left out: where there is nothing, the note says so."""

    situation: str
    commitments: str
    terms: str
    risks: str
    contacts: str


@dataclass(frozen=True)
class Summary:
    """What a summary from behind a fence says besides the note: it is what the help to the family begins with."""

    entrusted_by: str
    concluded_on: date
    help_project: str


class TransferStanding(OperationRefused):
    """Somebody has already proposed to hand this case over."""


@serving("case_transfer")
@transaction.atomic
def propose_transfer(
    *,
    case: Case,
    kind: str,
    reason: str,
    by: User,
    at: datetime,
    to_unit: Office | None = None,
    to_body: str = "",
    to_address: str = "",
    taken_by: Mapping[Appointment, str] | None = None,
    summary: Summary | None = None,
    **note: Unpack[Note],
) -> CaseTransfer:
    """Ask another unit, or a town outside the zone, to take the case over. Nothing moves until they accept.

    :param taken_by: for appointments already planned, who should go (`TakenBy`); whoever takes over, if not said.
    :param summary: asked where a summary leaves a fence, after a mandate of protection or the work of the EIAM.
    :raises NotPermitted: `by` does not follow the case, or their role hands nothing over.
    :raises TransferStanding: a proposal waits already.
    :raises OperationRefused: a closed case, a unit that takes none, a part of the note left out or not to leave.
    """
    row = (
        Case.objects.select_for_update(of=("self",)).select_related("household", "unit__seat").get(pk=case.pk)
    )
    _check_asker(row, by, at)
    terms = terms_on(at.date())
    _check_words(reason, note, terms)
    asked = _summary(kind, summary, at.date())
    where = _where(row, kind, to_unit, to_body, to_address, at.date())
    people = [member.person for member in members_of(row.household, at.date())]
    _check_people(kind, people)
    _check_leaving(row, kind, at.date(), to_body, reason=reason, to_address=to_address, **note)
    try:
        with transaction.atomic():
            transfer = CaseTransfer.objects.create(
                case=row,
                household=row.household,
                kind=TransferKind(kind),
                from_unit=row.unit,
                asked_by=by,
                asked_at=at,
                reason=" ".join(reason.split()),
                answer_by=add_working_days(at.date(), terms.answer, row.unit.seat.istat_code),
                **where,
                **asked,
                **{name: str(text).strip() for name, text in note.items()},
            )
    except IntegrityError:
        raise TransferStanding(
            _("Somebody has just proposed to hand this case over: open that one.")
        ) from None
    _freeze(transfer, _write_items(transfer, taken_by or {}, at), by, at)
    if transfer.to_unit:
        _ask(transfer, people, terms, by, at)
    record(
        "cases.transfer.proposed", by=by, at=at, context=row.pk, subject=transfer, important=True,
        unit=str(transfer.to_unit or transfer.to_body), reason=transfer.reason,
    )  # fmt: skip
    return transfer


@serving("case_transfer")
@transaction.atomic
def withdraw_transfer(*, transfer: CaseTransfer, reason: str, by: User, at: datetime) -> CaseTransfer:
    """Take the proposal back while nobody has answered; the other side sees nothing of it any more.

    :raises OperationRefused: no reason; it was answered meanwhile.
    """
    row = lock_transfer(transfer)
    _check_follower(row.case, by, at)
    refuse_answered(row)
    told = answerers(row.to_unit, at.date()) if row.to_unit else []
    settle(row, "withdraw", answer=reason, by=by, at=at)
    record("cases.transfer.withdrawn", by=by, at=at, context=row.case_id, subject=row, reason=row.answer)
    for user in told:
        notify("cases.transfer_withdrawn", user=user, at=at, unit=row.from_unit.name)
    return row


@serving("case_transfer")
@transaction.atomic
def confirm_outside(
    *, transfer: CaseTransfer, how: str, confirmed_on: date, by: User, at: datetime
) -> CaseTransfer:
    """The town outside the zone wrote that it follows the household: the case closes as moved.

    :raises CaseStillOpen: naming what is still open in the case.
    :raises OperationRefused: it does not say how they confirmed; a day in the future; it was answered meanwhile.
    """
    row = lock_transfer(transfer)
    _check_follower(row.case, by, at)
    refuse_answered(row)
    if row.kind != TransferKind.OUTSIDE:
        raise OperationRefused(_("A unit of the zone answers by itself: nobody answers for it."))
    if not how.strip():
        raise OperationRefused(_("Write how they confirmed: protocol, letter, name."), field="how")
    if not timezone.localtime(row.asked_at).date() <= confirmed_on <= at.date():
        raise OperationRefused(
            _("They confirmed between the day on which you wrote to them and today."), field="confirmed_on"
        )
    settle(row, "accept", answer=how, by=by, at=at)
    record(
        "cases.transfer.confirmed", by=by, at=at, context=row.case_id, subject=row, important=True,
        unit=row.to_body, reason=row.answer,
    )  # fmt: skip
    close_case(
        case=row.case, outcome=CaseOutcome.MOVED, evaluation=row.situation, followed_by=row.to_body,
        by=by, at=at, on=confirmed_on,
    )  # fmt: skip
    return row


def lock_transfer(transfer: CaseTransfer) -> CaseTransfer:
    """The row with its case, both locked: always the case first, so that two operations never wait for each other."""
    Case.objects.select_for_update(of=("self",)).get(pk=transfer.case_id)
    rows = CaseTransfer.objects.select_for_update(of=("self",))
    return rows.select_related(
        "case__household", "case__unit", "household", "from_unit", "to_unit__seat", "asked_by", "note"
    ).get(pk=transfer.pk)


def refuse_answered(row: CaseTransfer) -> None:
    if row.state != TransferState.PROPOSED:
        words = {
            TransferState.ACCEPTED: _("%(name)s has already accepted it."),
            TransferState.REFUSED: _("%(name)s has already refused it."),
            TransferState.WITHDRAWN: _("%(name)s has taken it back: there is nothing to answer."),
        }
        raise OperationRefused(words[TransferState(row.state)] % {"name": row.closed_by})


def settle(row: CaseTransfer, verb: str, *, answer: str, by: User, at: datetime) -> None:
    """The proposal is over: the card that the other side had ends, and so does its work."""
    words = " ".join(answer.split())
    if verb != "accept" and not words:
        raise OperationRefused(_("Write why: whoever reads it must know."), field="answer")
    row.state = TRANSFER_TRANSITIONS.move(verb, row.state)
    row.closed_at, row.closed_by, row.answer = at, by, words[:500]
    row.save(update_fields=["state", "closed_at", "closed_by", "answer", "reads_until", "new_case"])
    AccessGrant.objects.filter(context=row.pk, ends_at=None).update(ends_at=at)
    done = DeadlineState.CANCELLED if verb == "withdraw" else DeadlineState.DONE
    waiting = Deadline.objects.filter(code=TO_ANSWER, params__transfer=str(row.pk), state=DeadlineState.OPEN)
    waiting.update(state=done, closed_at=at)


def _check_asker(row: Case, by: User, at: datetime) -> None:
    _check_follower(row, by, at)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed: there is nothing to hand over."))
    if CaseTransfer.objects.filter(case=row, state=TransferState.PROPOSED).exists():
        raise TransferStanding(
            _("This case is already waiting for an answer: take that proposal back first.")
        )


def _check_follower(row: Case, by: User, at: datetime) -> None:
    if not by.may("cases.transfer"):
        raise NotPermitted(_("Your role does not hand cases over."))
    if not follows(by, row, at):
        raise NotPermitted(_("Only those who follow the case hand it over."))


def _check_words(reason: str, note: Mapping[str, object], terms: Terms) -> None:
    if len(" ".join(reason.split())) < terms.shortest_reason:
        raise OperationRefused(_("Write why it passes to others: at least a sentence."), field="reason")
    for name, text in note.items():
        if not str(text).strip():
            raise OperationRefused(
                _("Write it, or write that there is nothing: whoever takes the case over must know."),
                field=name,
            )


def _summary(kind: str, given: Summary | None, on: date) -> dict[str, object]:
    if kind not in SUMMARIES:
        return {}
    if given is None or not given.entrusted_by.strip():
        raise OperationRefused(
            _(
                "Write who entrusted the family to you: the court with its measure, or who asked for the evaluation."
            ),
            field="entrusted_by",
        )
    if given.concluded_on > on:
        raise OperationRefused(
            _("The day is in the future: a summary comes at the end."), field="concluded_on"
        )
    if not given.help_project.strip():
        raise OperationRefused(
            _("Write which help the family is to have: whoever takes it over begins with this."),
            field="help_project",
        )
    return {
        "entrusted_by": " ".join(given.entrusted_by.split())[:200],
        "concluded_on": given.concluded_on,
        "help_project": given.help_project.strip(),
    }


def _where(row: Case, kind: str, unit: Office | None, body: str, address: str, on: date) -> dict[str, object]:
    """Where it goes; refused where nobody could take it."""
    if kind == TransferKind.OUTSIDE:
        if not body.strip():
            raise OperationRefused(_("Write which town or service receives it."), field="to_body")
        return {"to_body": body.strip(), "to_address": address.strip()}
    if unit is None:
        raise OperationRefused(_("Choose the unit that should take it over."), field="to_unit")
    if kind == TransferKind.UNIT and unit.pk == row.unit_id:
        raise OperationRefused(_("The case is already there: choose another unit."), field="to_unit")
    if kind in SUMMARIES and row.compartment not in fenced():
        raise OperationRefused(
            _("The case is not kept apart: hand it over to the unit as any other."), field="kind"
        )
    if not units_on(on).filter(pk=unit.pk).exists():
        raise OperationRefused(
            _("«%(unit)s» is closed, or takes no cases: choose a unit that works today.") % {"unit": unit},
            field="to_unit",
        )
    if not units_for(row, kind, on).filter(pk=unit.pk).exists():
        raise OperationRefused(
            _("«%(unit)s» is not let into the compartment of this case: hand over a summary instead.")
            % {"unit": unit},
            field="to_unit",
        )
    return {"to_unit": unit}


def _check_people(kind: str, people: list[Person]) -> None:
    """Outside the zone a file leaves; a summary is no use where the person themselves is kept apart."""
    here = restricted_people().filter(person__in=[person.pk for person in people])
    if kind == TransferKind.OUTSIDE and here.exists():
        raise OperationRefused(_("The data of somebody here are restricted (art. 18): they do not leave."))
    if kind in SUMMARIES and any(person.compartment in fenced() for person in people):
        raise OperationRefused(
            _("Somebody here is kept apart as a whole person: move them out of the compartment first."),
            field="kind",
        )


def _check_leaving(row: Case, kind: str, on: date, body: str, **words: object) -> None:
    """The paper to a town outside the zone says nowhere where a protected person is."""
    if kind == TransferKind.OUTSIDE:
        kept_in(row.household_id, row.unit_id, on).refuse({"to_body": body, **words}, told=body)


def _write_items(transfer: CaseTransfer, chosen: Mapping[Appointment, str], at: datetime) -> list[str]:
    if transfer.kind != TransferKind.UNIT:
        return []
    planned = Appointment.objects.filter(
        case=transfer.case_id, state=AppointmentState.PLANNED, starts_at__gte=at
    )
    items = [
        HandoverItem(
            transfer=transfer,
            appointment=row,
            words=appointment_words(row)[:300],
            taken_by=TakenBy(chosen.get(row, TakenBy.NEW)),
        )
        for row in planned.select_related("office")
    ]
    HandoverItem.objects.bulk_create(items)
    return [f"{item.words}: {TakenBy(item.taken_by).label}" for item in items]


def appointment_words(row: Appointment) -> str:
    """Kind and moment; never the place, which may be one that is not told."""
    title = row.title or str(row.get_kind_display()).capitalize()
    return f"{title}, {date_time_words(row.starts_at)}"


def _freeze(transfer: CaseTransfer, words: list[str], by: User, at: datetime) -> None:
    transfer.note = store_document(
        kind=DocumentKind.ATTACHMENT,
        title=_("Handover note to %(unit)s") % {"unit": transfer.to_unit or transfer.to_body},
        content=note_of(transfer, words, at),
        filename=f"passaggio-{timezone.localtime(at):%Y-%m-%d}.pdf",
        media_type="application/pdf",
        by=by,
        at=at,
        context=transfer.case_id,
        frozen=True,
    )
    transfer.save(update_fields=["note"])


def _ask(transfer: CaseTransfer, people: list[Person], terms: Terms, by: User, at: datetime) -> None:
    """The other side sees the cards of the household for as long as it has not answered; it becomes their work."""
    assert transfer.to_unit  # noqa: S101 - the caller has checked
    # A summary says nothing of the fence that it comes from.
    summary = transfer.kind in SUMMARIES
    grant_many(
        persons=people, office=transfer.to_unit, depth=Depth.CARD, reason=GrantReason.TRANSFER,
        context=transfer.pk, by=by, at=at, note=transfer.reason[:200],
        compartment=Compartment.ORDINARY if summary else transfer.case.compartment,
    )  # fmt: skip
    barred = set(bars_in_force([p.pk for p in people], at).values_list("user_id", flat=True))
    url = reverse("case_transfer", args=[transfer.pk])
    # The day by which they had better: from now on the work stands in their Oggi, until they answer.
    advised = add_working_days(at.date(), terms.advised, transfer.from_unit.seat.istat_code).isoformat()
    for user in answerers(transfer.to_unit, at.date()):
        if user.pk in barred or user.pk == by.pk:
            continue
        open_deadline(
            owner=user, code=TO_ANSWER, started_on=at.date(), due_on=transfer.answer_by, rule=terms.source,
            transfer=str(transfer.pk), unit=transfer.from_unit.name, to=transfer.to_unit.name,
            advised_on=advised,
        )  # fmt: skip
        notify(
            "cases.transfer_asked", user=user, at=at, url=url, context=transfer.pk,
            unit=transfer.from_unit.name, reason=transfer.reason,
        )  # fmt: skip
