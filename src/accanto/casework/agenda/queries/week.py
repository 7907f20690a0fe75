"""A week as an agenda shows it: one's own, an office's by operator, an office's by room."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.agenda.enums import SlotState
from accanto.casework.agenda.models import Room, RoomUse, Slot, SlotMeeting
from accanto.casework.agenda.owners import Page, pages_of
from accanto.casework.cases.enums import AppointmentKind, AppointmentState
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.queries import timetables
from accanto.territory.staff.models import User

_BUSY = """SELECT user_id, appointment_id, starts_at, ends_at FROM acc_busy
WHERE user_id = ANY(%s) AND starts_at < %s AND ends_at > %s ORDER BY starts_at"""


@dataclass(frozen=True)
class Entry:
    """One thing of a day. `hidden`: the time is taken, by what is not for this reader."""

    starts_at: datetime
    ends_at: datetime
    title: str
    kind: str = ""
    where: str = ""
    url: str = ""
    people: tuple[str, ...] = ()
    tag: tuple[str, str] = ("", "")
    appointment: UUID | None = None
    case: UUID | None = None
    hidden: bool = False
    free: bool = False
    full_slot: bool = False

    @property
    def hours(self) -> str:
        return f"{timezone.localtime(self.starts_at):%H:%M}–{timezone.localtime(self.ends_at):%H:%M}"


@dataclass(frozen=True)
class Day:
    date: date
    closed: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """Of the agenda of an office: an operator or a room, with the days of the week."""

    name: str
    note: str
    days: list[Day]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def span(monday: date) -> tuple[datetime, datetime]:
    start, end = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (monday, monday + timedelta(days=7))
    )
    return start, end


def my_week(user: User, monday: date, office: Office | None, at: datetime) -> list[Day]:
    """Appointments, hours for the public, and what is only known to take one's time."""
    start, end = span(monday)
    rows = list(own_appointments(user, start, end).exclude(state=AppointmentState.CANCELLED))
    entries = _appointments(rows, at)
    entries += _slots(Slot.objects.filter(operator=user, **_within(start, end)))
    shown = {row.pk for row in rows} | _slot_meetings(start, end)
    entries += [
        Entry(begins, ends, _("Taken"), hidden=True)
        for _user, appointment, begins, ends in _busy([user.pk], start, end)
        if appointment not in shown
    ]
    return _days(_told_once(entries), monday, office)


def expected(user: User, first: date, end: date) -> bool:
    """Whether somebody has appointments or hours for the public between the first day and that before `end`."""
    within = _within(*(timezone.make_aware(datetime.combine(day, time.min)) for day in (first, end)))
    mine = AppointmentOperator.objects.filter(user=user, appointment=OuterRef("pk"))
    appointments = Appointment.objects.filter(Exists(mine), **within).exclude(
        state=AppointmentState.CANCELLED
    )
    return appointments.exists() or _open_slots(Slot.objects.filter(operator=user, **within)).exists()


def own_appointments(user: User, start: datetime, end: datetime) -> QuerySet[Appointment]:
    """Not those that come from a place for the public: the slot stands for them."""
    mine = AppointmentOperator.objects.filter(appointment=OuterRef("pk"), user=user)
    rows = Appointment.objects.filter(Exists(mine), **_within(start, end))
    return _seen(rows, user).filter(slot_meeting=None).order_by("starts_at", "pk")


def by_operator(office: Office, people: Iterable[User], user: User, monday: date, at: datetime) -> list[Row]:
    """Colleagues of an office: what the reader may see of their appointments, else only that the time is taken."""
    start, end = span(monday)
    known = list(people)
    ids = [one.pk for one in known]
    seen = _seen(Appointment.objects.filter(operators__user__in=ids, **_within(start, end)), user)
    visible = {row.pk: row for row in seen.exclude(state=AppointmentState.CANCELLED).distinct()}
    meetings = _slot_meetings(start, end)
    slots: dict[int | None, list[Slot]] = {}
    for slot in _open_slots(Slot.objects.filter(office=office, **_within(start, end))):
        slots.setdefault(slot.operator_id, []).append(slot)
    taken: dict[int, list[Entry]] = {}
    told = {entry.appointment: entry for entry in _appointments(list(visible.values()), at, of_others=True)}
    for who, appointment, begins, ends in _busy(ids, start, end):
        if appointment not in meetings:
            hidden = Entry(begins, ends, _("Taken"), hidden=True)
            taken.setdefault(who, []).append(told.get(appointment, hidden))
    shut = _shut(office, monday)
    found = [
        Row(
            str(one),
            "",
            _spread(_told_once(taken.get(one.pk, []) + _slots(slots.get(one.pk, []))), monday, shut),
        )
        for one in known
    ]
    if slots.get(None):
        found.append(Row(_("At the desk"), _("whoever is there"), _spread(_slots(slots[None]), monday, shut)))
    return found


def by_room(office: Office, user: User, monday: date) -> list[Row]:
    """When each room is taken; by what only where the reader sees it."""
    start, end = span(monday)
    rooms = Room.objects.filter(Q(retired_at=None) | Q(retired_at__gt=start), office=office)
    uses: dict[int, list[Entry]] = {}
    rows = RoomUse.objects.filter(room__office=office, released_at=None, **_within(start, end))
    rows = rows.select_related("slot")
    plans = Appointment.objects.filter(room_use__in=rows)
    told = {row.pk: row for row in _seen(plans, user)}
    for use in rows:
        uses.setdefault(use.room_id, []).append(_room_entry(use, told))
    shut = _shut(office, monday)
    return [Row(room.name, _seats(room), _spread(uses.get(room.pk, []), monday, shut)) for room in rooms]


