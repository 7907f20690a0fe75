from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.case_followers import tell_case_followers
from accanto.casework.cases.enums import CaseRole, CaseState, DeadlineState
from accanto.casework.cases.models import Case, CaseWorker, Deadline
from accanto.casework.cases.operations.bars import refuse_barred
from accanto.casework.cases.responsible_followers import tell_responsible_followers
from accanto.casework.cases.seeing import REQUEST_CODES
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.operations import end_grants, grant_many
from accanto.territory.staff.models import User


@transaction.atomic
def set_responsible(
    *, case: Case, user: User, by: User | None, at: datetime, on: date, reason: str = ""
) -> CaseWorker:
    """Give the case to a worker; the former one's right to see it ends; open deadlines and booked time move along.

    So do the deadlines of a case that had nobody: until then they stood in the list of its coordinators.

    :raises OperationRefused: the case is closed; the worker must not see somebody in it.
    """
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    refuse_barred(row, user, at)
    former = CaseWorker.objects.filter(case=row, role=CaseRole.RESPONSIBLE, ends_on=None).first()
    if former and former.user_id == user.pk:
        return former
    if former:
        former.ends_on = on
        former.save(update_fields=["ends_on"])
        end_grants(context=row.pk, user=former.user, reason=GrantReason.ASSIGNMENT, at=at)
    _take_clocks(row, former.user if former else None, user, at)
    worker = CaseWorker.objects.create(
        case=row, user=user, role=CaseRole.RESPONSIBLE, starts_on=on, reason=reason, assigned_by=by
    )
    row.responsible = user
    row.save(update_fields=["responsible"])
    case.responsible = user
    grant_many(
        persons=[m.person for m in members_of(row.household, on)],
        user=user,
        depth=Depth.WORK,
        reason=GrantReason.ASSIGNMENT,
        context=row.pk,
        by=by,
        at=at,
        compartment=row.compartment,
    )
    if former:
        tell_responsible_followers(row, former.user, by, at)
        tell_case_followers(row, by, at)
    record(
        "cases.case.assigned",
        by=by,
        at=at,
        context=row.pk,
        subject=row,
        important=True,
        worker=user.get_full_name(),
        reason=reason,
    )
    return worker


def _take_clocks(case: Case, former: User | None, user: User, at: datetime) -> None:
    """Those of the former worker, and those that ran while the case had nobody.

    Of a request to see the case the one without a name is for the coordinators; and whoever worked on the case already
    has one of their own.
    """
    running = Deadline.objects.filter(case=case, state=DeadlineState.OPEN)
    if former:
        own = list(
            running.filter(owner=user, code__in=REQUEST_CODES).values_list("params__request", flat=True)
        )
        twice = running.filter(owner=former, code__in=REQUEST_CODES, params__request__in=own)
        twice.update(state=DeadlineState.CANCELLED, closed_at=at)
        running.filter(owner=former).update(owner=user)
    running.filter(owner=None).exclude(code__in=REQUEST_CODES).update(owner=user)


@transaction.atomic
def add_co_worker(
    *,
    case: Case,
    user: User,
    by: User | None,
    at: datetime,
    on: date,
    reason: str = "",
    depth: int = Depth.WORK,
    grant_reason: str = GrantReason.CO_WORK,
) -> CaseWorker:
    """Let another professional work on the case; asking twice changes nothing."""
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    refuse_barred(row, user, at)
    standing = CaseWorker.objects.filter(case=row, user=user, ends_on=None).first()
    grant_many(
        persons=[m.person for m in members_of(row.household, on)],
        user=user,
        depth=depth,
        reason=grant_reason,
        context=row.pk,
        by=by,
        at=at,
        note=reason[:200],
        compartment=row.compartment,
    )
    if standing:
        return standing
    record(
        "cases.case.joined",
        by=by,
        at=at,
        context=row.pk,
        subject=row,
        worker=user.get_full_name(),
        reason=reason,
    )
    return CaseWorker.objects.create(
        case=row, user=user, role=CaseRole.CO_WORKER, starts_on=on, reason=reason, assigned_by=by
    )


@transaction.atomic
def end_co_worker(*, case: Case, user: User, by: User | None, at: datetime, on: date) -> None:
    CaseWorker.objects.filter(case=case, user=user, role=CaseRole.CO_WORKER, ends_on=None).update(ends_on=on)
    for reason in (GrantReason.CO_WORK, GrantReason.MINI_TEAM):
        end_grants(context=case.pk, user=user, reason=reason, at=at)
    record("cases.case.left", by=by, at=at, context=case.pk, subject=case, worker=user.get_full_name())
    tell_case_followers(case, by, at)
