"""Appointments given before their office was shut on that day: they stand until somebody moves them."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractIsoWeekDay, TruncDate

from accanto.casework.agenda.enums import AWAITED, SlotState
from accanto.casework.agenda.models import Place
from accanto.casework.agenda.owners import pages_of
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, AppointmentOperator, Case
from accanto.territory.bodies.models import Office, OfficeClosure, OfficeHours
from accanto.territory.staff.models import User

_MOST = 100


def to_move(user: User, at: datetime) -> list[Any]:
    """One's own and those of one's offices, in so far as one sees them; `closure` is why, empty where it is the week.

    Two queries, three where other pages follow some of them.
    """
    mine = AppointmentOperator.objects.filter(appointment=OuterRef("pk"), user=user)
    near = Q(Exists(mine)) | Q(office__in=user.access.offices | user.access.coordinates)
    seen = Q(case=None) | Q(case__in=Case.objects.visible_to(user).values("pk"))
    rows = _on_shut_days(at).filter(near, seen).select_related("case__household", "office")
    return _without_those_meant(rows.prefetch_related("operators__user").order_by("starts_at", "pk")[:_MOST])


def to_move_in(office: Office, at: datetime) -> int:
    """How many appointments and places of the office wait to be moved, in so far as whoever asks sees them."""
    plans = _without_those_meant(_on_shut_days(at).filter(office=office)[:_MOST])
    places = Place.objects.filter(
        slot__office=office, slot__state=SlotState.CANCELLED, slot__starts_at__gt=at, state__in=AWAITED
    )
    return len(plans) + places.count()


def _on_shut_days(at: datetime) -> QuerySet[Any]:
    closed = OfficeClosure.objects.filter(
        office=OuterRef("office"),
        withdrawn_at=None,
        starts_on__lte=OuterRef("day"),
        ends_on__gt=OuterRef("day"),
    )
    hours = OfficeHours.objects.filter(office=OuterRef("office"))
    opens = hours.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef("day")),
        weekday=OuterRef("weekday") - 1,
        valid_from__lte=OuterRef("day"),
    )
    ahead = Appointment.objects.filter(
        state=AppointmentState.PLANNED,
        starts_at__gt=at,
        office__isnull=False,
        slot_meeting=None,
        public_place=None,
    )
    dated = ahead.annotate(day=TruncDate("starts_at"), weekday=ExtractIsoWeekDay("starts_at"))
    told = dated.annotate(closure=Subquery(closed.values("reason")[:1], output_field=CharField()))
    return told.filter(Q(Exists(closed)) | Q(Exists(hours)) & ~Q(Exists(opens)))


def _without_those_meant(rows: QuerySet[Any]) -> list[Any]:
    """A room that follows an appointment itself asks before it takes a day without opening hours: that was meant."""
    found = list(rows)
    odd = [row.pk for row in found if not row.closure]
    meant = pages_of(odd)
    return [row for row in found if row.pk not in meant]
