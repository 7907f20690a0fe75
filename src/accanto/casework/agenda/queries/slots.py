"""Free places for the public, for whoever gives appointments: the desk, a case, a convocation."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accanto.casework.agenda.enums import AWAITED, ONE_BY_ONE, SlotState
from accanto.casework.agenda.models import Place, Slot, SlotMeeting
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.queries import timetables
from accanto.territory.staff.models import User

_BUSY = """SELECT user_id, appointment_id, starts_at, ends_at FROM acc_busy
WHERE user_id = ANY(%s) AND starts_at < %s AND ends_at > %s"""


def free_slots(
    *,
    first: date,
    last: date,
    at: datetime,
    office: Office | None = None,
    offices: Iterable[Office] = (),
    operator: User | None = None,
    kind: str = "",
    among: Q | None = None,
    also_free: Sequence[User] = (),
    limit: int = 0,
) -> list[Slot]:
    """Hours with a free place (`slot.free` says how many) on the days from `first` to `last`, in order of time.

    Not those that are past, of a closed day, or whose operator, or one of `also_free`, is busy with something else.
    Seven queries at most.
    """
    begin, end = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1))
    )
    rows = Slot.objects.filter(
        state=SlotState.OPEN,
        taken__lt=F("capacity"),
        starts_at__gt=at,
        starts_at__gte=begin,
        starts_at__lt=end,
    )
    wanted = [office] if office else list(offices)
    if wanted:
        rows = rows.filter(office__in=wanted)
    if operator:
        rows = rows.filter(operator=operator)
    if kind:
        rows = rows.filter(kind=kind)
    if among is not None:
        rows = rows.filter(among)
    found = list(rows.select_related("office", "operator", "room").order_by("starts_at", "pk"))
    found = with_operators_free(_on_open_days(found, first, last), also_free)
    return found[:limit] if limit else found


def with_operators_free(slots: Sequence[Slot], others: Sequence[User] = ()) -> list[Slot]:
    """Without those whose operator, or one of the others, has something else at that hour; what it is is never told."""
    also = {user.pk for user in others}
    people = sorted({slot.operator_id for slot in slots if slot.operator_id} | also)
    if not people or not slots:
        return list(slots)
    first, last = min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots)
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [people, last, first])
        taken = cursor.fetchall()
    own = dict(
        SlotMeeting.objects.filter(slot__in=[slot.pk for slot in slots]).values_list("appointment", "slot")
    )
    busy: dict[int, list[tuple[UUID | None, datetime, datetime]]] = {}
    for user, appointment, begins, ends in taken:
        busy.setdefault(user, []).append((own.get(appointment), begins, ends))
    return [
        slot
        for slot in slots
        if not any(
            of != slot.pk
            and begins < slot.ends_at
            and ends > slot.starts_at
            # A convocation that has one of its places takes the very hour; whose it is may be hidden from who asks.
            and not (slot.taken and (begins, ends) == (slot.starts_at, slot.ends_at))
            for who in {slot.operator_id or 0, *also}
            for of, begins, ends in busy.get(who, [])
        )
    ]


def public_hours_at(people: Sequence[User], starts_at: datetime, ends_at: datetime) -> list[Slot]:
    """Hours in which one of them receives the public by appointment at that time, full or not."""
    rows = Slot.objects.filter(operator__in=people, kind__in=ONE_BY_ONE, state=SlotState.OPEN)
    rows = rows.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    return list(rows.select_related("office", "operator", "room").order_by("starts_at", "pk"))


def to_be_called(user: User, at: datetime) -> QuerySet[Place]:
    """Those whose hour was cancelled and whom nobody has told yet, in so far as the user sees them."""
    rows = Place.objects.visible_to(user).filter(slot__state=SlotState.CANCELLED, state__in=AWAITED)
    since = at - timedelta(days=30)
    return rows.filter(slot__starts_at__gte=since).select_related("slot__office", "slot__operator", "case")


def _on_open_days(slots: list[Slot], first: date, last: date) -> list[Slot]:
    if not slots:
        return []
    known = timetables({slot.office for slot in slots}, first, last)
    shut: dict[tuple[int, date], bool] = {}
    for slot in slots:
        key = (slot.office_id, timezone.localdate(slot.starts_at))
        if key not in shut:
            shut[key] = known[slot.office_id].closed_on(key[1]) is not None
    return [slot for slot in slots if not shut[(slot.office_id, timezone.localdate(slot.starts_at))]]
