from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import AppointmentState, DeadlineState
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case, Deadline
from accanto.core.errors import OperationRefused
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class AppointmentOverlaps(OperationRefused):
    """One of the professionals is somewhere else at that time; `missing` names what overlaps."""


@transaction.atomic
def open_deadline(
    *,
    code: str,
    started_on: date,
    due_on: date,
    case: Case | None = None,
    owner: User | None = None,
    subject: UUID | None = None,
    rule: str = "",
    **params: Any,
) -> Deadline:
    """Start a clock; an open one of the same kind on the same subject is moved instead of doubled.

    :raises UnknownDeadline: `code` is not registered.
    """
    kind_of(code)
    standing = None
    if subject is not None:
        standing = (
            Deadline.objects.select_for_update(of=("self",))
            .filter(subject=subject, code=code, state=DeadlineState.OPEN)
            .first()
        )
    if standing is None:
        return Deadline.objects.create(
            case=case,
            owner=owner,
            code=code,
            params=params,
            subject=subject,
            started_on=started_on,
            due_on=due_on,
            rule=rule,
        )
    standing.owner, standing.params, standing.rule = owner, params, rule
    standing.started_on, standing.due_on = started_on, due_on
    standing.save(update_fields=["owner", "params", "rule", "started_on", "due_on"])
    return standing


@transaction.atomic
def close_deadlines(
    *, subject: UUID, at: datetime, code: str | None = None, state: str = DeadlineState.DONE
) -> int:
    """The work that a clock ran for is done (or no longer due); returns how many were open."""
    running = Deadline.objects.filter(subject=subject, state=DeadlineState.OPEN)
    if code is not None:
        running = running.filter(code=code)
    return running.update(state=state, closed_at=at)


@transaction.atomic
def book_appointment(
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    operators: Sequence[User],
    by: User,
    at: datetime,
    case: Case | None = None,
    office: Office | None = None,
    place: str = "",
    title: str = "",
) -> Appointment:
    """Take the time of the professionals.

    :raises AppointmentOverlaps: one of them is already taken.
    :raises OperationRefused: the end does not follow the start.
    """
    if ends_at <= starts_at:
        raise OperationRefused(_("The meeting ends before it starts: correct the time."), field="ends_at")
    # Locking the professionals' accounts makes two bookings of the same person wait for each other.
    people = list(
        User.objects.select_for_update(of=("self",)).filter(pk__in=[u.pk for u in operators]).order_by("pk")
    )
    taken = AppointmentOperator.objects.filter(
        user__in=people,
        appointment__state=AppointmentState.PLANNED,
        appointment__starts_at__lt=ends_at,
        appointment__ends_at__gt=starts_at,
    ).select_related("user", "appointment")
    if clashes := [_("%(name)s is already taken at that time") % {"name": row.user} for row in taken]:
        raise AppointmentOverlaps(
            _("The time is not free for everybody: choose another one."), missing=clashes, field="starts_at"
        )
    appointment = Appointment.objects.create(
        case=case, kind=kind, starts_at=starts_at, ends_at=ends_at, office=office, place=place, title=title
    )
    AppointmentOperator.objects.bulk_create(
        AppointmentOperator(appointment=appointment, user=user) for user in people
    )
    return appointment


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.state != AppointmentState.PLANNED:
        raise OperationRefused(_("Only an appointment that is still planned can be cancelled."))
    row.state = AppointmentState.CANCELLED
    row.save(update_fields=["state"])
    return row