def _seats(room: Room) -> str:
    seats = ngettext("%(n)d person", "%(n)d people", room.capacity) % {"n": room.capacity}
    return " · ".join([seats, _("accessible")]) if room.accessible else seats


def _room_entry(use: RoomUse, told: dict[UUID, Any]) -> Entry:
    if use.slot is not None:
        return _slot_entry(use.slot)
    row = told.get(use.appointment_id) if use.appointment_id else None
    if row is None or not row.seen:
        return Entry(use.starts_at, use.ends_at, _("Taken"), hidden=True)
    return Entry(use.starts_at, use.ends_at, str(AppointmentKind(row.kind).label).capitalize())


def _within(start: datetime, end: datetime) -> dict[str, datetime]:
    return {"starts_at__lt": end, "ends_at__gt": start}


def _seen(rows: QuerySet[Appointment], user: User) -> QuerySet[Appointment]:
    """With `seen`: whether the case is one that the reader sees (or there is none)."""
    people = AppointmentOperator.objects.select_related("user")
    sight = Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case")))
    return (
        rows.annotate(seen=sight)
        .filter(Q(seen=True) | Q(case=None))
        .select_related("case__household", "office")
        .prefetch_related(Prefetch("operators", people))
    )


def _appointments(rows: list[Appointment], at: datetime, *, of_others: bool = False) -> list[Entry]:
    pages = pages_of([row.pk for row in rows])
    return [_appointment(row, pages.get(row.pk), at, of_others) for row in rows]


def _appointment(row: Appointment, page: Page | None, at: datetime, of_others: bool) -> Entry:
    kind = str(AppointmentKind(row.kind).label).capitalize()
    return Entry(
        row.starts_at,
        row.ends_at,
        _title(row, page) or kind,
        kind,
        ", ".join(filter(None, [str(row.office or ""), row.place])),
        page.url if page else reverse("agenda_appointment", args=[row.pk]),
        () if of_others else tuple(str(one.user) for one in row.operators.all()),
        _tag(row, page, at),
        row.pk,
        row.case_id or (page.case if page else None),
    )


def _title(row: Appointment, page: Page | None) -> str:
    if row.case:
        return row.case.household.label
    return page.title if page and page.title else row.title


def _tag(row: Appointment, page: Page | None, at: datetime) -> tuple[str, str]:
    if page and page.tag[0]:
        return page.tag
    if row.state == AppointmentState.HELD:
        return _("took place"), "fine"
    if row.state == AppointmentState.MISSED:
        return _("nobody came"), "late"
    if row.ends_at <= at and page is None and row.kind != AppointmentKind.HEARING:
        return _("how did it go?"), "soon"
    return "", ""


def _open_slots(rows: QuerySet[Slot]) -> QuerySet[Slot]:
    return rows.filter(state=SlotState.OPEN).select_related("office", "room").order_by("starts_at", "pk")


def _slots(rows: QuerySet[Slot] | list[Slot]) -> list[Entry]:
    return [_slot_entry(row) for row in (rows if isinstance(rows, list) else _open_slots(rows))]


def _slot_entry(row: Slot) -> Entry:
    words = ngettext("%(taken)d of %(n)d place taken", "%(taken)d of %(n)d places taken", row.capacity)
    return Entry(
        row.starts_at,
        row.ends_at,
        str(row.get_kind_display()).capitalize(),
        words % {"taken": row.taken, "n": row.capacity},
        url=reverse("slot", args=[row.pk]),
        tag=(_("free places"), "fine") if row.free else ("", ""),
        free=row.free > 0,
        full_slot=row.free <= 0,
    )


def _told_once(entries: list[Entry]) -> list[Entry]:
    """Of a full hour for the public whose places are convocations, these say more than the hour does."""
    hours = {(one.starts_at, one.ends_at) for one in entries if one.appointment or one.hidden}
    return [one for one in entries if not (one.full_slot and (one.starts_at, one.ends_at) in hours)]


def _slot_meetings(start: datetime, end: datetime) -> set[UUID]:
    rows = SlotMeeting.objects.filter(slot__starts_at__lt=end, slot__ends_at__gt=start)
    return set(rows.values_list("appointment", flat=True))


def _busy(ids: list[int], start: datetime, end: datetime) -> list[tuple[int, UUID, datetime, datetime]]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [ids, end, start])
        return list(cursor.fetchall())


def _days(entries: list[Entry], monday: date, office: Office | None) -> list[Day]:
    return _spread(entries, monday, _shut(office, monday) if office else {})


def _shut(office: Office, monday: date) -> dict[date, str]:
    days = [monday + timedelta(days=n) for n in range(7)]
    known = timetables([office], days[0], days[-1])[office.pk]
    return {day: closed.words for day in days if (closed := known.closed_on(day)) is not None}


def _spread(entries: list[Entry], monday: date, shut: dict[date, str]) -> list[Day]:
    """Saturday and Sunday only when something is on them."""
    found: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (one.starts_at, one.ends_at, one.title)):
        found.setdefault(timezone.localdate(entry.starts_at), []).append(entry)
    days = [monday + timedelta(days=n) for n in range(7)]
    return [
        Day(day, shut.get(day, ""), found.get(day, [])) for n, day in enumerate(days) if n < 5 or day in found
    ]
