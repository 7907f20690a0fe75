from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.operations import end_sessions
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.leaving import left_on
from accanto.territory.staff.models import Contract, OfficePost, Operator, RoleGrant, User
from accanto.territory.staff.queries import in_force
from accanto.territory.staff.roles import ROLES


class NobodyWouldAdminister(OperationRefused):
    """The last person who may manage accounts cannot lose that right."""


@transaction.atomic
def add_contract(
    *,
    operator: Operator,
    employer: Organisation,
    kind: str,
    area: str,
    weekly_hours: Decimal,
    starts_on: date,
    by: User,
    at: datetime,
    functions: Sequence[str] = (),
    ends_on: date | None = None,
) -> Contract:
    """Hours for an employer from a day on; several contracts may run together up to 60 hours a week.

    :raises OperationRefused: the end before the start, more hours than a week allows.
    """
    Operator.objects.select_for_update(of=("self",)).get(pk=operator.pk)
    if ends_on and ends_on <= starts_on:
        raise OperationRefused(_("The contract ends before it starts: correct the days."), field="ends_on")
    running = sum(
        (row.weekly_hours for row in Contract.objects.filter(in_force(starts_on), operator=operator)),
        Decimal(0),
    )
    if not 0 < weekly_hours <= 60 or running + weekly_hours > 60:
        raise OperationRefused(
            _("With this contract the hours would be %(hours)s a week: at most 60 are possible.")
            % {"hours": running + weekly_hours},
            field="weekly_hours",
        )
    row = Contract.objects.create(
        operator=operator,
        employer=employer,
        kind=kind,
        area=area,
        weekly_hours=weekly_hours,
        functions=list(functions),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(
        "staff.contract.added",
        by=by,
        at=at,
        subject=operator.user,
        employer=employer.name,
        hours=str(weekly_hours),
    )
    return row


@transaction.atomic
def end_contract(*, contract: Contract, ends_on: date, by: User, at: datetime) -> Contract:
    """`ends_on` is the first day without the contract."""
    row = (
        Contract.objects.select_for_update(of=("self",)).select_related("operator__user").get(pk=contract.pk)
    )
    _not_ended(row.ends_on, row.starts_on + timedelta(days=1), ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record("staff.contract.ended", by=by, at=at, subject=row.operator.user, day=ends_on.isoformat())
    if left_on(row.operator.user, at.date()):
        end_sessions(user=row.operator.user, reason=EndReason.CONTRACT, at=at)
    return row


@transaction.atomic
def add_post(*, user: User, office: Office, starts_on: date, by: User, at: datetime) -> OfficePost:
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    standing = OfficePost.objects.filter(in_force(starts_on), user=user, office=office).first()
    if standing:
        return standing
    record("staff.post.added", by=by, at=at, subject=user, office=office.name)
    return OfficePost.objects.create(user=user, office=office, starts_on=starts_on)


@transaction.atomic
def end_post(*, post: OfficePost, ends_on: date, by: User, at: datetime) -> OfficePost:
    row = OfficePost.objects.select_for_update(of=("self",)).select_related("office", "user").get(pk=post.pk)
    _not_ended(row.ends_on, row.starts_on, ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record(
        "staff.post.ended", by=by, at=at, subject=row.user, office=row.office.name, day=ends_on.isoformat()
    )
    return row


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    office: Office,
    starts_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    ends_on: date | None = None,
) -> RoleGrant:
    """`ends_on` is the first day without the role.

    :raises OperationRefused: an unknown role, a role held already, a role for oneself, an end before the start.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if role not in ROLES:
        raise OperationRefused(_("There is no such role."), field="role")
    if user.pk == by.pk:
        raise OperationRefused(_("Nobody gives a role to themselves: ask another administrator."))
    if ends_on is not None and ends_on <= starts_on:
        raise OperationRefused(_("The role ends before it starts: correct the days."), field="ends_on")
    held = RoleGrant.objects.filter(user=user, role=role, office=office)
    if held.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on)).exists():
        raise OperationRefused(_("This role in this office is already held."), field="role")
    row = RoleGrant.objects.create(
        user=user,
        role=role,
        office=office,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
        reason=reason,
    )
    record(
        "staff.role.granted",
        by=by,
        at=at,
        subject=user,
        important=True,
        role=role,
        office=office.name,
        reason=reason,
    )
    return row


@transaction.atomic
def end_role(*, grant: RoleGrant, ends_on: date, by: User, at: datetime) -> RoleGrant:
    """`ends_on` is the first day without the role.

    :raises NobodyWouldAdminister: the last one who may manage accounts.
    """
    row = RoleGrant.objects.select_for_update(of=("self",)).select_related("office", "user").get(pk=grant.pk)
    _not_ended(row.ends_on, row.starts_on, ends_on)
    if "staff.manage" in ROLES[row.role].permissions:
        keep_an_administrator(without=row.user, on=ends_on)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record(
        "staff.role.ended",
        by=by,
        at=at,
        subject=row.user,
        important=True,
        role=row.role,
        office=row.office.name,
        day=ends_on.isoformat(),
    )
    return row


def keep_an_administrator(*, without: User, on: date) -> None:
    """Locks the grants of all administrators, so that two who leave at once wait for each other."""
    managing = [code for code, role in ROLES.items() if "staff.manage" in role.permissions]
    grants = (
        RoleGrant.objects.select_for_update(of=("self",))
        .filter(in_force(on), role__in=managing, user__is_active=True)
        .order_by("pk")
    )
    holders = {grant.user_id for grant in grants}
    if without.pk in holders and holders == {without.pk}:
        raise NobodyWouldAdminister(
            _("%(name)s is the last administrator: name another one first.") % {"name": without}
        )


def _not_ended(ended: date | None, first_end: date, ends_on: date) -> None:
    """A right given by mistake may end the day it began; a contract lasts at least a day."""
    if ended is not None:
        raise OperationRefused(_("This has already ended: reload the page."))
    if ends_on < first_end:
        raise OperationRefused(_("The end comes before the start: correct the day."), field="ends_on")
