from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.appointment_followers import tell_appointment_followers
from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import AppointmentKind, AppointmentState, DeadlineState
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case, Deadline
from accanto.core.errors import OperationRefused
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_BUSY = """SELECT user_id, kind, starts_at, ends_at FROM acc_busy
WHERE user_id = ANY(%s) AND starts_at < %s AND ends_at > %s AND appointment_id <> ALL(%s::uuid[])
ORDER BY starts_at, user_id"""


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
    beside: Collection[UUID] = (),
) -> Appointment:
    """Take the time of the professionals.

    :param beside: appointments with which it shares the hour (several places of one hour): they do not count.
    :raises AppointmentOverlaps: one of them is already taken.
    :raises OperationRefused: the end does not follow the start.
    """
    if ends_at <= starts_at:
        raise OperationRefused(_("The meeting ends before it starts: correct the time."), field="ends_at")
    # Locking the professionals' accounts makes two bookings of the same person wait for each other.
    people = list(
        User.objects.select_for_update(of=("self",)).filter(pk__in=[u.pk for u in operators]).order_by("pk")
    )
    if clashes := overlapping(people, starts_at, ends_at, beside=beside):
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
def settle_appointment(*, appointment: Appointment, state: str, by: User | None, at: datetime) -> Appointment:
    """Say what became of a planned appointment: held, missed, or cancelled, which gives the time back.

    :raises OperationRefused: it was settled already, or it is held before its hour.
    """
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.state != AppointmentState.PLANNED:
        raise OperationRefused(_("What became of this appointment is already known: reload the page."))
    if state == AppointmentState.HELD and row.starts_at > at:
        raise OperationRefused(_("The appointment has not come yet: nobody can have held it."))
    row.state = AppointmentState(state)
    row.save(update_fields=["state"])
    tell_appointment_followers(row, by, at)
    return row


@transaction.atomic
def move_appointment(
    *, appointment: Appointment, starts_at: datetime, ends_at: datetime, place: str, by: User, at: datetime
) -> Appointment:
    """Another hour for the same people; it stays the same appointment.

    :raises AppointmentOverlaps: one of them is taken at the new hour.
    :raises OperationRefused: no longer planned, or the end does not follow the start.
    """
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.state != AppointmentState.PLANNED:
        raise OperationRefused(_("What became of this appointment is already known: reload the page."))
    if ends_at <= starts_at:
        raise OperationRefused(_("The meeting ends before it starts: correct the time."), field="ends_at")
    ids = row.operators.order_by().values("user")
    people = list(User.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    if clashes := overlapping(people, starts_at, ends_at, leave=row):
        raise AppointmentOverlaps(
            _("The time is not free for everybody: choose another one."), missing=clashes, field="starts_at"
        )
    row.starts_at, row.ends_at, row.place = starts_at, ends_at, place
    row.save(update_fields=["starts_at", "ends_at", "place"])
    return row


@transaction.atomic
def book_more(
    *, appointment: Appointment, operators: Sequence[User], by: User | None, at: datetime
) -> list[str]:
    """Take the time of more people for an appointment that stands; who sits in it already is left as they are.

    It does not refuse: the meeting takes place anyway. Returns a sentence for each thing that overlaps.
    """
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    people = list(
        User.objects.select_for_update(of=("self",)).filter(pk__in=[u.pk for u in operators]).order_by("pk")
    )
    clashes = overlapping(people, row.starts_at, row.ends_at, leave=row)
    AppointmentOperator.objects.bulk_create(
        [AppointmentOperator(appointment=row, user=user) for user in people], ignore_conflicts=True
    )
    return clashes


@transaction.atomic
def give_back(*, appointment: Appointment, operator: User, by: User | None, at: datetime) -> None:
    """Somebody is no longer expected: their time is free again."""
    AppointmentOperator.objects.filter(
        appointment=appointment, user=operator, appointment__state=AppointmentState.PLANNED
    ).delete()


def overlapping(
    people: Sequence[User],
    starts_at: datetime,
    ends_at: datetime,
    leave: Appointment | None = None,
    beside: Collection[UUID] = (),
) -> list[str]:
    """Who is busy, from when to when, with which kind of meeting.

    Never whose case it is: so it can also tell of cases that whoever asks does not see.
    """
    names = {user.pk: user for user in people}
    apart = [*beside, *([leave.pk] if leave else [])]
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [list(names), ends_at, starts_at, apart])
        taken = cursor.fetchall()
    return [
        _("%(name)s is busy from %(start)s to %(end)s (%(kind)s)")
        % {
            "name": names[user_id],
            "start": f"{timezone.localtime(begins):%H:%M}",
            "end": f"{timezone.localtime(ends):%H:%M}",
            "kind": AppointmentKind(kind).label,
        }
        for user_id, kind, begins, ends in taken
    ]


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if row.state != AppointmentState.PLANNED:
        raise OperationRefused(_("Only an appointment that is still planned can be cancelled."))
    row.state = AppointmentState.CANCELLED
    row.save(update_fields=["state"])
    tell_appointment_followers(row, by, at)
    return row
