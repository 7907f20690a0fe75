"""Who answers for a case inside its unit, and who works on it with them, chosen by those whose case it is."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases import following, rules
from accanto.casework.cases.enums import AppointmentState, CaseRole, CaseState, DeadlineState
from accanto.casework.cases.models import Appointment, Case, CaseWorker, Deadline
from accanto.casework.cases.operations.agenda import book_more, give_back
from accanto.casework.cases.operations.workers import add_co_worker, end_co_worker, set_responsible
from accanto.casework.cases.responsible_followers import tell_responsible_followers
from accanto.casework.cases.seeing import REQUEST_CODES, held_depth
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.notifications.operations import notify
from accanto.people.persons.enums import GrantReason
from accanto.people.persons.operations import end_grants
from accanto.territory.staff.models import User


@serving("case_workers")
@transaction.atomic
def name_responsible(
    *, case: Case, user: User, former: int | None, reason: str, by: User, at: datetime
) -> list[str]:
    """A colleague of the unit answers for the case from today; appointments already planned go to them.

    :param former: who was responsible when `by` chose: nobody decides on what has changed meanwhile.
    :returns: sentences on whose time overlaps.
    :raises NotPermitted: `by` is neither responsible for it nor coordinates its unit.
    :raises OperationRefused: a closed case, no reason; somebody who cannot be chosen; decided meanwhile.
    """
    row = _to_change(case, by, at, was=former)
    if row.responsible_id != former:
        raise OperationRefused(_meanwhile(row), field="responsible")
    words = _words(reason)
    if not following.may_answer_for(row, at).filter(pk=user.pk).exists():
        raise OperationRefused(
            _("%(name)s cannot be responsible for this case: choose another colleague.") % {"name": user},
            field="responsible",
        )
    was = row.responsible
    # Whoever worked on it beside answers for it now, by that right alone.
    CaseWorker.objects.filter(case=row, user=user, role=CaseRole.CO_WORKER, ends_on=None).update(
        ends_on=at.date()
    )
    set_responsible(case=row, user=user, reason=words, by=by, at=at, on=at.date())
    end_grants(context=row.pk, user=user, reason=GrantReason.CO_WORK, at=at)
    clashes = _hand_time(row, was, user, by, at) if was else []
    if user.pk != by.pk:
        notify(
            "cases.transfer_given", user=user, at=at, url=reverse("case", args=[row.pk]), context=row.pk,
            unit=row.unit.name, number=row.number,
        )  # fmt: skip
    if was and was.pk != by.pk:
        # They see the household no more: what they are told says nothing of it.
        notify("cases.case_given_away", user=was, at=at, by=by.get_full_name(), worker=user.get_full_name())
    return clashes


@serving("case_workers")
@transaction.atomic
def take_co_worker(*, case: Case, user: User, reason: str, by: User, at: datetime) -> CaseWorker:
    """Somebody works on the case with whoever is responsible, from today.

    :raises NotPermitted: `by` is neither responsible for it nor coordinates its unit.
    :raises OperationRefused: a closed case, no reason; somebody who cannot be chosen, or who works on it already.
    """
    row = _to_change(case, by, at)
    words = _words(reason, "task")
    if CaseWorker.objects.filter(case=row, user=user, ends_on=None).exists():
        raise OperationRefused(_("%(name)s already works on this case.") % {"name": user}, field="co_worker")
    if not following.may_join(row, at).filter(pk=user.pk).exists():
        raise OperationRefused(
            _("%(name)s cannot work on this case: choose another colleague.") % {"name": user},
            field="co_worker",
        )
    made = add_co_worker(case=row, user=user, reason=words, by=by, at=at, on=at.date())
    notify(
        "cases.case_joined", user=user, at=at, url=reverse("case", args=[row.pk]), context=row.pk,
        worker=by.get_full_name(), number=row.number, reason=words,
    )  # fmt: skip
    return made


@serving("case_workers")
@transaction.atomic
def release_co_worker(*, case: Case, user: User, by: User, at: datetime) -> None:
    """Somebody no longer works on the case: their right ends, what was theirs to do passes to the responsible worker.

    :raises NotPermitted: `by` is neither responsible for it nor coordinates its unit.
    :raises OperationRefused: a closed case; they do not work on it any more, or are in a mini-team.
    """
    row = _to_change(case, by, at)
    if not CaseWorker.objects.filter(case=row, user=user, role=CaseRole.CO_WORKER, ends_on=None).exists():
        raise OperationRefused(_("%(name)s no longer works on this case.") % {"name": user})
    if user.pk in following.in_mini_team(row):
        raise OperationRefused(
            _("%(name)s is in the mini-team: that ends with the convocation.") % {"name": user}
        )
    if row.responsible:
        tell_responsible_followers(row, user, by, at)
    running = Deadline.objects.filter(case=row, owner=user, state=DeadlineState.OPEN)
    # Each of those who decide on a request has a row of their own.
    running.filter(code__in=REQUEST_CODES).update(state=DeadlineState.CANCELLED, closed_at=at)
    running.update(owner=row.responsible)
    _hand_time(row, user, row.responsible, by, at, beside=True)
    end_co_worker(case=row, user=user, by=by, at=at, on=at.date())
    if user.pk != by.pk:
        notify("cases.case_left", user=user, at=at, worker=by.get_full_name())


def _to_change(case: Case, by: User, at: datetime, *, was: int | None = None) -> Case:
    """The case, locked: whoever comes second finds what the first one did."""
    row = (
        Case.objects.select_for_update(of=("self",))
        .select_related("household", "unit", "responsible")
        .get(pk=case.pk)
    )
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    if not rules.may_name(by, row, held_depth(by, row.pk, at)):
        if was == by.pk and CaseWorker.objects.filter(case=row, user=by, role=CaseRole.RESPONSIBLE).exists():
            raise OperationRefused(_meanwhile(row), field="responsible")  # it was theirs a moment ago
        raise NotPermitted(
            _("Only whoever is responsible for the case, or coordinates its unit, says who follows it.")
        )
    return row


def _meanwhile(row: Case) -> str:
    standing = CaseWorker.objects.filter(case=row, role=CaseRole.RESPONSIBLE, ends_on=None)
    worker = standing.select_related("user", "assigned_by").first()
    if worker is None:
        return _("Nobody is responsible for it any more: look at the page again, then choose.")
    if worker.assigned_by is None:
        return _("%(name)s is responsible for it meanwhile: look whether your choice still stands.") % {
            "name": worker.user
        }
    return _("%(by)s has just given it to %(name)s: look whether your choice still stands.") % {
        "by": worker.assigned_by,
        "name": worker.user,
    }


def _words(reason: str, field: str = "reason") -> str:
    words = " ".join(reason.split())[:200]
    if not words:
        raise OperationRefused(_("Write why: whoever reads it must know."), field=field)
    return words


def _hand_time(
    case: Case, former: User, user: User | None, by: User, at: datetime, *, beside: bool = False
) -> list[str]:
    """Whoever leaves is no longer expected at what is planned; `user` is, and of one who worked `beside` only where
    nobody else goes.
    """
    rows = Appointment.objects.filter(
        case=case, state=AppointmentState.PLANNED, starts_at__gte=at, operators__user=former
    )
    clashes: list[str] = []
    for appointment in list(rows):
        give_back(appointment=appointment, operator=former, by=by, at=at)
        if user is not None and not (beside and appointment.operators.exists()):
            clashes += book_more(appointment=appointment, operators=[user], by=by, at=at)
    return clashes
