"""The unit that is asked accepts a case, and everything moves at once; or it refuses, and nothing does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.case_followers import tell_case_followers
from accanto.casework.cases.enums import (
    SUMMARIES,
    AppointmentState,
    CaseRole,
    CaseState,
    Compartment,
    OpeningSource,
    TakenBy,
)
from accanto.casework.cases.handover import may_answer, posted_in, terms_on, units_for, units_on, workers_of
from accanto.casework.cases.handover_note import note_of
from accanto.casework.cases.models import (
    Appointment,
    Case,
    CaseTransfer,
    CaseWorker,
    Deadline,
    HandedSummary,
    HandoverItem,
)
from accanto.casework.cases.operations.agenda import book_more, cancel_appointment, give_back
from accanto.casework.cases.operations.bars import refuse_barred
from accanto.casework.cases.operations.case import open_case
from accanto.casework.cases.operations.handing_over import lock_transfer, refuse_answered, settle
from accanto.casework.cases.operations.workers import set_responsible
from accanto.casework.cases.seeing import coordinators_on
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.operations import store_document
from accanto.foundation.notifications.operations import notify
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.operations import end_grants, grant_many
from accanto.people.persons.queries import bars_in_force
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_LEAVING = (GrantReason.ASSIGNMENT, GrantReason.CO_WORK)


@dataclass(frozen=True)
class TakenOver:
    """What came of an acceptance. `joined`: a summary reached a case that ran already, and that others may follow.

    `clashes`: sentences on whose time overlaps.
    """

    case: Case
    joined: bool = False
    clashes: Sequence[str] = ()


@serving("case_transfer")
@transaction.atomic
def accept_transfer(
    *,
    transfer: CaseTransfer,
    responsible: User,
    by: User,
    at: datetime,
    taken_by: Mapping[int, str] | None = None,
) -> TakenOver:
    """Take the case over: unit, responsible worker, rights, deadlines and appointments change together.

    Whoever worked on it in the old unit goes on reading for as long as the zone's rule says. A summary after a mandate
    of protection opens an ordinary case instead, and the one it comes from stays where it is. Where the household has
    an ordinary case already, the summary goes to those who follow it, and `responsible` is given nothing.

    :param taken_by: ids of the note's appointments, with who goes; what the old worker proposed, if not said.
    :raises NotPermitted: `by` does not coordinate the unit, or proposed it.
    :raises OperationRefused: answered meanwhile; the unit has ended; the worker is not of the unit, or must not see it.
    """
    row = _to_answer(transfer, by)
    assert row.to_unit  # noqa: S101 - a town outside the zone answers by letter
    _check_taker(row, row.to_unit, responsible, at)
    if row.kind in SUMMARIES:
        taken = _receive(row, row.to_unit, responsible, by, at)
    else:
        clashes = _move(row, row.to_unit, responsible, taken_by or {}, by, at)
        taken = TakenOver(row.case, clashes=clashes)
    settle(row, "accept", answer="", by=by, at=at)
    if taken.joined:
        _tell_joined(row, taken.case, by, at)
        return taken
    record(
        "cases.transfer.accepted", by=by, at=at, context=row.case_id, subject=row, important=True,
        unit=row.to_unit.name, worker=responsible.get_full_name(),
    )  # fmt: skip
    _tell(row, responsible, by, at)
    return taken


@serving("case_transfer")
@transaction.atomic
def refuse_transfer(*, transfer: CaseTransfer, reason: str, by: User, at: datetime) -> CaseTransfer:
    """The case stays where it is, and whoever proposed it reads why.

    :raises NotPermitted: `by` does not coordinate the unit, or proposed it.
    :raises OperationRefused: no reason; it was answered meanwhile.
    """
    row = _to_answer(transfer, by)
    settle(row, "refuse", answer=reason, by=by, at=at)
    record(
        "cases.transfer.refused", by=by, at=at, context=row.case_id, subject=row, important=True,
        unit=str(row.to_unit), reason=row.answer,
    )  # fmt: skip
    notify(
        "cases.transfer_refused", user=row.asked_by, at=at, url=reverse("case_transfer", args=[row.pk]),
        context=row.case_id, unit=str(row.to_unit), reason=row.answer, number=row.case.number,
    )  # fmt: skip
    return row


def _to_answer(transfer: CaseTransfer, by: User) -> CaseTransfer:
    row = lock_transfer(transfer)
    if row.asked_by_id == by.pk:
        raise NotPermitted(_("Nobody answers what they proposed themselves."))
    if not may_answer(by, row):
        raise NotPermitted(_("Only those who coordinate the unit that is asked answer for it."))
    refuse_answered(row)
    return row


def _check_taker(row: CaseTransfer, unit: Office, responsible: User, at: datetime) -> None:
    if row.case.state == CaseState.CLOSED:
        raise OperationRefused(_("The case was closed meanwhile: there is nothing to take over."))
    if not units_on(at.date()).filter(pk=unit.pk).exists():
        raise OperationRefused(
            _("«%(unit)s» has ended meanwhile: refuse, and say where it goes.") % {"unit": unit}
        )
    if not units_for(row.case, row.kind, at.date()).filter(pk=unit.pk).exists():
        raise OperationRefused(
            _("«%(unit)s» is not let into the compartment of this case: refuse it.") % {"unit": unit}
        )
    if not workers_of([unit.pk], at.date()).filter(pk=responsible.pk).exists():
        raise OperationRefused(
            _("%(name)s does not work on cases in «%(unit)s»: choose somebody who does.")
            % {"name": responsible, "unit": unit},
            field="responsible",
        )
    refuse_barred(row.case, responsible, at)


def _move(
    row: CaseTransfer, unit: Office, responsible: User, taken_by: Mapping[int, str], by: User, at: datetime
) -> list[str]:
    """Between units: the case itself goes, with everything that hangs on it."""
    case, today = row.case, at.date()
    terms = terms_on(today)
    row.reads_until = today + timedelta(days=terms.reading)
    leaving = _leaving(case, unit, responsible, today)
    persons = [member.person for member in members_of(case.household, today)]
    until = at + timedelta(days=terms.reading)
    reading: dict[str, Any] = {
        "persons": persons, "depth": Depth.READ, "reason": GrantReason.TRANSFER, "context": case.pk,
        "by": by, "at": at, "ends_at": until, "compartment": case.compartment,
    }  # fmt: skip
    end_grants(context=case.pk, office=row.from_unit, reason=GrantReason.COORDINATION, at=at)
    grant_many(office=row.from_unit, **reading)
    case.unit = unit
    case.save(update_fields=["unit"])
    grant_many(
        persons=persons, office=unit, depth=Depth.WORK, reason=GrantReason.COORDINATION, context=case.pk,
        by=by, at=at, compartment=case.compartment,
    )  # fmt: skip
    set_responsible(case=case, user=responsible, reason=row.reason[:200], by=by, at=at, on=today)
    for user in leaving:
        _leave(case, user, responsible, today, at)
        grant_many(user=user, **reading)
    clashes = _share_appointments(row, responsible, leaving, taken_by, by, at)
    tell_case_followers(case, by, at)
    return clashes


def _leaving(case: Case, unit: Office, responsible: User, today: date) -> list[User]:
    """The former responsible worker, and co-workers who belong to the old unit; partners of other bodies stay."""
    workers = list(CaseWorker.objects.filter(case=case, ends_on=None).select_related("user"))
    users = {worker.user_id for worker in workers}
    there, here = posted_in(unit.pk, users, today), posted_in(case.unit_id, users, today)
    found = [
        worker.user
        for worker in workers
        if worker.user_id != responsible.pk
        and (worker.role == CaseRole.RESPONSIBLE or (worker.user_id in here and worker.user_id not in there))
    ]
    return list(dict.fromkeys(found))


def _leave(case: Case, user: User, responsible: User, today: date, at: datetime) -> None:
    CaseWorker.objects.filter(case=case, user=user, ends_on=None).update(ends_on=today)
    for reason in _LEAVING:
        end_grants(context=case.pk, user=user, reason=reason, at=at)
    Deadline.objects.filter(case=case, owner=user, state="open").update(owner=responsible)


def _share_appointments(
    row: CaseTransfer,
    responsible: User,
    leaving: list[User],
    taken_by: Mapping[int, str],
    by: User,
    at: datetime,
) -> list[str]:
    """Who goes to what was already planned; what was planned after the note goes to whoever takes over."""
    proposed = {item.appointment_id: item for item in HandoverItem.objects.filter(transfer=row)}
    planned = Appointment.objects.filter(case=row.case, state=AppointmentState.PLANNED, starts_at__gte=at)
    clashes: list[str] = []
    for appointment in planned.filter(Q(pk__in=list(proposed)) | Q(operators__user__in=leaving)).distinct():
        item = proposed.get(appointment.pk)
        chosen = TakenBy(taken_by.get(item.pk, item.taken_by)) if item else TakenBy.NEW
        if item and item.taken_by != chosen:
            item.taken_by = chosen
            item.save(update_fields=["taken_by"])
        if chosen == TakenBy.NOBODY:
            cancel_appointment(appointment=appointment, by=by, at=at)
            continue
        if chosen == TakenBy.NEW:
            for user in leaving:
                give_back(appointment=appointment, operator=user, by=by, at=at)
        clashes += book_more(appointment=appointment, operators=[responsible], by=by, at=at)
    return clashes


def _receive(row: CaseTransfer, unit: Office, responsible: User, by: User, at: datetime) -> TakenOver:
    """What was kept apart stays so: an ordinary case gets the written summary, and leads nowhere else."""
    standing = (
        Case.objects.select_for_update(of=("self",))
        .filter(household=row.household, compartment=Compartment.ORDINARY)
        .exclude(state=CaseState.CLOSED)
        .first()
    )
    case = standing or open_case(
        household=row.household, unit=unit, responsible=responsible, by=by, at=at, on=at.date(),
        source=OpeningSource(row.kind), reason=row.reason,
    )  # fmt: skip
    if standing and standing.unit_id == unit.pk and standing.responsible_id is None:
        # Their own case, which had nobody: whoever they chose is the one that it was waiting for.
        set_responsible(case=standing, user=responsible, reason=row.reason[:200], by=by, at=at, on=at.date())
    row.new_case = case
    _store_summary(row, case, by, at)
    return TakenOver(case, joined=standing is not None)


def _store_summary(row: CaseTransfer, case: Case, by: User, at: datetime) -> None:
    note = store_document(
        kind=DocumentKind.ATTACHMENT, title=_("Summary handed over by %(unit)s") % {"unit": row.from_unit},
        content=note_of(row, [], at), filename=f"sintesi-{at:%Y-%m-%d}.pdf", media_type="application/pdf",
        by=by, at=at, context=case.pk, frozen=True,
    )  # fmt: skip
    if row.concluded_on is None:
        return  # proposed before a summary said all this
    made = HandedSummary.objects.create(
        case=case, kind=row.kind, from_unit=str(row.from_unit)[:160], entrusted_by=row.entrusted_by,
        concluded_on=row.concluded_on, help_project=row.help_project, note=note, received_by=by, received_at=at,
    )  # fmt: skip
    record(
        "cases.summary.received", by=by, at=at, context=case.pk, subject=made, important=True,
        unit=made.from_unit, how=str(made.get_kind_display()),
    )  # fmt: skip


def _tell(row: CaseTransfer, responsible: User, by: User, at: datetime) -> None:
    case = row.new_case or row.case
    told = {"unit": str(row.to_unit), "worker": responsible.get_full_name()}
    if responsible.pk != by.pk:
        notify(
            "cases.transfer_given", user=responsible, at=at, url=reverse("case", args=[case.pk]), context=case.pk,
            number=case.number, **told,
        )  # fmt: skip
    if row.asked_by_id not in _barred(row, at):
        _tell_asker("cases.transfer_accepted", row, at, told)


def _tell_joined(row: CaseTransfer, case: Case, by: User, at: datetime) -> None:
    """Those who follow the case that the summary reached begin the help: they are told, and its sender who they are."""
    told = {"unit": str(case.unit), "worker": str(case.responsible or _("nobody yet"))}
    record(
        "cases.summary.joined", by=by, at=at, context=row.case_id, subject=row, important=True, **told
    )  # fmt: skip
    barred = _barred(row, at)
    followers = [*([case.responsible] if case.responsible else []), *coordinators_on(case, at.date())]
    for user in dict.fromkeys(followers):
        if user.pk not in barred and user.pk != by.pk:
            notify(
                "cases.summary_received", user=user, at=at, url=reverse("case_household", args=[case.pk]),
                context=case.pk, unit=str(row.from_unit), number=case.number,
            )  # fmt: skip
    if row.asked_by_id not in barred:
        _tell_asker("cases.summary_joined", row, at, told)


def _tell_asker(kind: str, row: CaseTransfer, at: datetime, told: dict[str, str]) -> None:
    own = row.case
    url = reverse("case", args=[own.pk])
    notify(kind, user=row.asked_by, at=at, url=url, context=own.pk, number=own.number, **told)


def _barred(row: CaseTransfer, at: datetime) -> set[int]:
    members = [member.person_id for member in members_of(row.household, at.date())]
    return set(bars_in_force(members, at).values_list("user_id", flat=True))
