"""The queue of a day as an operator sees it, and as the room sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accanto.access.desk.enums import IN_HAND, IN_LINE, Priority, TicketState
from accanto.access.desk.models import AccessPoint, Ticket
from accanto.territory.staff.models import User

LATE_AFTER, SOON_AFTER = 30, 15
CALLS = 4

# What cannot wait first, then whoever has a reason, then the others as they came.
TURN = Case(
    When(priority=Priority.URGENT, then=Value(0)),
    When(priority="", then=Value(2)),
    default=Value(1),
    output_field=IntegerField(),
)


def in_turn(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return rows.annotate(turn=TURN).order_by("turn", "arrived_at", "number")


@dataclass(frozen=True)
class InLine:
    """Somebody who waits; `tone` grows with the minutes."""

    ticket: Ticket
    minutes: int
    tone: str


@dataclass(frozen=True)
class Board:
    """`mine`: the number that whoever looks has in hand."""

    waiting: tuple[InLine, ...]
    in_hand: tuple[Ticket, ...]
    mine: Ticket | None
    done: int
    left: int

    @property
    def longest(self) -> int:
        return max((one.minutes for one in self.waiting), default=0)


def board_of(point: AccessPoint, user: User, now: datetime, day: date) -> Board:
    """One query: a day's queue is short."""
    rows = Ticket.objects.filter(point=point, day=day).select_related("called_by", "contact")
    waiting, in_hand, ended = [], [], {TicketState.DONE: 0, TicketState.LEFT: 0}
    for ticket in in_turn(rows):
        if ticket.state in IN_LINE:
            minutes = ticket.waited(now)
            waiting.append(InLine(ticket, minutes, _tone(minutes)))
        elif ticket.state in IN_HAND:
            in_hand.append(ticket)
        else:
            ended[TicketState(ticket.state)] += 1
    mine = next((ticket for ticket in in_hand if ticket.called_by_id == user.pk), None)
    return Board(tuple(waiting), tuple(in_hand), mine, ended[TicketState.DONE], ended[TicketState.LEFT])


def _tone(minutes: int) -> str:
    return "late" if minutes >= LATE_AFTER else "soon" if minutes >= SOON_AFTER else ""


@dataclass(frozen=True)
class Call:
    """A number and where it goes; nothing else is told to the room."""

    number: int
    window: int | None
    calls: int


def calls_of(point: AccessPoint, day: date) -> list[Call]:
    """The newest call first."""
    rows = Ticket.objects.filter(point=point, day=day, called_at__isnull=False).exclude(
        state__in=[TicketState.ARRIVED, TicketState.WAITING]
    )
    told = rows.order_by("-called_at", "-number").values_list("number", "window", "calls")[:CALLS]
    return [Call(*one) for one in told]
