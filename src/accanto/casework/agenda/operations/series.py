"""Places for the public: opened with a recurrence, written ahead night after night, with exceptions and an end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import SlotState
from accanto.casework.agenda.models import Room, RoomUse, Slot, SlotSeries
from accanto.casework.agenda.operations.slots import cancel_slots
from accanto.casework.agenda.rules import at_local, checked_rule, days_of, hours_of
from accanto.casework.agenda.rules.local_time import NoSuchHour
from accanto.core.database.context import serving
from accanto.core.dated_rules import rule_at
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.queries import timetables
from accanto.territory.staff.models import User

_DAY = timedelta(days=1)
_YEARS = 2 * 366
_MOST_AT_ONCE = 60


@dataclass(frozen=True)
class _Stretch:
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def open_series(
    *,
    office: Office,
    kind: str,
    rule: str,
    opens: time,
    closes: time,
    minutes: int,
    capacity: int,
    starts_on: date,
    by: User,
    at: datetime,
    operator: User | None = None,
    room: Room | None = None,
    last_day: date | None = None,
) -> SlotSeries:
    """Places for the public on recurring days. The first ones are written at once, as far as the horizon.

    :raises OperationRefused: a rule that is none, no time between the hours, more people than the room holds, a first
        day that is past, an hour that the clock jumps over, an operator or a room taken by another series.
    """
    _check_days(starts_on, last_day, timezone.localdate(at))
    _check_hours(opens, closes, minutes)
    _check_room(office, room, capacity)
    series = SlotSeries(
        office=office,
        operator=operator,
        room=room,
        kind=kind,
        rule=checked_rule(rule),
        opens=opens,
        closes=closes,
        minutes=minutes,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=last_day + _DAY if last_day else None,
        created_by=by,
        created_at=at,
    )
    _check_clock(series)
    series.save(force_insert=True)
    made, clashing = extend(series, at)
    _refuse_idle(made, clashing)
    record(
        "agenda.series.opened",
        by=by,
        at=at,
        subject=series,
        office=office.name,
        kind=str(series.get_kind_display()),
    )
    return series


def _refuse_idle(made: int, clashing: list[date]) -> None:
    if clashing:
        raise OperationRefused(
            _("At these hours the operator or the room is in another series already: change the hours."),
            missing=[date_words(day) for day in clashing[:3]],
            field="opens",
        )
    if not made:
        raise OperationRefused(
            _("On these days the office is always closed: no place would come out of it."), field="rule"
        )


@transaction.atomic
def skip_day(*, series: SlotSeries, day: date, reason: str, by: User, at: datetime) -> SlotSeries:
    """No places on that day. Whoever has one stands among those to be called.

    :raises OperationRefused: no reason, a day that is past, or on which there is nothing.
    """
    row = _locked(series)
    if not reason.strip():
        raise OperationRefused(_("Say why: whoever calls the people will need it."), field="reason")
    if day < timezone.localdate(at):
        raise OperationRefused(_("That day is past: choose a day to come."), field="day")
    if day in row.except_on or day not in days_of(row.rule, row.starts_on, day + _DAY, day):
        raise OperationRefused(_("There are no places of this series on that day."), field="day")
    row.except_on = sorted([*row.except_on, day])
    row.save(update_fields=["except_on"])
    _cancel_between(row, day, day + _DAY, reason, by, at)
    record(
        "agenda.series.skipped",
        by=by,
        at=at,
        subject=row,
        office=row.office.name,
        day=date_words(day),
        reason=reason.strip(),
    )
    return row


@transaction.atomic
def end_series(*, series: SlotSeries, last_day: date, reason: str, by: User, at: datetime) -> SlotSeries:
    """No places after the last day. Whoever has one stands among those to be called.

    :raises OperationRefused: no reason; ended before already; a day before today.
    """
    row = _locked(series)
    if not reason.strip():
        raise OperationRefused(_("Say why: whoever calls the people will need it."), field="reason")
    if last_day < timezone.localdate(at) - _DAY:
        raise OperationRefused(_("That day is past: choose today or a day to come."), field="last_day")
    if row.ends_on is not None and row.ends_on <= last_day:
        raise OperationRefused(_("The series ends before that day already."), field="last_day")
    row.ends_on = max(last_day + _DAY, row.starts_on)
    row.save(update_fields=["ends_on"])
    _cancel_between(row, row.ends_on, None, reason, by, at)
    record(
        "agenda.series.ended",
        by=by,
        at=at,
        subject=row,
        office=row.office.name,
        day=date_words(last_day),
        reason=reason.strip(),
    )
    return row


@transaction.atomic
@serving("agenda")
def extend_all(*, at: datetime) -> int:
    """Every night: write the places as far ahead as the zone wants them; returns how many."""
    today = timezone.localdate(at)
    running = SlotSeries.objects.select_for_update(of=("self",)).exclude(ends_on__lte=today)
    return sum(extend(series, at)[0] for series in running.select_related("office"))


def extend(series: SlotSeries, at: datetime) -> tuple[int, list[date]]:
    """How many places were written, and the days on which the operator or the room was taken already."""
    _take_turns(series)
    missing = _missing(series, at)
    if not missing:
        return 0, []
    busy = _busy(series, missing)
    free, clashing = [], []
    for stretch in missing:
        if any(stretch.starts_at < end and stretch.ends_at > begin for begin, end in busy):
            clashing.append(timezone.localdate(stretch.starts_at))
        else:
            free.append(stretch)
    slots = Slot.objects.bulk_create(
        Slot(
            series=series,
            office_id=series.office_id,
            operator_id=series.operator_id,
            room_id=series.room_id,
            kind=series.kind,
            starts_at=stretch.starts_at,
            ends_at=stretch.ends_at,
            capacity=series.capacity,
        )
        for stretch in free
    )
    if series.room_id:
        RoomUse.objects.bulk_create(
            RoomUse(room_id=series.room_id, slot=slot, starts_at=slot.starts_at, ends_at=slot.ends_at)
            for slot in slots
        )
    return len(slots), list(dict.fromkeys(clashing))


def _take_turns(series: SlotSeries) -> None:
    """Series of one operator, or of one room, are written one after the other: the second sees what the first took."""
    list(
        User.objects.select_for_update(of=("self",))
        .filter(pk__in=[series.operator_id or 0])
        .values_list("pk")
    )
    list(Room.objects.select_for_update(of=("self",)).filter(pk__in=[series.room_id or 0]).values_list("pk"))


def _missing(series: SlotSeries, at: datetime) -> list[_Stretch]:
    """Stretches up to the horizon, of open days, that are not written yet."""
    today = timezone.localdate(at)
    horizon = max(today, series.starts_on) + timedelta(days=rule_at("agenda.slots", today, "horizon")["days"])
    end = min(series.ends_on, horizon) if series.ends_on else horizon
    timetable = timetables([series.office], today, end)[series.office_id]
    written = set(Slot.objects.filter(series=series).values_list("starts_at", flat=True))
    found = []
    for day in days_of(series.rule, series.starts_on, end, today):
        if day in series.except_on or timetable.closed_on(day) is not None:
            continue
        for stretch in _stretches(series, day):
            if stretch.starts_at > at and stretch.starts_at not in written:
                found.append(stretch)
    return found


def _stretches(series: SlotSeries, day: date) -> list[_Stretch]:
    """An hour that the clock jumps over on that very night is left out."""
    found = []
    for hour in hours_of(series.opens, series.closes, series.minutes):
        try:
            begins = at_local(day, hour)
        except NoSuchHour:
            continue
        ends = (begins.astimezone(UTC) + timedelta(minutes=series.minutes)).astimezone(begins.tzinfo)
        found.append(_Stretch(begins, ends))
    return found


def _busy(series: SlotSeries, missing: list[_Stretch]) -> list[tuple[datetime, datetime]]:
    window = {"starts_at__lt": missing[-1].ends_at, "ends_at__gt": missing[0].starts_at}
    taken: list[tuple[datetime, datetime]] = []
    if series.operator_id:
        slots = Slot.objects.filter(operator=series.operator_id, state=SlotState.OPEN, **window)
        taken += slots.exclude(series=series).values_list("starts_at", "ends_at")
    if series.room_id:
        uses = RoomUse.objects.filter(room=series.room_id, released_at=None, **window)
        taken += uses.values_list("starts_at", "ends_at")
    return taken


def _check_days(starts_on: date, last_day: date | None, today: date) -> None:
    if starts_on < today:
        raise OperationRefused(_("The first day is past: choose today or a day to come."), field="starts_on")
    if last_day is not None and last_day < starts_on:
        raise OperationRefused(
            _("The last day comes before the first: correct one of the two."), field="last_day"
        )


def _check_clock(series: SlotSeries) -> None:
    """None of its hours is one that the clock jumps over, in the two years to come."""
    farthest = series.starts_on + timedelta(days=_YEARS)
    end = min(series.ends_on or farthest, farthest)
    for day in days_of(series.rule, series.starts_on, end):
        for hour in hours_of(series.opens, series.closes, series.minutes):
            at_local(day, hour, field="opens")


def _check_hours(opens: time, closes: time, minutes: int) -> None:
    if closes <= opens:
        raise OperationRefused(_("It ends before it begins: correct the hours."), field="closes")
    if minutes < 5:
        raise OperationRefused(_("At least five minutes for each."), field="minutes")
    count = len(hours_of(opens, closes, minutes))
    if not count:
        raise OperationRefused(
            _("No place fits between these hours: make them longer, or each place shorter."), field="minutes"
        )
    if count > _MOST_AT_ONCE:
        raise OperationRefused(_("Too many places for one day: make each of them longer."), field="minutes")


def _check_room(office: Office, room: Room | None, capacity: int) -> None:
    if capacity < 1:
        raise OperationRefused(_("At least one place for each hour."), field="capacity")
    if room is None:
        return
    if room.office_id != office.pk or room.retired_at is not None:
        raise OperationRefused(_("Choose a room of this office."), field="room")
    if capacity > room.capacity:
        raise OperationRefused(
            _("%(room)s holds %(n)d people: choose fewer places or a larger room.")
            % {"room": room.name, "n": room.capacity},
            field="capacity",
        )


def _locked(series: SlotSeries) -> SlotSeries:
    return SlotSeries.objects.select_for_update(of=("self",)).select_related("office").get(pk=series.pk)


def _cancel_between(
    series: SlotSeries, first: date, end: date | None, reason: str, by: User, at: datetime
) -> None:
    rows = Slot.objects.filter(
        series=series, starts_at__gte=max(at, timezone.make_aware(datetime.combine(first, time.min)))
    )
    if end is not None:
        rows = rows.filter(starts_at__lt=timezone.make_aware(datetime.combine(end, time.min)))
    cancel_slots(slots=rows, reason=reason.strip(), by=by, at=at)
