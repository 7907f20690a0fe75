"""The counter queue. Two operators never get the same number: rows taken by one are passed over by the other."""

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.desk.enums import IN_HAND, TICKET, TicketState
from accanto.access.desk.models import AccessPoint, Ticket
from accanto.access.desk.models.ticket import FIRST_WORDS
from accanto.access.desk.opening import door_of
from accanto.access.desk.operations.points import refuse_strangers
from accanto.access.desk.queries.board import in_turn
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User

_MOST = 999


class NobodyWaits(OperationRefused):
    """The queue is empty."""


class PointClosed(OperationRefused):
    """The access point does not receive now, nor later today."""


@transaction.atomic
def take_ticket(
    *,
    point: AccessPoint,
    by: User,
    at: datetime,
    words: str = "",
    language: str = "",
    priority: str = "",
) -> Ticket:
    """The next number of the day. Before the opening it is kept, and waits from the opening on.

    :raises PointClosed: it does not open any more today; a contact may be written all the same.
    :raises OperationRefused: first words that are too long; the thousandth number of a day.
    """
    refuse_strangers(point, by, at)
    if len(words.strip()) > FIRST_WORDS:
        raise OperationRefused(
            _("The first words are for recognising the person: %(most)s characters at most.")
            % {"most": FIRST_WORDS},
            field="words",
        )
    door = door_of(point, at)
    if not door.open and not door.opens_later(at):
        raise PointClosed(
            _(
                "%(point)s is closed now and gives no numbers: %(hours)s. A contact can be written all the same."
            )
            % {"point": point.office.name, "hours": door.words(at)}
        )
    day = timezone.localdate(at)
    return Ticket.objects.create(
        point=point,
        day=day,
        number=_next_number(point, day),
        words=words.strip(),
        language=language,
        priority=priority,
        state=TicketState.WAITING if door.open else TicketState.ARRIVED,
        arrived_at=at,
    )


@transaction.atomic
def call_next(*, point: AccessPoint, window: int, by: User, at: datetime) -> Ticket:
    """Whoever has waited longest, after those who go first for a reason.

    :raises NobodyWaits: nobody, or all are being called by others.
    :raises OperationRefused: the operator has somebody in hand; no such window.
    """
    _check_free(point, window, by, at)
    _those_who_came_early(point, at)
    rows = Ticket.objects.select_for_update(of=("self",), skip_locked=True)
    today = rows.filter(point=point, day=timezone.localdate(at), state=TicketState.WAITING)
    row = in_turn(today).first()
    if row is None:
        raise NobodyWaits(_("Nobody waits: when somebody takes a number it appears here by itself."))
    return _call(row, window, by, at)


@transaction.atomic
def call_this(*, ticket: Ticket, window: int, by: User, at: datetime) -> Ticket:
    """One number out of turn.

    :raises OperationRefused: somebody called it meanwhile; the operator has somebody in hand.
    """
    _check_free(ticket.point, window, by, at)
    _those_who_came_early(ticket.point, at)
    row = _locked(ticket, by, at)
    if row.state in IN_HAND:
        raise OperationRefused(
            _(
                "Number %(number)s was called a moment ago by %(worker)s, at window %(window)s: call another one."
            )
            % {"number": row.number, "worker": row.called_by, "window": row.window}
        )
    return _call(row, window, by, at)


@transaction.atomic
def repeat_call(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """The number is shown again as the newest. :raises OperationRefused: it is not being called by this operator."""
    row = _mine(ticket, by, at)
    if row.state != TicketState.CALLED:
        raise OperationRefused(_("The person is already here: there is nobody to call."))
    row.called_at, row.calls = at, row.calls + 1
    row.save(update_fields=["called_at", "calls"])
    return row


@transaction.atomic
def serve(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """The person has sat down: the minutes run."""
    row = _mine(ticket, by, at)
    row.state, row.served_at = TICKET.move("serve", row.state), at
    row.save(update_fields=["state", "served_at"])
    return row


@transaction.atomic
def put_back(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """Called by mistake or not here just now: it waits again, in the place of when it came."""
    row = _mine(ticket, by, at)
    row.state = TICKET.move("put_back", row.state)
    row.called_by, row.window, row.called_at = None, None, None
    row.save(update_fields=["state", "called_by", "window", "called_at"])
    return row


@transaction.atomic
def finish(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    row = _mine(ticket, by, at)
    row.state, row.ended_at = TICKET.move("finish", row.state), at
    row.served_at = row.served_at or row.called_at
    row.save(update_fields=["state", "ended_at", "served_at"])
    return row


@transaction.atomic
def leave(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """They went away before being received, or did not answer the call."""
    row = _locked(ticket, by, at)
    if row.state in IN_HAND and row.called_by_id != by.pk:
        raise OperationRefused(_("%(worker)s has this number in hand.") % {"worker": row.called_by})
    row.state, row.ended_at = TICKET.move("leave", row.state), at
    row.save(update_fields=["state", "ended_at"])
    record("desk.ticket.left", by=by, at=at, subject=row, number=row.number)
    return row


def _call(row: Ticket, window: int, by: User, at: datetime) -> Ticket:
    row.state = TICKET.move("call", row.state)
    row.called_at, row.called_by, row.window, row.calls = at, by, window, row.calls + 1
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "called_at", "called_by", "window", "calls"])
    except IntegrityError:  # the same operator, from two windows of the browser at once
        raise OperationRefused(
            _("You have just called another number: finish with that one first.")
        ) from None
    return row


def _check_free(point: AccessPoint, window: int, by: User, at: datetime) -> None:
    refuse_strangers(point, by, at)
    if not 1 <= window <= point.windows:
        raise OperationRefused(
            _("%(point)s has windows from 1 to %(most)s: choose one of them.")
            % {"point": point.office.name, "most": point.windows},
            field="window",
        )
    mine = Ticket.objects.filter(called_by=by, day=timezone.localdate(at), state__in=IN_HAND).first()
    if mine:
        raise OperationRefused(
            _("You have number %(number)s in hand: finish, put it back or note that the person left.")
            % {"number": mine.number}
        )


def _those_who_came_early(point: AccessPoint, at: datetime) -> None:
    """The door is open, or somebody opens it: who took a number before waits like the others."""
    early = Ticket.objects.filter(point=point, day=timezone.localdate(at), state=TicketState.ARRIVED)
    early.update(state=TICKET.move("wait", TicketState.ARRIVED))


def _next_number(point: AccessPoint, day: date) -> int:
    """One after the other: the advisory lock keeps two doors from giving the same number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('desk_ticket'), %s)", [point.pk])
    last = Ticket.objects.filter(point=point, day=day).aggregate(last=Max("number"))["last"] or 0
    if last >= _MOST:
        raise OperationRefused(_("There are no numbers left for today: write the contact without one."))
    return int(last) + 1


def _locked(ticket: Ticket, by: User, at: datetime) -> Ticket:
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("point__office", "called_by")
    row = rows.get(pk=ticket.pk)
    refuse_strangers(row.point, by, at)
    if row.day != timezone.localdate(at):
        raise OperationRefused(
            _("Number %(number)s is of %(day)s: the queue begins anew every day.")
            % {"number": row.number, "day": date_words(row.day)}
        )
    return row


def _mine(ticket: Ticket, by: User, at: datetime) -> Ticket:
    row = _locked(ticket, by, at)
    if row.state in IN_HAND and row.called_by_id != by.pk:
        raise OperationRefused(
            _("%(worker)s has number %(number)s in hand, at window %(window)s.")
            % {"worker": row.called_by, "number": row.number, "window": row.window}
        )
    return row
