"""What a calendar program is told: when, what kind of thing, where; never who, unless initials are wanted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import SlotState
from accanto.casework.agenda.models import CalendarFeed, Slot
from accanto.casework.agenda.queries.week import own_appointments
from accanto.casework.agenda.secret import prefix_of
from accanto.casework.cases.enums import AppointmentKind, AppointmentState
from accanto.casework.cases.models import Appointment
from accanto.people.households.models import Member
from accanto.people.persons.compartments import fenced
from accanto.people.persons.whereabouts import protection_on
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Event:
    uid: UUID
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    cancelled: bool = False


def feed_with(given: str) -> CalendarFeed | None:
    rows = CalendarFeed.objects.filter(prefix=prefix_of(given), revoked_at=None)
    return rows.select_related("user").first()


def events_of(user: User, start: datetime, end: datetime, *, on: date, initials: bool) -> list[Event]:
    """In order of time. Of what the account does not see, of those kept apart, of protected people and of
    hearings: «Impegno»."""
    rows = list(own_appointments(user, start, end))
    quiet = _quiet([row.case.household_id for row in rows if row.case], on)
    found = [_appointment(row, quiet, initials) for row in rows]
    slots = Slot.objects.filter(operator=user, starts_at__lt=end, ends_at__gt=start).select_related("office")
    meetings = dict(slots.exclude(meeting=None).values_list("meeting__appointment", "pk"))
    # Of a full hour whose places are convocations these say more than the hour does.
    hours = {(one.starts_at, one.ends_at) for one in rows if one.state != AppointmentState.CANCELLED}
    found += [_slot(row) for row in slots if row.free or (row.starts_at, row.ends_at) not in hours]
    shown = {row.pk for row in rows} | set(meetings)
    found += [event for event in _only_busy(user, start, end) if event.uid not in shown]
    return sorted(found, key=lambda one: (one.starts_at, one.ends_at, str(one.uid)))


def _appointment(row: Appointment, quiet: set[UUID], initials: bool) -> Event:
    cancelled = row.state == AppointmentState.CANCELLED
    kept_apart = row.case and (row.case.compartment in fenced() or row.case.household_id in quiet)
    # A hearing names no case here: even that somebody goes to court stays within these walls.
    if kept_apart or row.kind == AppointmentKind.HEARING:
        return Event(row.pk, row.starts_at, row.ends_at, _("Engagement"), cancelled=cancelled)
    summary = str(AppointmentKind(row.kind).label).capitalize()
    if initials and row.case:
        summary = f"{summary} · {_initials(row.case.household.label)}"
    return Event(row.pk, row.starts_at, row.ends_at, summary, str(row.office or ""), cancelled)


def _slot(row: Slot) -> Event:
    told = _("%(kind)s: %(taken)d of %(n)d") % {
        "kind": str(row.get_kind_display()).capitalize(),
        "taken": row.taken,
        "n": row.capacity,
    }
    return Event(row.pk, row.starts_at, row.ends_at, told, str(row.office), row.state == SlotState.CANCELLED)


def _only_busy(user: User, start: datetime, end: datetime) -> list[Event]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT appointment_id, starts_at, ends_at FROM acc_busy"
            " WHERE user_id = %s AND starts_at < %s AND ends_at > %s",
            [user.pk, end, start],
        )
        rows = cursor.fetchall()
    return [Event(pk, begins, ends, _("Engagement")) for pk, begins, ends in rows]


def _quiet(households: list[UUID], on: date) -> set[UUID]:
    """Households in which somebody is protected or kept apart."""
    rows = Member.objects.filter(household__in=households, ends_on=None).annotate(shield=protection_on(on))
    return {
        home
        for home, shield, compartment in rows.values_list("household", "shield", "person__compartment")
        if shield or compartment in fenced()
    }


def _initials(label: str) -> str:
    return "".join(f"{word[0].upper()}." for word in label.split()[:2] if word[:1].isalpha())
